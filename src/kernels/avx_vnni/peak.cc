#include <immintrin.h>

#include "kernels/targets.h"

namespace oree::kernels::avx_vnni {
namespace {

// Enough that no instruction waits for the result of the one before, few enough for the registers.
constexpr int kAccumulators = 12;
constexpr int kUnrolled = 16;  // a round's steps

std::int64_t int8_peak(std::int64_t n_rounds, double* result) noexcept {
  __m256i sums[kAccumulators];
  for (__m256i& sum : sums) {
    sum = _mm256_setzero_si256();
  }
  const __m256i left = _mm256_set1_epi8(1);  // unsigned
  const __m256i right = _mm256_set1_epi8(1);
  for (std::int64_t round = 0; round < n_rounds; ++round) {
    for (int step = 0; step < kUnrolled; ++step) {
#pragma GCC unroll 16
      for (int i = 0; i < kAccumulators; ++i) {
        sums[i] = _mm256_dpbusd_avx_epi32(sums[i], left, right);
      }
    }
  }
  *result = 0;
  for (const __m256i& sum : sums) {
    alignas(32) std::int32_t lanes[8];
    _mm256_store_si256(reinterpret_cast<__m256i*>(lanes), sum);
    for (const std::int32_t lane : lanes) {
      *result += lane;
    }
  }
  return n_rounds * kUnrolled * kAccumulators * 32 * 2;
}

}  // namespace

void fill_peak(Table& table) noexcept { table.int8_peak = int8_peak; }

}  // namespace oree::kernels::avx_vnni
