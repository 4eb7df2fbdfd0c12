#include "cache/policies/lag_kv.h"

#include <algorithm>
#include <cmath>

namespace oree::cache {

LagKvPolicy::LagKvPolicy(int head_dim, int n_sinks, int lag_size)
    : head_dim_(static_cast<std::size_t>(head_dim)),
      n_sinks_(static_cast<std::size_t>(n_sinks)),
      lag_size_(static_cast<std::size_t>(lag_size)) {}

void LagKvPolicy::add_part(const float* part, std::span<float> sums, std::span<float> scratch) const noexcept {
  const std::span<float> least = scratch.first(head_dim_);
  const std::span<float> range = scratch.subspan(head_dim_, head_dim_);
  const std::span<float> deviations = scratch.subspan(2 * head_dim_, lag_size_);
  const float* next = part + lag_size_ * head_dim_;
  for (std::size_t i = 0; i < head_dim_; ++i) {
    float smallest = next[i];
    float largest = next[i];
    for (std::size_t row = 1; row < lag_size_; ++row) {
      smallest = std::min(smallest, next[row * head_dim_ + i]);
      largest = std::max(largest, next[row * head_dim_ + i]);
    }
    least[i] = smallest;
    range[i] = std::max(largest - smallest, 1e-20f);
  }
  float greatest = 0;
  for (std::size_t row = 0; row < lag_size_; ++row) {
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 0; i < head_dim_; ++i) {
      const double scaled = (part[row * head_dim_ + i] - least[i]) / range[i];
      sum += scaled;
      squares += scaled * scaled;
    }
    const double n = static_cast<double>(head_dim_);
    const double variance = std::max(squares - sum * sum / n, 0.0) / std::max(n - 1, 1.0);
    deviations[row] = static_cast<float>(std::sqrt(variance));
    greatest = std::max(greatest, deviations[row]);
  }
  float total = 0;
  for (float& deviation : deviations) {
    deviation = std::exp(deviation - greatest);
    total += deviation;
  }
  for (std::size_t row = 0; row < lag_size_; ++row) {
    sums[row] += deviations[row] / total;
  }
}

void LagKvPolicy::score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept {
  const std::size_t n = rows.size();
  if (n < n_sinks_ + 2 * lag_size_) {  // too little to compare: the last tokens are kept
    for (std::size_t row = 0; row < n; ++row) {
      scores[row] = row < n_sinks_ ? 1.0f : static_cast<float>(row - n_sinks_) / static_cast<float>(n - n_sinks_);
    }
    return;
  }
  std::ranges::fill(scores, 1.0f);
  const std::size_t n_parts = (n - n_sinks_) / lag_size_;
  const std::span<float> sums = scratch.first(lag_size_);
  const std::span<float> rest = scratch.subspan(lag_size_);
  for (std::size_t part = 0; part + 1 < n_parts; ++part) {
    const std::size_t first = n_sinks_ + part * lag_size_;
    std::ranges::fill(sums, 0.0f);
    add_part(rows.keys + first * head_dim_, sums, rest);
    add_part(rows.values + first * head_dim_, sums, rest);
    for (std::size_t row = 0; row < lag_size_; ++row) {
      const auto is_below = [&](std::size_t other) {
        return sums[other] < sums[row] || (sums[other] == sums[row] && other < row);
      };
      std::size_t rank = 0;
      for (std::size_t other = 0; other < lag_size_; ++other) {
        rank += is_below(other) ? 1 : 0;
      }
      scores[first + row] = static_cast<float>(rank) / static_cast<float>(lag_size_);
    }
  }
}

}  // namespace oree::cache
