#include "cache/policies/lag_kv.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "cache/policies/arithmetic.h"

namespace oree::cache {
namespace {

float sum(const float* values, std::size_t n) noexcept {
  tensor::Lanes sums[2] = {};
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    sums[0] += tensor::load(values + i);
    sums[1] += tensor::load(values + i + 4);
  }
  float rest = 0;
  for (; i < n; ++i) {
    rest += values[i];
  }
  return tensor::sum(sums[0] + sums[1]) + rest;
}

// The sample standard deviation; values are overwritten. 0 of a single value.
float deviation(float* values, std::size_t n) noexcept {
  const float mean = sum(values, n) / static_cast<float>(n);
  for (std::size_t i = 0; i < n; ++i) {
    values[i] -= mean;
  }
  return n == 1 ? 0 : finite(std::sqrt(squared_norm(values, n) / static_cast<float>(n - 1)));
}

}  // namespace

LagKvPolicy::LagKvPolicy(const AttentionGeometry& geometry, int n_sinks, int lag)
    : head_dim_(static_cast<std::size_t>(geometry.head_dim)),
      n_sinks_(static_cast<std::size_t>(n_sinks)),
      lag_(static_cast<std::size_t>(lag)) {
  check(n_sinks >= 0 && lag >= 1, "LagKvPolicy: an empty lag");
}

void LagKvPolicy::score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept {
  const std::size_t n = rows.size();
  if (n < n_sinks_ + 2 * lag_) {
    for (std::size_t i = 0; i < n; ++i) {
      scores[i] = i < n_sinks_ ? 1.0f : static_cast<float>(i - n_sinks_) / static_cast<float>(n - n_sinks_);
    }
    return;
  }
  std::fill(scores.begin(), scores.end(), 1.0f);
  const std::span<float> combined = scratch.first(lag_);
  const std::size_t n_partitions = (n - n_sinks_) / lag_;
  for (std::size_t partition = 0; partition + 1 < n_partitions; ++partition) {
    const std::size_t first = n_sinks_ + partition * lag_;
    std::fill(combined.begin(), combined.end(), 0.0f);
    add_partition(rows.keys + first * head_dim_, combined, scratch.subspan(lag_));
    add_partition(rows.values + first * head_dim_, combined, scratch.subspan(lag_));
    for (std::size_t i = 0; i < lag_; ++i) {
      std::size_t rank = 0;
      for (std::size_t j = 0; j < lag_; ++j) {
        rank += combined[j] < combined[i] || (combined[j] == combined[i] && j < i) ? 1u : 0u;
      }
      scores[first + i] = static_cast<float>(rank) / static_cast<float>(lag_);
    }
  }
}

void LagKvPolicy::add_partition(const float* states, std::span<float> scores, std::span<float> scratch) const noexcept {
  float* lowest = scratch.data();
  float* factors = lowest + head_dim_;
  float* row = factors + head_dim_;
  float* deviations = row + head_dim_;
  const float* next = states + lag_ * head_dim_;
  std::copy_n(next, head_dim_, lowest);
  std::copy_n(next, head_dim_, factors);
  for (std::size_t i = 1; i < lag_; ++i) {
    const float* other = next + i * head_dim_;
    for (std::size_t d = 0; d < head_dim_; ++d) {
      lowest[d] = other[d] < lowest[d] ? other[d] : lowest[d];
      factors[d] = other[d] > factors[d] ? other[d] : factors[d];
    }
  }
  for (std::size_t d = 0; d < head_dim_; ++d) {
    const float range = factors[d] - lowest[d];
    factors[d] = range > 0 ? finite(1 / range) : 0;
  }
  float largest = 0;
  for (std::size_t i = 0; i < lag_; ++i) {
    for (std::size_t d = 0; d < head_dim_; ++d) {
      row[d] = (states[i * head_dim_ + d] - lowest[d]) * factors[d];
    }
    deviations[i] = deviation(row, head_dim_);
    largest = std::max(largest, deviations[i]);
  }
  float total = 0;
  for (std::size_t i = 0; i < lag_; ++i) {
    deviations[i] = std::exp(deviations[i] - largest);
    total += deviations[i];
  }
  for (std::size_t i = 0; i < lag_; ++i) {
    scores[i] += deviations[i] / total / 2;
  }
}

}  // namespace oree::cache
