#include "cache/policies/snap_kv.h"

#include <algorithm>

namespace oree::cache {

SnapKvPolicy::SnapKvPolicy(const kernels::Table& kernels, const AttentionGeometry& geometry, int window, int kernel)
    : kernels_(kernels),
      n_heads_(geometry.n_heads),
      group_(geometry.group()),
      head_dim_(geometry.head_dim),
      scale_(geometry.attention_scale),
      window_(window),
      kernel_(kernel) {}

void SnapKvPolicy::score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept {
  const RecordedQueries& queries = *rows.queries;
  const auto n_queries = std::min(queries.last_positions.size(), static_cast<std::size_t>(window_));
  const std::size_t first_query = queries.last_positions.size() - n_queries;
  const std::span<float> weights = scratch.first(rows.size());
  const std::span<float> sums = scratch.subspan(rows.size(), rows.size());
  std::ranges::fill(sums, 0.0f);
  const std::int32_t window_begin = n_queries == 0 ? 0 : queries.last_positions[first_query];
  const auto n_before = static_cast<std::size_t>(
      std::lower_bound(rows.positions.begin(), rows.positions.end(), window_begin) - rows.positions.begin());
  for (std::size_t query = first_query; query < first_query + n_queries; ++query) {
    const std::int32_t position = queries.last_positions[query];
    const auto n_seen = static_cast<std::size_t>(
        std::upper_bound(rows.positions.begin(), rows.positions.end(), position) - rows.positions.begin());
    for (int g = 0; n_seen > 0 && g < group_; ++g) {
      const auto head = static_cast<std::size_t>(rows.kv_head * group_ + g);
      kernels_.scores_f32({.queries = queries.last + (query * static_cast<std::size_t>(n_heads_) + head) *
                                                         static_cast<std::size_t>(head_dim_),
                           .keys = rows.keys,
                           .n_queries = 1,
                           .n_keys = static_cast<std::int64_t>(n_seen),
                           .head_dim = head_dim_,
                           .scores = weights.data(),
                           .score_stride = static_cast<std::int64_t>(n_seen)});
      kernels_.scale(weights.data(), scale_, static_cast<std::int64_t>(n_seen));
      float maximum = 0;
      float sum = 0;
      kernels_.softmax_step(weights.data(), static_cast<std::int64_t>(n_seen), &maximum, &sum);
      for (std::size_t row = 0; row < n_before; ++row) {
        sums[row] += weights[row] / sum;
      }
    }
  }
  const auto half = static_cast<std::ptrdiff_t>(kernel_ / 2);
  const auto n = static_cast<std::ptrdiff_t>(n_before);
  const float divisor = static_cast<float>(kernel_) * static_cast<float>(group_) *
                        static_cast<float>(std::max<std::size_t>(n_queries, 1));
  float largest = 0;
  for (std::ptrdiff_t row = 0; row < n; ++row) {
    float sum = 0;
    for (std::ptrdiff_t other = std::max<std::ptrdiff_t>(row - half, 0); other <= std::min(row + half, n - 1);
         ++other) {
      sum += sums[static_cast<std::size_t>(other)];
    }
    scores[static_cast<std::size_t>(row)] = sum / divisor;
    largest = std::max(largest, scores[static_cast<std::size_t>(row)]);
  }
  std::fill(scores.begin() + n, scores.end(), largest + 1);
}

}  // namespace oree::cache
