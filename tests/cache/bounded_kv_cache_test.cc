// Bounded caches against a plain model of what they should hold.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <random>

#include "cache/kv_cache.h"
#include "cache/snapshot.h"
#include "oree/error.h"
#include "tensor/convert.h"

namespace oree::cache {
namespace {

using tensor::ElementType;

constexpr int kHeadDim = 2;

// The first value of a key is its score.
class FirstValue final : public EvictionPolicy {
 public:
  explicit FirstValue(bool is_static) : is_static_(is_static) {}
  std::string_view name() const noexcept override { return "first_value"; }
  Needs needs() const noexcept override { return {.keys = true}; }
  bool is_static() const noexcept override { return is_static_; }
  std::size_t scratch_floats(std::size_t) const noexcept override { return 0; }
  void score(const HeadRows& rows, std::span<float> scores, std::span<float>) const noexcept override {
    for (std::size_t row = 0; row < rows.size(); ++row) {
      scores[row] = rows.keys[row * kHeadDim];
    }
  }

 private:
  bool is_static_;
};

// Two global layers and a window layer, two heads.
KvLayout bounded_layout(bool is_static = true) {
  KvLayout layout{.n_heads = 4,
                  .n_kv_heads = 2,
                  .head_dim = kHeadDim,
                  .windows = {0, 5, 0},
                  .context = 4000,
                  .chunk = 7,
                  .type_k = ElementType::kF32,
                  .type_v = ElementType::kF32,
                  .page_tokens = 4};
  layout.eviction = {
      .policy = std::make_shared<FirstValue>(is_static), .budget = 12, .sinks = 2, .window = 4, .every = 8};
  return layout;
}

// Every head has scores of its own, the same in every run.
float score_of(int layer, int head, int position) {
  const auto mixed = static_cast<std::uint32_t>(position * 7919 + layer * 104729 + head * 1299709) * 2654435761u;
  return static_cast<float>(mixed >> 12);
}

void append(KvCache& cache, int n) {
  cache.reserve(n);
  for (int layer = 0; layer < cache.n_layers(); ++layer) {
    for (int token = 0; token < n; ++token) {
      const int position = cache.n_tokens() + token;
      std::vector<float> keys;
      std::vector<float> values;
      for (int head = 0; head < cache.layout().n_kv_heads; ++head) {
        keys.insert(keys.end(), {score_of(layer, head, position), static_cast<float>(position)});
        values.insert(values.end(), {static_cast<float>(layer * 10 + head), static_cast<float>(position)});
      }
      cache.store(layer, token, keys.data(), values.data());
    }
  }
  cache.commit();
}

// Appends n tokens in steps of at most `step`, evicting where it is due.
void feed(KvCache& cache, int n, int step, ThreadPool& threads) {
  while (n > 0) {
    const int part = std::min({n, step, cache.step_room()});
    append(cache, part);
    n -= part;
    if (cache.eviction_due()) {
      cache.evict(threads);
    }
  }
}

// What the head holds, and that each key and value is the one of its position.
std::vector<int> held(const KvCache& cache, int layer, int head) {
  std::vector<tensor::KvSegment> segments(cache.max_segments());
  const tensor::KvView view = cache.view(layer, head, segments.data());
  std::vector<int> positions;
  int row = view.segments.empty() ? 0 : view.segments.front().first_row;
  for (const tensor::KvSegment& segment : view.segments) {
    EXPECT_EQ(segment.first_row, row);
    row += segment.n_tokens;
    for (int i = 0; i < segment.n_tokens; ++i) {
      const int position = segment.positions == nullptr ? segment.first_position + i : segment.positions[i];
      float key[kHeadDim];
      float value[kHeadDim];
      std::memcpy(key, segment.keys + static_cast<std::size_t>(i) * sizeof key, sizeof key);
      std::memcpy(value, segment.values + static_cast<std::size_t>(i) * sizeof value, sizeof value);
      EXPECT_EQ(key[0], score_of(layer, head, position));
      EXPECT_EQ(key[1], static_cast<float>(position));
      EXPECT_EQ(value[0], static_cast<float>(layer * 10 + head));
      EXPECT_EQ(value[1], static_cast<float>(position));
      positions.push_back(position);
    }
  }
  EXPECT_EQ(positions, cache.kept(layer, head));
  return positions;
}

// The plain model: a list of positions, evicted from the way the header says.
struct PlainHead {
  std::vector<int> positions;

  void evict(int layer, int head, const EvictionRule& rule, int n_tokens) {
    std::vector<int> middle;
    std::vector<int> kept;
    for (const int position : positions) {
      const bool is_protected = position < rule.sinks || position >= n_tokens - rule.window;
      (is_protected ? kept : middle).push_back(position);
    }
    std::sort(middle.begin(), middle.end(), [&](int left, int right) {
      return std::pair(-score_of(layer, head, left), -left) < std::pair(-score_of(layer, head, right), -right);
    });
    for (const int position : middle) {
      if (static_cast<int>(kept.size()) < rule.budget) {
        kept.push_back(position);
      }
    }
    std::sort(kept.begin(), kept.end());
    positions = kept;
  }
};

struct PlainCache {
  std::map<std::pair<int, int>, PlainHead> heads;  // of the global layers
  int n_tokens = 0;

  void feed(int n, const EvictionRule& rule) {
    for (int i = 0; i < n; ++i) {
      for (const int layer : {0, 2}) {
        for (const int head : {0, 1}) {
          PlainHead& plain = heads[{layer, head}];
          plain.positions.push_back(n_tokens);
          if (rule.every > 0 && (n_tokens + 1) % rule.every == 0) {
            plain.evict(layer, head, rule, n_tokens + 1);
          }
        }
      }
      ++n_tokens;
    }
  }
};

void expect_same(const KvCache& cache, const PlainCache& plain) {
  ASSERT_EQ(cache.n_tokens(), plain.n_tokens);
  for (const auto& [where, head] : plain.heads) {
    EXPECT_EQ(held(cache, where.first, where.second), head.positions) << "layer " << where.first;
  }
}

TEST(BoundedKvCache, KeepsSinksWindowAndTheBestOfTheRest) {
  ThreadPool threads(2);
  for (const bool is_static : {true, false}) {
    KvCache cache(bounded_layout(is_static));
    PlainCache plain;
    feed(cache, 100, 7, threads);
    plain.feed(100, cache.layout().eviction);
    expect_same(cache, plain);
    EXPECT_EQ(cache.kept(0, 0).size(), 12u + 100 % 8);
    EXPECT_NE(cache.kept(0, 0), cache.kept(0, 1));
  }
}

TEST(BoundedKvCache, WhatIsKeptDoesNotDependOnTheSteps) {
  ThreadPool threads(1);
  KvCache whole(bounded_layout());
  feed(whole, 93, 7, threads);
  for (const int step : {1, 3, 5}) {
    KvCache other(bounded_layout());
    feed(other, 93, step, threads);
    for (const int layer : {0, 1, 2}) {
      EXPECT_EQ(held(other, layer, 1).back(), 92);
      if (layer != 1) {
        EXPECT_EQ(held(other, layer, 1), held(whole, layer, 1));
      }
    }
  }
}

TEST(BoundedKvCache, MemoryIsBoundedByBudgetAndStep) {
  ThreadPool threads(1);
  KvCache cache(bounded_layout());
  const std::size_t row = 2 * kHeadDim * sizeof(float);
  std::size_t most = 0;
  for (int i = 0; i < 500; ++i) {
    feed(cache, 7, 7, threads);
    most = std::max(most, cache.bytes());
  }
  // Four bounded heads of 12 + 8 rows in pages of 4, with positions and scores; two rings of 5 + 7 - 1 rows.
  EXPECT_LE(most, 4 * 20 * row + 2 * 12 * row + 4 * 2 * 32 * 4);
}

TEST(BoundedKvCache, NoStepCrossesAnEviction) {
  ThreadPool threads(1);
  KvCache cache(bounded_layout());
  append(cache, 5);
  EXPECT_EQ(cache.step_room(), 3);
  EXPECT_THROW(cache.reserve(4), Error);
  append(cache, 3);
  EXPECT_TRUE(cache.eviction_due());
  cache.evict(threads);
  EXPECT_FALSE(cache.eviction_due());
  EXPECT_EQ(cache.step_room(), 7);
}

TEST(BoundedKvCache, ABudgetAsLargeAsTheContextKeepsEverything) {
  ThreadPool threads(1);
  KvLayout layout = bounded_layout();
  layout.windows = {0, 0, 0};
  layout.eviction.budget = 4000;
  KvCache cache(layout);
  feed(cache, 100, 7, threads);
  EXPECT_EQ(held(cache, 2, 1).size(), 100u);
  EXPECT_TRUE(cache.truncate(50));
}

TEST(BoundedKvCache, FirstLayersMayBeLeftWholeAndWindowLayersBounded) {
  ThreadPool threads(1);
  KvLayout layout = bounded_layout();
  layout.windows = {0, 64, 0};
  layout.eviction.whole_layers = 1;
  layout.eviction.inside_windows = true;
  KvCache cache(layout);
  feed(cache, 96, 7, threads);
  EXPECT_EQ(held(cache, 0, 0).size(), 96u);
  EXPECT_EQ(held(cache, 1, 0).size(), 12u);
  EXPECT_EQ(held(cache, 2, 0).size(), 12u);
}

TEST(BoundedKvCache, GoesBackOnlyAsFarAsTheLastEviction) {
  ThreadPool threads(1);
  KvCache cache(bounded_layout());
  feed(cache, 30, 7, threads);
  EXPECT_FALSE(cache.truncate(23));
  EXPECT_TRUE(cache.truncate(26));
  PlainCache plain;
  plain.feed(26, cache.layout().eviction);
  expect_same(cache, plain);
  feed(cache, 60, 7, threads);
  plain.feed(60, cache.layout().eviction);
  expect_same(cache, plain);
  EXPECT_TRUE(cache.truncate(0));
  feed(cache, 40, 7, threads);
  PlainCache again;
  again.feed(40, cache.layout().eviction);
  expect_same(cache, again);
}

TEST(BoundedKvCache, CompressTakesAFullCacheToTheBudgetAndKeepsWhatFollows) {
  ThreadPool threads(2);
  KvLayout layout = bounded_layout();
  EvictionRule rule = layout.eviction;
  rule.every = 0;
  layout.eviction = {};
  KvCache cache(layout);
  feed(cache, 70, 7, threads);
  const std::size_t before = cache.bytes();
  KvCache compressed = cache;
  compressed.compress(rule, threads);
  PlainCache plain;
  plain.feed(70, rule);
  for (auto& [where, head] : plain.heads) {
    head.evict(where.first, where.second, rule, 70);
  }
  expect_same(compressed, plain);
  // Four heads of 70 rows have 12 left; rings stay, and positions come.
  EXPECT_LT(compressed.bytes(), before - 4 * 55 * 2 * kHeadDim * sizeof(float) + 4 * 2 * 12 * 4);
  EXPECT_EQ(held(cache, 0, 0).size(), 70u) << "the original is as it was";
  feed(compressed, 20, 7, threads);
  plain.feed(20, rule);
  expect_same(compressed, plain);
}

TEST(BoundedKvCache, CompressRefusesAPolicyWhoseQueriesWereNotRecorded) {
  class Curious final : public EvictionPolicy {
   public:
    std::string_view name() const noexcept override { return "curious"; }
    Needs needs() const noexcept override { return {.last_queries = 3}; }
    bool is_static() const noexcept override { return false; }
    std::size_t scratch_floats(std::size_t) const noexcept override { return 0; }
    void score(const HeadRows&, std::span<float>, std::span<float>) const noexcept override {}
  };
  ThreadPool threads(1);
  KvLayout layout = bounded_layout();
  layout.eviction = {};
  KvCache cache(layout);
  feed(cache, 70, 7, threads);
  EvictionRule rule{.policy = std::make_shared<Curious>(), .budget = 10};
  try {
    cache.compress(rule, threads);
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("curious"));
  }
}

TEST(BoundedKvCache, ABudgetThatHoldsNeitherSinksNorWindowIsAnError) {
  KvLayout layout = bounded_layout();
  layout.eviction.window = 11;
  EXPECT_THROW(KvCache{layout}, Error);
}

KvCache restored(const KvCache& cache) {
  std::vector<std::byte> bytes;
  Snapshot::write(cache, [&](std::span<const std::byte> part) { bytes.insert(bytes.end(), part.begin(), part.end()); });
  ByteSource source(bytes);
  KvCache result = Snapshot::read(cache.layout(), source);
  EXPECT_TRUE(source.ok());
  EXPECT_EQ(source.n_left(), 0u);
  return result;
}

// Random appends, forks, truncations and snapshots; each fork goes its own way afterwards.
TEST(BoundedKvCache, AnySequenceOfOperationsLeavesWhatThePlainModelSays) {
  ThreadPool threads(2);
  for (unsigned seed = 0; seed < 60; ++seed) {
    std::mt19937 random(seed);
    const auto draw = [&](int from, int to) { return std::uniform_int_distribution(from, to)(random); };
    KvLayout layout = bounded_layout(draw(0, 1) == 1);
    layout.page_tokens = draw(1, 9);
    layout.chunk = draw(1, 12);
    layout.eviction.budget = draw(6, 30);
    layout.eviction.every = draw(1, 20);
    const EvictionRule rule = layout.eviction;
    std::vector<std::pair<KvCache, PlainCache>> caches;
    caches.reserve(5);  // references to them stay
    caches.emplace_back(KvCache(layout), PlainCache{});
    for (int i = 0; i < 60; ++i) {
      auto& [cache, plain] = caches[static_cast<std::size_t>(draw(0, static_cast<int>(caches.size()) - 1))];
      switch (draw(0, 6)) {
        case 6:
          cache = restored(cache);
          break;
        case 0:
          if (caches.size() < 5) {
            caches.push_back(std::pair(cache, plain));
          } else {
            cache = caches.front().first;
            plain = caches.front().second;
          }
          break;
        case 1: {
          const int n = draw(std::max(0, plain.n_tokens - 6), plain.n_tokens);
          if (cache.truncate(n)) {
            PlainCache again;
            again.feed(n, rule);
            plain = again;
          }
          break;
        }
        default: {
          const int n = draw(0, 25);
          feed(cache, n, draw(1, 12), threads);
          plain.feed(n, rule);
        }
      }
      ASSERT_NO_FATAL_FAILURE(expect_same(cache, plain)) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace oree::cache
