#include <arm_neon.h>

#include "kernels/targets.h"

namespace oree::kernels::neon {
namespace {

// Enough that no instruction waits for the result of the one before, few enough for the registers.
constexpr int kInt8Accumulators = 8;
constexpr int kAccumulators = 16;
constexpr int kUnrolled = 16;  // a round's steps

std::int64_t int8_peak(std::int64_t n_rounds, double* result) noexcept {
  int32x4_t sums[kInt8Accumulators];
  for (int32x4_t& sum : sums) {
    sum = vdupq_n_s32(0);
  }
  int8x16_t left = vdupq_n_s8(1);
  const int8x16_t right = vdupq_n_s8(1);
  for (std::int64_t round = 0; round < n_rounds; ++round) {
    for (int step = 0; step < kUnrolled; ++step) {
#pragma GCC unroll 16
      for (int i = 0; i < kInt8Accumulators; ++i) {
        asm volatile("" : "+w"(left));  // the products may not be made once for all
        sums[i] = vpadalq_s16(sums[i], vmlal_high_s8(vmull_s8(vget_low_s8(left), vget_low_s8(right)), left, right));
      }
    }
  }
  *result = 0;
  for (const int32x4_t& sum : sums) {
    *result += vaddvq_s32(sum);
  }
  return n_rounds * kUnrolled * kInt8Accumulators * 16 * 2;
}

// An instruction adds a product to a sum; these are too small to change it.
std::int64_t f32_peak(std::int64_t n_rounds, double* result) noexcept {
  float32x4_t sums[kAccumulators];
  for (float32x4_t& sum : sums) {
    sum = vdupq_n_f32(1.0f);
  }
  float32x4_t left = vdupq_n_f32(0x1p-20f);
  const float32x4_t right = vdupq_n_f32(0x1p-10f);
  for (std::int64_t round = 0; round < n_rounds; ++round) {
    for (int step = 0; step < kUnrolled; ++step) {
#pragma GCC unroll 16
      for (int i = 0; i < kAccumulators; ++i) {
        asm volatile("" : "+w"(left));  // otherwise a constant, and the sum known
        sums[i] = vfmaq_f32(sums[i], left, right);
      }
    }
  }
  *result = 0;
  for (const float32x4_t& sum : sums) {
    *result += static_cast<double>(vaddvq_f32(sum));
  }
  return n_rounds * kUnrolled * kAccumulators * 4 * 2;
}

}  // namespace

void fill_peak(Table& table) noexcept {
  table.int8_peak = int8_peak;
  table.f32_peak = f32_peak;
}

}  // namespace oree::kernels::neon
