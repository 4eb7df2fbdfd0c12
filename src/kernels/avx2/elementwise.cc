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

void gelu_multiply(const float* gate, const float* up, std::int64_t n, float* output) noexcept {
  const __m256 one = _mm256_set1_ps(1.0f);
  const __m256 minus_twice_root = _mm256_set1_ps(-1.5957691216f);  // -2 * sqrt(2 / pi)
  const __m256 cubic = _mm256_set1_ps(0.044715f);
  for (std::int64_t i = 0; i < n; i += 8) {
    const __m256 g = load_floats(gate + i, n - i);
    const __m256 cube = _mm256_mul_ps(_mm256_mul_ps(cubic, g), _mm256_mul_ps(g, g));
    const __m256 denominator = _mm256_add_ps(one, exp(_mm256_mul_ps(minus_twice_root, _mm256_add_ps(g, cube))));
    store_floats(output + i, n - i, _mm256_mul_ps(_mm256_div_ps(g, denominator), load_floats(up + i, n - i)));
  }
}

void soft_cap(float* x, float cap, std::int64_t n) noexcept {
  const __m256 one = _mm256_set1_ps(1.0f);
  const __m256 sign_bit = _mm256_set1_ps(-0.0f);
  const __m256 factor = _mm256_set1_ps(-2.0f / cap);
  for (std::int64_t i = 0; i < n; i += 8) {
    const __m256 v = load_floats(x + i, n - i);
    // tanh(|v| / cap) = (1 - e) / (1 + e) with e = exp(-2 |v| / cap), which cannot overflow.
    const __m256 e = exp(_mm256_mul_ps(factor, _mm256_andnot_ps(sign_bit, v)));
    const __m256 tanh = _mm256_div_ps(_mm256_sub_ps(one, e), _mm256_add_ps(one, e));
    const __m256 capped = _mm256_mul_ps(_mm256_set1_ps(cap), tanh);
    store_floats(x + i, n - i, _mm256_or_ps(capped, _mm256_and_ps(sign_bit, v)));
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
  table.gelu_multiply = gelu_multiply;
  table.soft_cap = soft_cap;
  table.add = add;
  table.scale = scale;
}

}  // namespace oree::kernels::avx2
