#include "base/huge_pages.h"

#include <gtest/gtest.h>
#include <sys/mman.h>

#include <cstdint>

namespace oree {
namespace {

TEST(HugePages, BeginWhereOneCan) {
  for (int i = 0; i < 3; ++i) {
    std::byte* begin = reserve_huge_pages(2 * kHugePageBytes);
    ASSERT_NE(begin, nullptr);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(begin) % kHugePageBytes, 0u);
    munmap(begin, 2 * kHugePageBytes);
  }
  EXPECT_EQ(whole_huge_pages(0), 0u);
  EXPECT_EQ(whole_huge_pages(1), kHugePageBytes);
  EXPECT_EQ(whole_huge_pages(kHugePageBytes), kHugePageBytes);
}

}  // namespace
}  // namespace oree
