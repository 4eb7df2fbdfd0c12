#include "cache/page_pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <vector>

#include "base/huge_pages.h"
#include "support/mapping_flags.h"

namespace oree::cache {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::size_t kPageBytes = 32 * 1024;
// More than what lies in small slabs.
constexpr std::size_t kManyPages = 150 * 1024 * 1024 / kPageBytes;

// Whether the memory at this address costs anything.
bool is_resident(const std::byte* address) {
  const auto system_page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  unsigned char resident = 0;
  auto* begin = reinterpret_cast<void*>(reinterpret_cast<std::uintptr_t>(address) / system_page * system_page);
  EXPECT_EQ(mincore(begin, 1, &resident), 0);
  return (resident & 1) != 0;
}

class PagePoolTest : public ::testing::Test {
 protected:
  std::vector<std::byte*> take(std::size_t n) {
    std::vector<std::byte*> pages;
    for (std::size_t i = 0; i < n; ++i) {
      pages.push_back(pool_.take());
    }
    return pages;
  }

  PagePool pool_{kPageBytes};
};

TEST_F(PagePoolTest, PagesDoNotOverlap) {
  const std::vector<std::byte*> pages = take(kManyPages);
  const std::set<std::byte*> sorted(pages.begin(), pages.end());
  ASSERT_EQ(sorted.size(), kManyPages);
  std::byte* before = nullptr;
  for (std::byte* page : sorted) {
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(page) % 64, 0u);
    EXPECT_TRUE(before == nullptr || page >= before + kPageBytes);
    before = page;
  }
}

// The first lie in small slabs, of which less is left over.
TEST_F(PagePoolTest, ManyPagesLieInHugePagesUntilOneOfThemIsGivenBack) {
  if (!std::filesystem::exists("/sys/kernel/mm/transparent_hugepage")) {
    GTEST_SKIP() << "a kernel without huge pages";
  }
  const std::vector<std::byte*> pages = take(kManyPages);
  EXPECT_THAT(test::mapping_flags(pages.front()), Not(HasSubstr(" hg ")));
  EXPECT_THAT(test::mapping_flags(pages.back()), HasSubstr(" hg "));
  pool_.give_back(pages.back());
  EXPECT_THAT(test::mapping_flags(pages.back()), HasSubstr(" nh "));
}

TEST_F(PagePoolTest, ALastPageCanBeWrittenWhole) {
  std::byte* page = take(kManyPages).back();
  std::memset(page, 0x5a, kPageBytes);
  EXPECT_EQ(page[kPageBytes - 1], std::byte{0x5a});
}

TEST_F(PagePoolTest, WhatIsGivenBackCostsNoMemoryInSmallSlabsAndInHugePages) {
  const std::vector<std::byte*> pages = take(kManyPages);
  for (std::byte* page : {pages.front(), pages[1], pages.back(), pages[pages.size() - 2]}) {
    std::memset(page, 1, kPageBytes);
    EXPECT_TRUE(is_resident(page));
    pool_.give_back(page);
    EXPECT_FALSE(is_resident(page));
    EXPECT_FALSE(is_resident(page + kPageBytes - 1));
  }
}

// The system allows a process some 65,000 mappings.
TEST_F(PagePoolTest, GivingBackPiecesOfNoWholeSystemPagesCostsFewMappings) {
  const auto n_mappings = [] {
    std::ifstream maps("/proc/self/maps");
    return std::count(std::istreambuf_iterator<char>(maps), {}, '\n');
  };
  PagePool pool(17'408);  // 64 keys and values of 128 dims in q8_0
  std::vector<std::byte*> pages;
  for (int i = 0; i < 20'000; ++i) {
    pages.push_back(pool.take());
  }
  const auto before = n_mappings();
  for (std::size_t i = 0; i < pages.size(); i += 2) {
    pool.give_back(pages[i]);
  }
  EXPECT_LT(n_mappings(), before + 600);
}

TEST_F(PagePoolTest, WhatIsGivenBackIsTakenAgain) {
  std::vector<std::byte*> pages = take(kManyPages);
  const std::set<std::byte*> before(pages.begin(), pages.end());
  for (std::byte* page : pages) {
    pool_.give_back(page);
  }
  pages = take(kManyPages);
  EXPECT_EQ(std::set<std::byte*>(pages.begin(), pages.end()), before);
}

// A page of which a huge page would be cut badly lies in small slabs, however many there are.
TEST(PagePool, PagesThatFillAHugePageBadlyDoNotOverlapEither) {
  constexpr std::size_t kBytes = kHugePageBytes / 2 + 64;
  PagePool pool(kBytes);
  std::set<std::byte*> sorted;
  for (int i = 0; i < 200; ++i) {
    sorted.insert(pool.take());
  }
  std::byte* before = nullptr;
  for (std::byte* page : sorted) {
    EXPECT_TRUE(before == nullptr || page >= before + kBytes);
    before = page;
  }
  EXPECT_EQ(sorted.size(), 200u);
}

}  // namespace
}  // namespace oree::cache
