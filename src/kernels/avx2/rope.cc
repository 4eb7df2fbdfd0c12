#include "kernels/avx2/load.h"
#include "kernels/targets.h"

namespace oree::kernels::avx2 {
namespace {

void rope(float* heads, std::int64_t n_heads, std::int64_t head_dim, std::int64_t rope_dimension, const float* cosines,
          const float* sines) noexcept {
  for (std::int64_t head = 0; head < n_heads; ++head) {
    float* x = heads + head * head_dim;
    for (std::int64_t i = 0; i < rope_dimension; i += 8) {
      const std::int64_t n = rope_dimension - i;
      const __m256 pairs = load_floats(x + i, n);
      const __m256 swapped = _mm256_permute_ps(pairs, 0xb1);
      const __m256 turned = _mm256_mul_ps(swapped, load_floats(sines + i, n));
      store_floats(x + i, n, _mm256_fmaddsub_ps(pairs, load_floats(cosines + i, n), turned));
    }
  }
}

void rope_halves(float* heads, std::int64_t n_heads, std::int64_t head_dim, std::int64_t rope_dimension,
                 const float* cosines, const float* sines) noexcept {
  const std::int64_t half = rope_dimension / 2;
  for (std::int64_t head = 0; head < n_heads; ++head) {
    float* x = heads + head * head_dim;
    for (std::int64_t i = 0; i < half; i += 8) {
      const std::int64_t n = half - i;
      const __m256 first = load_floats(x + i, n);
      const __m256 second = load_floats(x + half + i, n);
      const __m256 cosine = load_floats(cosines + i, n);
      const __m256 sine = load_floats(sines + i, n);
      store_floats(x + i, n, _mm256_fmsub_ps(first, cosine, _mm256_mul_ps(second, sine)));
      store_floats(x + half + i, n, _mm256_fmadd_ps(second, cosine, _mm256_mul_ps(first, sine)));
    }
  }
}

}  // namespace

void fill_rope(Table& table) noexcept {
  table.rope = rope;
  table.rope_halves = rope_halves;
}

}  // namespace oree::kernels::avx2
