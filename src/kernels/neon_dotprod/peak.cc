#include <arm_neon.h>

#include "kernels/targets.h"

namespace oree::kernels::neon_dotprod {
namespace {

// Enough that no instruction waits for the result of the one before, few enough for the registers.
constexpr int kAccumulators = 16;
constexpr int kUnrolled = 16;  // a round's steps

std::int64_t int8_peak(std::int64_t n_rounds, double* result) noexcept {
  int32x4_t sums[kAccumulators];
  for (int32x4_t& sum : sums) {
    sum = vdupq_n_s32(0);
  }
  int8x16_t left = vdupq_n_s8(1);
  const int8x16_t right = vdupq_n_s8(1);
  for (std::int64_t round = 0; round < n_rounds; ++round) {
    for (int step = 0; step < kUnrolled; ++step) {
#pragma GCC unroll 16
      for (int i = 0; i < kAccumulators; ++i) {
        asm volatile("" : "+w"(left));  // the products may not be made once for all
        sums[i] = vdotq_s32(sums[i], left, right);
      }
    }
  }
  *result = 0;
  for (const int32x4_t& sum : sums) {
    *result += vaddvq_s32(sum);
  }
  return n_rounds * kUnrolled * kAccumulators * 16 * 2;
}

}  // namespace

void fill_peak(Table& table) noexcept { table.int8_peak = int8_peak; }

}  // namespace oree::kernels::neon_dotprod
