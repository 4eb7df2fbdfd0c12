// Rows for policies to score.
#pragma once

#include <gmock/gmock.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

#include "cache/attention_geometry.h"
#include "cache/eviction_policy.h"

namespace oree::cache {

// One layer, one KV head with `group` query heads, no rotation unless a test sets one.
inline AttentionGeometry geometry_of(int head_dim, int group = 1) {
  return {.n_layers = 1,
          .n_heads = group,
          .n_kv_heads = 1,
          .head_dim = head_dim,
          .attention_scale = 0.5f,
          .windows = {0},
          .rope = {.halves = true,
                   .dimension = head_dim,
                   .per_token = std::vector<double>(static_cast<std::size_t>(head_dim / 2), 0.0)},
          .local_rope = {},
          .local_layers = {false}};
}

struct Rows {
  std::vector<std::int32_t> positions = {};
  std::vector<float> keys = {};
  std::vector<float> values = {};

  HeadRows of(const RecordedQueries* queries = nullptr) const {
    return {.positions = positions, .keys = keys.data(), .values = values.data(), .queries = queries};
  }
};

inline std::vector<std::int32_t> first_positions(std::size_t n) {
  std::vector<std::int32_t> positions(n);
  std::iota(positions.begin(), positions.end(), 0);
  return positions;
}

// Scores with working memory of exactly the size that was asked for, whatever it held before.
inline std::vector<float> scores_of(const EvictionPolicy& policy, const HeadRows& rows) {
  constexpr std::size_t kGuard = 64;
  constexpr float kMark = -1234.5f;
  std::vector<float> first;
  for (const float before : {0.0f, std::numeric_limits<float>::quiet_NaN()}) {
    const std::size_t n_scratch = policy.scratch_floats(rows.size());
    std::vector<float> scratch(n_scratch + kGuard, kMark);
    std::fill_n(scratch.begin(), n_scratch, before);
    std::vector<float> scores(rows.size() + kGuard, kMark);
    std::fill_n(scores.begin(), rows.size(), before);
    policy.score(rows, std::span(scores).first(rows.size()), std::span(scratch).first(n_scratch));
    EXPECT_THAT(std::vector(scratch.begin() + static_cast<std::ptrdiff_t>(n_scratch), scratch.end()),
                testing::Each(kMark))
        << policy.name() << " wrote beyond its working memory";
    EXPECT_THAT(std::vector(scores.begin() + static_cast<std::ptrdiff_t>(rows.size()), scores.end()),
                testing::Each(kMark));
    scores.resize(rows.size());
    if (first.empty()) {
      first = scores;
    }
    EXPECT_EQ(scores, first) << policy.name() << " reads working memory it did not write";
  }
  return first;
}

}  // namespace oree::cache
