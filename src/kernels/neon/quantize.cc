#include "kernels/neon/load.h"
#include "kernels/targets.h"

namespace oree::kernels::neon {
namespace {

[[gnu::flatten]] void quantize_row(const float* row, std::int64_t n, std::int8_t* values, float* scales,
                                   std::int32_t* negative_sums) noexcept {
  for (std::int64_t b = 0; b < n / kQuantBlock; ++b) {
    float32x4_t x[8];
    float32x4_t largest_lanes = vdupq_n_f32(0);
    repeat<8>([&](auto i) {
      x[i] = vld1q_f32(row + b * kQuantBlock + i * 4);
      // A comparison rather than the maximum, so that no NaN replaces what was found.
      const float32x4_t magnitude = vabsq_f32(x[i]);
      largest_lanes = vbslq_f32(vcgtq_f32(magnitude, largest_lanes), magnitude, largest_lanes);
    });
    const float largest = vmaxvq_f32(largest_lanes);
    const bool usable = largest >= 0x1p-100f && largest <= 0x1p127f;
    const float inverse = usable ? 127.0f / largest : 0.0f;
    int32x4_t rounded[8];
    repeat<8>([&](auto i) {
      const float32x4_t scaled = vmulq_n_f32(x[i], inverse);
      const uint32x4_t in_range = vcaleq_f32(scaled, vdupq_n_f32(127.5f));
      rounded[i] = vcvtnq_s32_f32(vreinterpretq_f32_u32(vandq_u32(vreinterpretq_u32_f32(scaled), in_range)));
    });
    std::int32_t sum = 0;
    repeat<2>([&](auto half) {
      constexpr int kFirst = decltype(half)::value * 4;
      const int16x8_t low = vqmovn_high_s32(vqmovn_s32(rounded[kFirst]), rounded[kFirst + 1]);
      const int16x8_t high = vqmovn_high_s32(vqmovn_s32(rounded[kFirst + 2]), rounded[kFirst + 3]);
      vst1q_s8(values + b * kQuantBlock + half * 16, vqmovn_high_s16(vqmovn_s16(low), high));
      sum += vaddvq_s16(vaddq_s16(low, high));
    });
    scales[b] = usable ? largest / 127.0f : 0.0f;
    negative_sums[b] = -sum;
  }
}

}  // namespace

void fill_quantize(Table& table) noexcept { table.quantize_row = quantize_row; }

}  // namespace oree::kernels::neon
