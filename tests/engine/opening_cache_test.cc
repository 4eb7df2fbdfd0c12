#include "engine/opening_cache.h"

#include <gtest/gtest.h>

#include "oree/error.h"

namespace oree::engine {
namespace {

std::shared_ptr<const Opening> make_opening() {
  cache::KvLayout layout;
  layout.n_kv_heads = 1;
  layout.head_dim = 8;
  layout.windows = {0};
  layout.context = 16;
  layout.chunk = 4;
  return std::make_shared<const Opening>(Opening{{1, 2}, {}, {}, {}, cache::KvCache(layout)});
}

TEST(OpeningCache, MakesAnOpeningOnceAndKeepsTheLastUsed) {
  OpeningCache cache;
  int n_made = 0;
  const auto find = [&](const std::string& key) {
    return cache.find_or_make(key, [&](const OpeningCache::Others&) {
      ++n_made;
      return make_opening();
    });
  };
  const auto first = find("first");
  EXPECT_EQ(find("first"), first);
  EXPECT_EQ(n_made, 1);
  for (std::size_t other = 1; other < OpeningCache::kMaxOpenings; ++other) {
    find("other " + std::to_string(other));
  }
  EXPECT_EQ(find("first"), first);
  find("one more");  // takes the place of the one not used for the longest time
  EXPECT_EQ(find("first"), first);
  const int before = n_made;
  find("other 1");
  EXPECT_EQ(n_made, before + 1);
}

TEST(OpeningCache, AFailureIsNotKept) {
  OpeningCache cache;
  const auto fail = [](const OpeningCache::Others&) -> std::shared_ptr<const Opening> {
    throw Error(ErrorCode::kLimit, "too large");
  };
  EXPECT_THROW(cache.find_or_make("key", fail), Error);
  EXPECT_NE(cache.find_or_make("key", [](const OpeningCache::Others&) { return make_opening(); }), nullptr);
}

}  // namespace
}  // namespace oree::engine
