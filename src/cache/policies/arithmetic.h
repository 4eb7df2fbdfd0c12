// Small sums that policies share: the same bits on every processor.
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>

#include "tensor/lanes.h"

namespace oree::cache {

inline float dot(const float* a, const float* b, std::size_t n) noexcept {
  using tensor::Lanes;
  Lanes sums[4] = {};
  std::size_t i = 0;
  for (; i + 16 <= n; i += 16) {
    for (std::size_t part = 0; part < 4; ++part) {
      sums[part] += tensor::load(a + i + 4 * part) * tensor::load(b + i + 4 * part);
    }
  }
  float rest = 0;
  for (; i < n; ++i) {
    rest += a[i] * b[i];
  }
  return tensor::sum((sums[0] + sums[1]) + (sums[2] + sums[3])) + rest;
}

inline float squared_norm(const float* values, std::size_t n) noexcept { return dot(values, values, n); }

// A score that overflowed must still be one that can be compared; NaN loses.
inline float finite(float score) noexcept {
  constexpr float kLargest = std::numeric_limits<float>::max();
  return score > -kLargest ? std::min(score, kLargest) : -kLargest;
}

// The score of rows that a policy's own paper keeps whatever they hold; above all others of the layer.
inline constexpr float kReservedScore = 1e30f;

}  // namespace oree::cache
