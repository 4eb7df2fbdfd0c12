// Four floats at once, through the vector types that g++ and clang share: one source for every processor, and the same
// operations in the same order on each.
#pragma once

#include <cstring>

namespace oree::tensor {

using Lanes [[gnu::vector_size(16)]] = float;
inline constexpr int kLanes = 4;

inline Lanes load(const float* values) noexcept {
  Lanes lanes;
  std::memcpy(&lanes, values, sizeof lanes);
  return lanes;
}

inline void store(Lanes lanes, float* values) noexcept { std::memcpy(values, &lanes, sizeof lanes); }

inline Lanes broadcast(float value) noexcept { return Lanes{value, value, value, value}; }

// NaN to `lowest`.
inline Lanes clamp(Lanes lanes, Lanes lowest, Lanes highest) noexcept {
  lanes = lanes > lowest ? lanes : lowest;
  return lanes < highest ? lanes : highest;
}

// Ties to even. Of magnitudes below 2^22: there the sum with 1.5 * 2^23 has no bits left for a fraction.
inline Lanes round_small(Lanes lanes) noexcept {
  const Lanes shift = broadcast(12582912.0f);
  return (lanes + shift) - shift;
}

inline float sum(Lanes lanes) noexcept { return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]); }

inline Lanes smaller(Lanes a, Lanes b) noexcept { return a < b ? a : b; }
inline Lanes larger(Lanes a, Lanes b) noexcept { return a > b ? a : b; }

}  // namespace oree::tensor
