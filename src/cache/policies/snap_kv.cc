#include "cache/policies/snap_kv.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "cache/policies/arithmetic.h"

namespace oree::cache {

SnapKvPolicy::SnapKvPolicy(const kernels::Table& kernels, AttentionGeometry geometry, int window, int kernel)
    : kernels_(&kernels), geometry_(std::move(geometry)), window_(window), kernel_(kernel) {
  check(window >= 1, "SnapKvPolicy: the window is empty");
  check(kernel >= 1 && kernel % 2 == 1, "SnapKvPolicy: the kernel has no middle");
}

void SnapKvPolicy::score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept {
  const RecordedQueries& queries = *rows.queries;
  const std::size_t n_queries = queries.last_positions.size();
  const auto n_past = n_queries == 0
                          ? std::size_t{0}
                          : static_cast<std::size_t>(std::lower_bound(rows.positions.begin(), rows.positions.end(),
                                                                      queries.last_positions.front()) -
                                                     rows.positions.begin());
  float* attention = scratch.data();
  std::fill_n(attention, n_past, 0.0f);
  for (std::size_t token = 0; n_past > 0 && token < n_queries; ++token) {
    add_attention(rows, token, n_past, scratch.data() + rows.size(), attention);
  }
  const auto reach = static_cast<std::size_t>(kernel_ / 2);
  const float share =
      1 / (static_cast<float>(kernel_) * static_cast<float>(n_queries) * static_cast<float>(geometry_.group()));
  for (std::size_t i = 0; i < n_past; ++i) {
    float sum = 0;
    for (std::size_t j = i - std::min(i, reach); j < std::min(i + reach + 1, n_past); ++j) {
      sum += attention[j];
    }
    scores[i] = sum * share;
  }
  std::fill(scores.begin() + static_cast<std::ptrdiff_t>(n_past), scores.end(), kReservedScore);
}

void SnapKvPolicy::add_attention(const HeadRows& rows, std::size_t token, std::size_t n_past, float* weights,
                                 float* attention) const noexcept {
  const auto head_dim = static_cast<std::size_t>(geometry_.head_dim);
  const auto group = static_cast<std::size_t>(geometry_.group());
  const std::int32_t position = rows.queries->last_positions[token];
  const int window = geometry_.windows[static_cast<std::size_t>(rows.layer)];
  const auto begin = window == 0 ? rows.positions.begin()
                                 : std::upper_bound(rows.positions.begin(), rows.positions.end(), position - window);
  const auto end = std::upper_bound(begin, rows.positions.end(), position);
  const auto first = static_cast<std::size_t>(begin - rows.positions.begin());
  const auto n = static_cast<std::size_t>(end - begin);
  if (n == 0 || first >= n_past) {
    return;
  }
  const std::size_t head =
      token * static_cast<std::size_t>(geometry_.n_heads) + static_cast<std::size_t>(rows.kv_head) * group;
  kernels_->scores_f32({.queries = rows.queries->last + head * head_dim,
                        .keys = rows.keys + first * head_dim,
                        .n_queries = static_cast<std::int64_t>(group),
                        .n_keys = static_cast<std::int64_t>(n),
                        .head_dim = geometry_.head_dim,
                        .scores = weights,
                        .score_stride = static_cast<std::int64_t>(n)});
  for (std::size_t g = 0; g < group; ++g) {
    float* row = weights + g * n;
    for (std::size_t i = 0; i < n; ++i) {
      row[i] = finite(row[i] * geometry_.attention_scale);
    }
    float maximum = 0;
    float sum = 0;
    kernels_->softmax_step(row, static_cast<std::int64_t>(n), &maximum, &sum);
    const float share = 1 / sum;
    for (std::size_t i = 0; i < std::min(n, n_past - first); ++i) {
      attention[first + i] += row[i] * share;
    }
  }
}

}  // namespace oree::cache
