#include "cache/kv_cache.h"

#include <gmock/gmock.h>

#include <cstring>

#include "oree/error.h"

namespace oree::cache {
namespace {

using tensor::ElementType;

// A global layer and a window layer of 5 tokens; chunks of 4; pages of 3, so that the ring holds 9 tokens.
KvLayout small_layout() {
  return {.n_kv_heads = 2,
          .head_dim = 2,
          .windows = {0, 5},
          .context = 40,
          .chunk = 4,
          .type_k = ElementType::kF32,
          .type_v = ElementType::kF32,
          .page_tokens = 3};
}

// The key of a token says where it belongs, the value is its negative.
float mark(int layer, int head, int position) { return static_cast<float>(position * 100 + layer * 10 + head + 1); }

void append(KvCache& cache, int n, float bias = 0) {
  cache.reserve(n);
  for (int layer = 0; layer < cache.n_layers(); ++layer) {
    for (int token = 0; token < n; ++token) {
      std::vector<float> keys;
      std::vector<float> values;
      for (int head = 0; head < cache.layout().n_kv_heads; ++head) {
        const float value = mark(layer, head, cache.n_tokens() + token) + bias;
        keys.insert(keys.end(), {value, 0});
        values.insert(values.end(), {-value, 0});
      }
      cache.store(layer, token, keys.data(), values.data());
    }
  }
  cache.commit();
}

// The positions a head holds; checks that each key and value is the one written there.
std::vector<int> held(const KvCache& cache, int layer, int head, float bias = 0) {
  std::vector<tensor::KvSegment> segments(cache.max_segments());
  const tensor::KvView view = cache.view(layer, head, segments.data());
  EXPECT_LE(view.segments.size(), segments.size());
  std::vector<int> positions;
  for (const tensor::KvSegment& segment : view.segments) {
    for (int i = 0; i < segment.n_tokens; ++i) {
      const int position = segment.positions == nullptr ? segment.first_position + i : segment.positions[i];
      float key = 0;
      float value = 0;
      std::memcpy(&key, segment.keys + i * 8, sizeof(key));
      std::memcpy(&value, segment.values + i * 8, sizeof(value));
      EXPECT_EQ(key, mark(layer, head, position) + bias);
      EXPECT_EQ(value, -mark(layer, head, position) - bias);
      positions.push_back(position);
    }
  }
  return positions;
}

std::vector<int> range(int begin, int end) {
  std::vector<int> result;
  for (int i = begin; i < end; ++i) {
    result.push_back(i);
  }
  return result;
}

TEST(KvCache, StartsEmptyAndCostsNothing) {
  KvLayout layout = small_layout();
  layout.context = 4096;
  const KvCache cache(layout);
  EXPECT_EQ(cache.n_tokens(), 0);
  EXPECT_EQ(cache.room(), 4096);
  EXPECT_EQ(cache.bytes(), 0u);
  EXPECT_TRUE(held(cache, 0, 0).empty());
}

TEST(KvCache, MemoryFollowsTheTokensHeldAndARingIsBounded) {
  KvCache cache(small_layout());
  const std::size_t page = 3 * 2 * 2 * sizeof(float);
  append(cache, 1);
  EXPECT_EQ(cache.bytes(), 2 * 2 * page);
  for (int i = 0; i < 9; ++i) {
    append(cache, 4);
  }
  // 37 tokens: 13 pages a global head; the ring has 5 + 4 - 1 tokens, 3 pages.
  EXPECT_EQ(cache.bytes(), 2 * (13 + 3) * page);
}

TEST(KvCache, AGlobalLayerHoldsEverythingAndAWindowLayerWhatTheChunkMaySee) {
  KvCache cache(small_layout());
  for (const int n : {4, 1, 3, 4, 4, 2, 4, 4, 4, 4, 4}) {
    const int before = cache.n_tokens();
    append(cache, n);
    for (int head = 0; head < 2; ++head) {
      EXPECT_EQ(held(cache, 0, head), range(0, before + n));
      const std::vector<int> window = held(cache, 1, head);
      // The first token of the chunk sees itself and the four before.
      EXPECT_LE(window.front(), std::max(0, before - 4));
      EXPECT_EQ(window, range(window.front(), before + n));
    }
  }
  EXPECT_EQ(cache.room(), 2);
}

TEST(KvCache, TheChunkInFlightIsSeenBeforeItIsCommitted) {
  KvCache cache(small_layout());
  append(cache, 4);
  cache.reserve(2);
  std::vector<tensor::KvSegment> segments(cache.max_segments());
  int n = 0;
  for (const tensor::KvSegment& segment : cache.view(0, 0, segments.data()).segments) {
    n += segment.n_tokens;
  }
  EXPECT_EQ(n, 6);
  EXPECT_EQ(cache.n_tokens(), 4);
}

TEST(KvCache, ACopyIsIndependent) {
  KvCache cache(small_layout());
  append(cache, 4);
  KvCache snapshot = cache;
  append(cache, 4, 0.5f);
  append(snapshot, 3);
  EXPECT_EQ(held(snapshot, 0, 1), range(0, 7));
  EXPECT_EQ(held(snapshot, 1, 1), range(0, 7));
  EXPECT_EQ(cache.n_tokens(), 8);
}

TEST(KvCache, AnotherCacheMayTakeItsPlace) {
  KvCache cache(small_layout());
  append(cache, 4);
  {
    KvCache other(small_layout());
    append(other, 3);
    cache = other;
    other = KvCache(small_layout());
  }
  append(cache, 4);
  EXPECT_EQ(held(cache, 0, 1), range(0, 7));
}

TEST(KvCache, TruncateGoesBackWhileTheRingStillHoldsTheWindow) {
  KvCache cache(small_layout());
  for (int i = 0; i < 5; ++i) {
    append(cache, 4);
  }
  // The ring of 9 holds positions 11 to 19; a token at n needs those from n - 4.
  EXPECT_FALSE(cache.truncate(14));
  EXPECT_EQ(cache.n_tokens(), 20);
  EXPECT_TRUE(cache.truncate(15));
  EXPECT_EQ(cache.n_tokens(), 15);
  EXPECT_EQ(held(cache, 0, 0), range(0, 15));
  EXPECT_EQ(held(cache, 1, 0), range(11, 15));
  // What was overwritten on the way to 20 stays overwritten.
  EXPECT_FALSE(cache.truncate(14));
  append(cache, 4);
  EXPECT_EQ(held(cache, 1, 0), range(11, 19));
  append(cache, 4);
  EXPECT_EQ(held(cache, 1, 0), range(14, 23));
}

TEST(KvCache, TruncateToNothingAlwaysWorks) {
  KvCache cache(small_layout());
  for (int i = 0; i < 5; ++i) {
    append(cache, 4);
  }
  EXPECT_TRUE(cache.truncate(0));
  EXPECT_EQ(cache.n_tokens(), 0);
  append(cache, 4);
  EXPECT_EQ(held(cache, 1, 1), range(0, 4));
}

TEST(KvCache, TruncateRefusesLengthsThatAreNotThere) {
  KvCache cache(small_layout());
  append(cache, 4);
  EXPECT_FALSE(cache.truncate(5));
  EXPECT_FALSE(cache.truncate(-1));
  EXPECT_TRUE(cache.truncate(4));
}

TEST(KvCache, AWindowLargerThanTheContextIsOnlyAsLargeAsTheContext) {
  KvLayout layout = small_layout();
  layout.windows = {1 << 30};
  KvCache cache(layout);
  for (int i = 0; i < 10; ++i) {
    append(cache, 4);
  }
  EXPECT_EQ(held(cache, 0, 0), range(0, 40));
}

TEST(KvCache, ReserveRefusesMoreThanTheRoomAndTheChunk) {
  KvCache cache(small_layout());
  EXPECT_THROW(cache.reserve(5), Error);
  for (int i = 0; i < 10; ++i) {
    append(cache, 4);
  }
  EXPECT_THROW(cache.reserve(1), Error);
  EXPECT_EQ(cache.n_tokens(), 40);
}

TEST(KvCache, BadDimensionsAreErrorsThatNameThem) {
  const auto message = [](KvLayout layout) -> std::string {
    try {
      KvCache cache(std::move(layout));
      return "no error";
    } catch (const Error& error) {
      return error.what();
    }
  };
  KvLayout layout = small_layout();
  layout.context = 0;
  EXPECT_THAT(message(layout), testing::HasSubstr("context"));
  layout = small_layout();
  layout.context = kMaxContextTokens + 1;
  EXPECT_THAT(message(layout), testing::HasSubstr("context"));
  layout = small_layout();
  layout.windows.clear();
  EXPECT_THAT(message(layout), testing::HasSubstr("layers"));
  layout = small_layout();
  layout.windows[1] = -1;
  EXPECT_THAT(message(layout), testing::HasSubstr("layer 1"));
  layout = small_layout();
  layout.type_v = ElementType::kQ4K;
  EXPECT_THAT(message(layout), testing::HasSubstr("element type"));
}

}  // namespace
}  // namespace oree::cache
