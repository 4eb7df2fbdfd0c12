#include "cache/snapshot.h"

#include <gtest/gtest.h>

#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "cache/make_policy.h"
#include "kernels/dispatch.h"
#include "oree/error.h"

namespace oree::cache {
namespace {

using tensor::ElementType;

constexpr int kHeads = 4;
constexpr int kKvHeads = 2;
constexpr int kHeadDim = 64;

AttentionGeometry geometry() {
  AttentionGeometry result;
  result.n_layers = 3;
  result.n_heads = kHeads;
  result.n_kv_heads = kKvHeads;
  result.head_dim = kHeadDim;
  result.attention_scale = 0.125f;
  result.windows = {0, 10, 0};
  result.local_layers = {false, false, false};
  result.rope.dimension = kHeadDim;
  for (int i = 0; i < kHeadDim / 2; ++i) {
    result.rope.per_token.push_back(1.0 / (1 + i));
  }
  return result;
}

KvLayout layout_with(const std::string& policy, ElementType type, bool with_norms = false) {
  KvLayout layout{.n_heads = kHeads,
                  .n_kv_heads = kKvHeads,
                  .head_dim = kHeadDim,
                  .windows = geometry().windows,
                  .context = 300,
                  .chunk = 9,
                  .type_k = type,
                  .type_v = type,
                  .page_tokens = 8};
  class Norms final : public ValueNorms {
   public:
    void norms(int, int, const float* values, std::size_t n, std::span<float> norms) const noexcept override {
      for (std::size_t i = 0; i < n; ++i) {
        norms[i] = values[i * kHeadDim] * values[i * kHeadDim];
      }
    }
  };
  layout.eviction = {.policy = make_policy(policy, {.kernels = &kernels::best_table(), .geometry = geometry()}),
                     .budget = 40,
                     .sinks = 2,
                     .window = 8,
                     .value_norms = with_norms ? std::make_shared<Norms>() : nullptr,
                     .every = 16};
  return layout;
}

// Feeds positions [n_tokens, end), the same rows whatever was fed before.
void feed(KvCache& cache, int end, ThreadPool& threads) {
  while (cache.n_tokens() < end) {
    const int n = std::min(cache.step_room(), end - cache.n_tokens());
    cache.reserve(n);
    for (int layer = 0; layer < cache.n_layers(); ++layer) {
      std::vector<float> queries;
      for (int token = 0; token < n; ++token) {
        std::mt19937 random(static_cast<unsigned>((cache.n_tokens() + token) * 8 + layer));
        std::normal_distribution<float> normal;
        std::vector<float> rows((2 * kKvHeads + kHeads) * kHeadDim);
        for (float& value : rows) {
          value = normal(random);
        }
        cache.store(layer, token, rows.data(), rows.data() + kKvHeads * kHeadDim);
        queries.insert(queries.end(), rows.begin() + 2 * kKvHeads * kHeadDim, rows.end());
      }
      if (QueryObserver* recorder = cache.recorder()) {
        recorder->observe({.layer = layer,
                           .first_position = cache.n_tokens(),
                           .n_tokens = n,
                           .plain_queries = queries.data(),
                           .queries = queries.data()},
                          threads);
      }
    }
    cache.commit();
    if (cache.eviction_due()) {
      cache.evict(threads);
    }
  }
}

std::vector<std::byte> written(const KvCache& cache) {
  std::vector<std::byte> bytes;
  Snapshot::write(cache, [&](std::span<const std::byte> part) { bytes.insert(bytes.end(), part.begin(), part.end()); });
  return bytes;
}

struct Case {
  std::string name;
  std::string policy;
  ElementType type;
  bool with_norms = false;
};

void PrintTo(const Case& value, std::ostream* stream) { *stream << value.name; }

class SnapshotTest : public testing::TestWithParam<Case> {};

TEST_P(SnapshotTest, GoesOnAsIfItHadNeverStopped) {
  ThreadPool threads(2);
  const KvLayout layout = layout_with(GetParam().policy, GetParam().type, GetParam().with_norms);
  for (const int stop : {0, 1, 7, 37, 48, 100}) {
    KvCache whole(layout);
    feed(whole, stop, threads);
    const std::vector<std::byte> bytes = written(whole);
    ByteSource source(bytes);
    KvCache resumed = Snapshot::read(layout, source);
    EXPECT_EQ(source.n_left(), 0u);
    EXPECT_TRUE(written(resumed) == bytes) << "stopped at " << stop;
    feed(whole, 150, threads);
    feed(resumed, 150, threads);
    EXPECT_TRUE(written(resumed) == written(whole)) << "stopped at " << stop;
    EXPECT_EQ(resumed.kept(2, 1), whole.kept(2, 1));
  }
}

TEST_P(SnapshotTest, WhatIsCutShortIsRefused) {
  ThreadPool threads(1);
  const KvLayout layout = layout_with(GetParam().policy, GetParam().type, GetParam().with_norms);
  KvCache cache(layout);
  feed(cache, 61, threads);
  const std::vector<std::byte> bytes = written(cache);
  for (std::size_t length = 0; length < bytes.size(); length += 1 + length / 9) {
    ByteSource source{std::span(bytes).first(length)};
    EXPECT_THROW(Snapshot::read(layout, source), Error) << length << " of " << bytes.size() << " bytes";
  }
}

// A checksum finds these first; without it, whatever is read must be a cache or an error.
TEST_P(SnapshotTest, AnyFlippedByteLeavesACacheOrAnError) {
  ThreadPool threads(1);
  const KvLayout layout = layout_with(GetParam().policy, GetParam().type, GetParam().with_norms);
  KvCache cache(layout);
  feed(cache, 61, threads);
  std::vector<std::byte> bytes = written(cache);
  int refused = 0;
  for (std::size_t offset = 0; offset < bytes.size(); offset += 1 + offset / 20) {
    bytes[offset] ^= std::byte{0x81};
    try {
      ByteSource source(bytes);
      KvCache read = Snapshot::read(layout, source);
      feed(read, std::min(read.n_tokens() + 30, layout.context), threads);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kCorrupt);
      ++refused;
    }
    bytes[offset] ^= std::byte{0x81};
  }
  EXPECT_GT(refused, 10);
}

INSTANTIATE_TEST_SUITE_P(Caches, SnapshotTest,
                         testing::Values(Case{"none", "none", ElementType::kF16},
                                         Case{"streaming", "streaming", ElementType::kF32},
                                         Case{"knorm", "knorm", ElementType::kQ8_0},
                                         Case{"knorm_with_norms", "knorm", ElementType::kF16, true},
                                         Case{"keydiff", "keydiff", ElementType::kQ4_0},
                                         Case{"snap_kv", "snap_kv", ElementType::kF16},
                                         Case{"expected_attention", "expected_attention", ElementType::kBf16}),
                         [](const auto& test) { return test.param.name; });

TEST(Snapshot, OfAnotherLayoutIsRefused) {
  ThreadPool threads(1);
  KvCache cache(layout_with("streaming", ElementType::kF16));
  feed(cache, 61, threads);
  const std::vector<std::byte> bytes = written(cache);
  KvLayout other = layout_with("streaming", ElementType::kF16);
  other.windows = {0, 10, 0, 0};
  ByteSource source(bytes);
  EXPECT_THROW(Snapshot::read(other, source), Error);
}

}  // namespace
}  // namespace oree::cache
