#include <cmath>

#include "kernels/targets.h"

namespace oree::kernels::scalar {
namespace {

void quantize_row(const float* row, std::int64_t n, std::int8_t* values, float* scales,
                  std::int32_t* negative_sums) noexcept {
  for (std::int64_t b = 0; b < n / kQuantBlock; ++b) {
    const float* block = row + b * kQuantBlock;
    float largest = 0;
    for (int i = 0; i < kQuantBlock; ++i) {
      const float magnitude = std::fabs(block[i]);
      largest = magnitude > largest ? magnitude : largest;
    }
    // Below this the inverse overflows, and infinities have no scale: such a block counts as zero.
    const bool usable = largest >= 0x1p-100f && largest <= 0x1p127f;
    const float inverse = usable ? 127.0f / largest : 0.0f;
    std::int32_t sum = 0;
    for (int i = 0; i < kQuantBlock; ++i) {
      const float scaled = block[i] * inverse;
      // The comparison also sends NaN to 0.
      const std::int32_t rounded = std::fabs(scaled) <= 127.5f ? static_cast<std::int32_t>(std::nearbyint(scaled)) : 0;
      values[b * kQuantBlock + i] = static_cast<std::int8_t>(rounded);
      sum += rounded;
    }
    scales[b] = usable ? largest / 127.0f : 0.0f;
    negative_sums[b] = -sum;
  }
}

}  // namespace

void fill_quantize(Table& table) noexcept { table.quantize_row = quantize_row; }

}  // namespace oree::kernels::scalar
