#include <arm_neon.h>

#include "kernels/targets.h"

namespace oree::kernels::neon {
namespace {

// The halves of a pair within a vector: swapped holds each lane's other half, second the sign bit in the lanes of
// second halves, which become the first minus the second.
inline float32x4_t butterfly(float32x4_t x, float32x4_t swapped, uint32x4_t second) noexcept {
  return vaddq_f32(swapped, vreinterpretq_f32_u32(veorq_u32(vreinterpretq_u32_f32(x), second)));
}

// Distances 1 and 2.
inline float32x4_t transform_four(float32x4_t x) noexcept {
  constexpr std::uint32_t kMinus = 0x80000000u;
  const uint32x4_t odd = {0, kMinus, 0, kMinus};
  const uint32x4_t upper = {0, 0, kMinus, kMinus};
  x = butterfly(x, vrev64q_f32(x), odd);
  return butterfly(x, vextq_f32(x, x, 2), upper);
}

void transform_short_blocks(float* row, std::int64_t n, std::int64_t block) noexcept {
  for (std::int64_t half = 1; half < block; half *= 2) {
    for (std::int64_t i = 0; i < n; i += 2 * half) {
      const float first = row[i];
      const float second = row[i + half];
      row[i] = first + second;
      row[i + half] = first - second;
    }
  }
}

void hadamard(float* row, std::int64_t n) noexcept {
  const std::int64_t block = n & -n;
  const float factor = 1.0f / __builtin_sqrtf(static_cast<float>(block));
  if (block < 4) {  // of one or two values
    transform_short_blocks(row, n, block);
    for (std::int64_t i = 0; i < n; ++i) {
      row[i] *= factor;
    }
    return;
  }
  for (std::int64_t i = 0; i < n; i += 4) {
    vst1q_f32(row + i, transform_four(vld1q_f32(row + i)));
  }
  for (std::int64_t half = 4; half < block; half *= 2) {
    for (std::int64_t begin = 0; begin < n; begin += 2 * half) {
      for (std::int64_t i = begin; i < begin + half; i += 4) {
        const float32x4_t first = vld1q_f32(row + i);
        const float32x4_t second = vld1q_f32(row + i + half);
        vst1q_f32(row + i, vaddq_f32(first, second));
        vst1q_f32(row + i + half, vsubq_f32(first, second));
      }
    }
  }
  for (std::int64_t i = 0; i < n; i += 4) {
    vst1q_f32(row + i, vmulq_n_f32(vld1q_f32(row + i), factor));
  }
}

}  // namespace

void fill_hadamard(Table& table) noexcept { table.hadamard = hadamard; }

}  // namespace oree::kernels::neon
