// The search for Q4_0: x = d * (q - 8), q from 0 to 15.
#include <cstring>

#include "tensor/quantize.h"
#include "tensor/scale_search.h"

namespace oree::tensor {
namespace {

constexpr float kLowest = -8, kHighest = 7;

// Where the search starts: how far beyond an end of the range of q the largest value would lie.
constexpr float kStarts[] = {-1.0f, -0.5f, 0.0f, 0.5f, 1.0f, 1.5f, 2.0f, 2.5f};

Lanes quantized(Lanes value, Lanes inverse) noexcept {
  return round_small(clamp(value * inverse, broadcast(kLowest), broadcast(kHighest)));
}

struct Sums {
  float qq = 0, qx = 0;
};

Sums assign(const float* x, float scale) noexcept {
  const Lanes inverse = broadcast(1.0f / scale);
  Lanes qq = {}, qx = {};
  for (int i = 0; i < kBlockSize; i += kLanes) {
    const Lanes value = load(x + i);
    const Lanes q = quantized(value, inverse);
    qq += q * q;
    qx += q * value;
  }
  return {sum(qq), sum(qx)};
}

// Alternating least squares from several starts; 0 when nothing is better than zeros.
float search_scale(const float* x) noexcept {
  const float largest = largest_by_magnitude(x, kBlockSize);
  float best_scale = 0;
  float best_gain = 0;
  for (const float start : kStarts) {
    for (const float end : {kLowest - start, kHighest + start}) {
      float scale = largest / end;
      for (int round = 0; round < 2 && scale != 0; ++round) {
        const Sums sums = assign(x, scale);
        scale = sums.qq > 0 ? sums.qx / sums.qq : 0.0f;
        // The sum of squares less the squared error.
        const float gain = scale * sums.qx;
        if (gain > best_gain) {
          best_gain = gain;
          best_scale = scale;
        }
      }
    }
  }
  return best_scale;
}

}  // namespace

void search_block(const float* values, BlockQ4_0& block) noexcept {
  std::memset(block.q, 0x88, sizeof block.q);
  block.d = 0;
  const float unit = magnitude_unit(values, kBlockSize);
  if (unit == 0) {
    return;
  }
  float x[kBlockSize];
  for (int i = 0; i < kBlockSize; ++i) {
    x[i] = values[i] / unit;
  }
  const float scale = rounded_scale(search_scale(x), unit);
  if (scale == 0) {
    return;
  }
  block.d = stored_scale(scale, unit);
  std::uint8_t q[kBlockSize];
  for (int i = 0; i < kBlockSize; i += kLanes) {
    const Lanes rounded = quantized(load(x + i), broadcast(1.0f / scale)) + broadcast(8);
    for (int lane = 0; lane < kLanes; ++lane) {
      q[i + lane] = static_cast<std::uint8_t>(rounded[lane]);
    }
  }
  for (int i = 0; i < kBlockSize / 2; ++i) {
    block.q[i] = static_cast<std::uint8_t>(q[i] | q[i + kBlockSize / 2] << 4);
  }
}

}  // namespace oree::tensor
