#include "base/checksum64.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <vector>

#include "support/temporary_directory.h"

namespace oree {
namespace {

std::vector<std::byte> some_bytes(std::size_t n) {
  std::vector<std::byte> bytes(n);
  for (std::size_t i = 0; i < n; ++i) {
    bytes[i] = static_cast<std::byte>(i * i / 7 + i);
  }
  return bytes;
}

std::uint64_t checksum(std::span<const std::byte> bytes) {
  Checksum64 checksum;
  checksum.add(bytes);
  return checksum.finish();
}

// What a plain loop over the definition gives: one word at a time, lane after lane.
std::uint64_t by_definition(std::vector<std::byte> bytes) {
  std::uint64_t sum = bytes.size();
  bytes.resize((bytes.size() + 63) / 64 * 64);
  const auto rotated = [](std::uint64_t value, int by) { return (value << by) | (value >> (64 - by)); };
  for (std::uint64_t lane = 0; lane < 8; ++lane) {
    std::uint64_t state = lane + 1;
    for (std::size_t at = lane * 8; at < bytes.size(); at += 64) {
      std::uint64_t word = 0;
      for (std::size_t i = 8; i-- > 0;) {
        word = word << 8 | static_cast<std::uint64_t>(bytes[at + i]);
      }
      state = rotated((state ^ word) * 0x9E3779B97F4A7C15u, 29);
    }
    sum = rotated((sum ^ state) * 0x9E3779B97F4A7C15u, 31);
  }
  return sum ^ (sum >> 32);
}

TEST(Checksum64, IsWhatItsDefinitionSays) {
  for (const std::size_t n : {0, 1, 7, 8, 63, 64, 65, 127, 128, 1000, 4099}) {
    EXPECT_EQ(checksum(some_bytes(n)), by_definition(some_bytes(n))) << n;
  }
}

TEST(Checksum64, DoesNotDependOnHowTheBytesCome) {
  const std::vector<std::byte> bytes = some_bytes(1000);
  const std::uint64_t whole = checksum(bytes);
  for (const std::size_t step : {1, 3, 63, 64, 65, 130, 999}) {
    Checksum64 parts;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      parts.add(std::span(bytes).subspan(at, std::min(step, bytes.size() - at)));
    }
    EXPECT_EQ(parts.finish(), whole) << step;
  }
}

TEST(Checksum64, AnyFlippedBitChangesIt) {
  std::vector<std::byte> bytes = some_bytes(200);
  const std::uint64_t whole = checksum(bytes);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      bytes[i] ^= std::byte{1} << bit;
      EXPECT_NE(checksum(bytes), whole) << "byte " << i << ", bit " << bit;
      bytes[i] ^= std::byte{1} << bit;
    }
  }
}

TEST(Checksum64, ZerosOfDifferentNumberDiffer) {
  std::set<std::uint64_t> seen;
  for (std::size_t n = 0; n < 300; ++n) {
    EXPECT_TRUE(seen.insert(checksum(std::vector<std::byte>(n))).second) << n;
  }
}

TEST(Checksum64, OfAMappedPartIsThatOfItsBytes) {
  const test::TemporaryDirectory folder;
  const std::vector<std::byte> bytes = some_bytes((std::size_t{5} << 19) + 77);
  std::ofstream(folder.path() / "file", std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  const MappedFile file(folder.path() / "file");
  EXPECT_EQ(checksum_of(file, file.bytes()), checksum(bytes));
  EXPECT_EQ(checksum_of(file, file.bytes().subspan(33, 4567)), checksum(std::span(bytes).subspan(33, 4567)));
}

}  // namespace
}  // namespace oree
