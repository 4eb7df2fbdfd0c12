#include <immintrin.h>

#include "kernels/targets.h"

namespace oree::kernels::avx2 {
namespace {

// The halves of a pair within a vector: swapped holds each lane's other half, second the sign bit in the lanes of
// second halves, which become the first minus the second.
inline __m256 butterfly(__m256 x, __m256 swapped, __m256 second) noexcept {
  return _mm256_add_ps(swapped, _mm256_xor_ps(x, second));
}

// Distances 1, 2 and 4.
inline __m256 transform_eight(__m256 x) noexcept {
  const float minus = -0.0f;
  x = butterfly(x, _mm256_permute_ps(x, 0xb1), _mm256_setr_ps(0, minus, 0, minus, 0, minus, 0, minus));
  x = butterfly(x, _mm256_permute_ps(x, 0x4e), _mm256_setr_ps(0, 0, minus, minus, 0, 0, minus, minus));
  return butterfly(x, _mm256_permute2f128_ps(x, x, 0x01), _mm256_setr_ps(0, 0, 0, 0, minus, minus, minus, minus));
}

void transform_short_blocks(float* row, std::int64_t n, std::int64_t block) noexcept {
  for (std::int64_t half = 1; half < block; half *= 2) {
    for (std::int64_t begin = 0; begin < n; begin += 2 * half) {
      for (std::int64_t i = begin; i < begin + half; ++i) {
        const float first = row[i];
        const float second = row[i + half];
        row[i] = first + second;
        row[i + half] = first - second;
      }
    }
  }
}

void hadamard(float* row, std::int64_t n) noexcept {
  const std::int64_t block = n & -n;
  const float factor = 1.0f / __builtin_sqrtf(static_cast<float>(block));
  if (block < 8) {
    transform_short_blocks(row, n, block);
    for (std::int64_t i = 0; i < n; ++i) {
      row[i] *= factor;
    }
    return;
  }
  for (std::int64_t i = 0; i < n; i += 8) {
    _mm256_storeu_ps(row + i, transform_eight(_mm256_loadu_ps(row + i)));
  }
  for (std::int64_t half = 8; half < block; half *= 2) {
    for (std::int64_t begin = 0; begin < n; begin += 2 * half) {
      for (std::int64_t i = begin; i < begin + half; i += 8) {
        const __m256 first = _mm256_loadu_ps(row + i);
        const __m256 second = _mm256_loadu_ps(row + i + half);
        _mm256_storeu_ps(row + i, _mm256_add_ps(first, second));
        _mm256_storeu_ps(row + i + half, _mm256_sub_ps(first, second));
      }
    }
  }
  for (std::int64_t i = 0; i < n; i += 8) {
    _mm256_storeu_ps(row + i, _mm256_mul_ps(_mm256_loadu_ps(row + i), _mm256_set1_ps(factor)));
  }
}

}  // namespace

void fill_hadamard(Table& table) noexcept { table.hadamard = hadamard; }

}  // namespace oree::kernels::avx2
