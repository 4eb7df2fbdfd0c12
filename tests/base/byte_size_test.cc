#include "base/byte_size.h"

#include <gtest/gtest.h>

namespace oree {
namespace {

TEST(ByteSize, UnitsAreOf1024OrOf1000) {
  EXPECT_EQ(parse_byte_size("4GiB"), std::uint64_t{4} << 30);
  EXPECT_EQ(parse_byte_size("4GB"), 4'000'000'000u);
  EXPECT_EQ(parse_byte_size("1.5MiB"), 1'572'864u);
  EXPECT_EQ(parse_byte_size("1.5MB"), 1'500'000u);
  EXPECT_EQ(parse_byte_size("3KiB"), 3072u);
  EXPECT_EQ(parse_byte_size("3kB"), 3000u);
  EXPECT_EQ(parse_byte_size("4096"), 4096u);
  EXPECT_EQ(bytes_of_unit("MiB"), 1048576.0);
  EXPECT_EQ(bytes_of_unit("mib"), std::nullopt);
}

TEST(ByteSize, WhatIsNoSizeIsRefused) {
  for (const char* text :
       {"", "GiB", "4G", "4 GiB", "-4GiB", "0", "0.5", "nan", "inf", "1e300GiB", "4GiBs", "5000000000GiB"}) {
    EXPECT_EQ(parse_byte_size(text), std::nullopt) << text;
  }
}

TEST(ByteSize, IsWrittenWithThreeDigits) {
  EXPECT_EQ(byte_size_text(0), "0 bytes");
  EXPECT_EQ(byte_size_text(1023), "1023 bytes");
  EXPECT_EQ(byte_size_text(1024), "1.00 KiB");
  EXPECT_EQ(byte_size_text(20'000'000), "19.1 MiB");
  EXPECT_EQ(byte_size_text(std::uint64_t{13} << 30), "13.0 GiB");
  EXPECT_EQ(byte_size_text(std::uint64_t{1000} << 20), "0.98 GiB");
  EXPECT_EQ(byte_size_text(std::uint64_t{5000} << 40), "5000 TiB");
}

}  // namespace
}  // namespace oree
