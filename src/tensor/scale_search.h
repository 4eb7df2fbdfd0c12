// What the searches for the scales of block formats share.
//
// A search works on values divided by a power of two, the unit, so that sums of squares neither overflow nor vanish;
// scales are rounded as they will be stored, in the measure of the file.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "tensor/half.h"
#include "tensor/lanes.h"

namespace oree::tensor {

// The power of two that brings the largest magnitude of n values (a multiple of 4) to between 1 and 2. 0 for values
// that every format rounds to zero: half of the least f16 above zero, or less.
inline float magnitude_unit(const float* values, int n) noexcept {
  Lanes largest = {};
  for (int i = 0; i < n; i += kLanes) {
    const Lanes lanes = load(values + i);
    largest = larger(largest, larger(lanes, -lanes));
  }
  const float highest = std::max(std::max(largest[0], largest[1]), std::max(largest[2], largest[3]));
  return highest <= 0x1p-25f ? 0.0f : std::ldexp(1.0f, std::ilogb(highest));
}

// The first of the values that are largest by magnitude, with its sign.
inline float largest_by_magnitude(const float* values, int n) noexcept {
  float largest = values[0];
  for (int i = 1; i < n; ++i) {
    largest = std::fabs(values[i]) > std::fabs(largest) ? values[i] : largest;
  }
  return largest;
}

// The f16 number nearest to scale * unit; beyond the largest finite one that one.
inline std::uint16_t stored_scale(float scale, float unit) noexcept {
  return f32_to_f16(std::clamp(scale * unit, -65504.0f, 65504.0f));
}

// What is left of a scale once it is stored, again in units.
inline float rounded_scale(float scale, float unit) noexcept { return f16_to_f32(stored_scale(scale, unit)) / unit; }

inline float inverse_or_zero(float scale) noexcept { return scale == 0 ? 0.0f : 1.0f / scale; }

// Numbers as small integers times a common factor.
template <std::size_t kNumbers>
struct ScaleGrid {
  float factor = 0;  // rounded as it is stored; 0 when every number is
  std::array<float, kNumbers> steps{};
};

// The integers a number may become, and how many of them the largest may: counts from `first` down to `last`, or up to
// it when they are negative.
struct GridRange {
  float lowest, highest;
  int first, last;
};

// The factor that loses least, measured by the weighted squares of what the numbers lose.
template <std::size_t kNumbers>
ScaleGrid<kNumbers> choose_grid(const std::array<float, kNumbers>& numbers, const std::array<float, kNumbers>& weights,
                                const GridRange& range, float unit) noexcept {
  static_assert(kNumbers % kLanes == 0);
  const float largest = largest_by_magnitude(numbers.data(), static_cast<int>(kNumbers));
  ScaleGrid<kNumbers> best;
  float best_cost = -1;
  const int direction = range.first < range.last ? 1 : -1;
  for (int count = range.first; count != range.last + direction; count += direction) {
    ScaleGrid<kNumbers> grid;
    grid.factor = rounded_scale(largest / static_cast<float>(count), unit);
    if (grid.factor == 0) {
      continue;
    }
    const Lanes factor = broadcast(grid.factor);
    const Lanes inverse = broadcast(1.0f / grid.factor);
    Lanes cost = {};
    for (std::size_t i = 0; i < kNumbers; i += kLanes) {
      const Lanes number = load(numbers.data() + i);
      const Lanes steps = round_small(clamp(number * inverse, broadcast(range.lowest), broadcast(range.highest)));
      const Lanes lost = number - steps * factor;
      cost += load(weights.data() + i) * lost * lost;
      store(steps, grid.steps.data() + i);
    }
    if (best_cost < 0 || sum(cost) < best_cost) {
      best_cost = sum(cost);
      best = grid;
    }
  }
  return best;
}

}  // namespace oree::tensor
