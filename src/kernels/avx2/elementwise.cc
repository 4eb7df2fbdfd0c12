#include "kernels/avx2/load.h"
#include "kernels/targets.h"

namespace oree::kernels::avx2 {
namespace {

void silu_multiply(const float* gate, const float* up, std::int64_t n, float* output) noexcept {
  const __m256 one = _mm256_set1_ps(1.0f);
  for (std::int64_t i = 0; i < n; i += 8) {
    const __m256 g = load_floats(gate + i, n - i);
    const __m256 denominator = _mm256_add_ps(one, exp(_mm256_sub_ps(_mm256_setzero_ps(), g)));
    store_floats(output + i, n - i, _mm256_mul_ps(_mm256_div_ps(g, denominator), load_floats(up + i, n - i)));
  }
}

void add(float* x, const float* y, std::int64_t n) noexcept {
  for (std::int64_t i = 0; i < n; i += 8) {
    store_floats(x + i, n - i, _mm256_add_ps(load_floats(x + i, n - i), load_floats(y + i, n - i)));
  }
}

void scale(float* x, float factor, std::int64_t n) noexcept {
  for (std::int64_t i = 0; i < n; i += 8) {
    store_floats(x + i, n - i, _mm256_mul_ps(load_floats(x + i, n - i), _mm256_set1_ps(factor)));
  }
}

}  // namespace

void fill_elementwise(Table& table) noexcept {
  table.silu_multiply = silu_multiply;
  table.add = add;
  table.scale = scale;
}

}  // namespace oree::kernels::avx2
