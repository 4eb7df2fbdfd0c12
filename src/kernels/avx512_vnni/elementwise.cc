#include "kernels/avx512_vnni/load.h"
#include "kernels/targets.h"

namespace oree::kernels::avx512_vnni {
namespace {

void silu_multiply(const float* gate, const float* up, std::int64_t n, float* output) noexcept {
  const __m512 one = _mm512_set1_ps(1.0f);
  for (std::int64_t i = 0; i < n; i += 16) {
    const __mmask16 mask = n - i >= 16 ? __mmask16{0xffff} : first_lanes(n - i);
    const __m512 g = _mm512_maskz_loadu_ps(mask, gate + i);
    const __m512 denominator = _mm512_add_ps(one, exp(_mm512_sub_ps(_mm512_setzero_ps(), g)));
    const __m512 u = _mm512_maskz_loadu_ps(mask, up + i);
    _mm512_mask_storeu_ps(output + i, mask, _mm512_mul_ps(_mm512_div_ps(g, denominator), u));
  }
}

void add(float* x, const float* y, std::int64_t n) noexcept {
  for (std::int64_t i = 0; i < n; i += 16) {
    const __mmask16 mask = n - i >= 16 ? __mmask16{0xffff} : first_lanes(n - i);
    _mm512_mask_storeu_ps(x + i, mask,
                          _mm512_add_ps(_mm512_maskz_loadu_ps(mask, x + i), _mm512_maskz_loadu_ps(mask, y + i)));
  }
}

void scale(float* x, float factor, std::int64_t n) noexcept {
  for (std::int64_t i = 0; i < n; i += 16) {
    const __mmask16 mask = n - i >= 16 ? __mmask16{0xffff} : first_lanes(n - i);
    _mm512_mask_storeu_ps(x + i, mask, _mm512_mul_ps(_mm512_maskz_loadu_ps(mask, x + i), _mm512_set1_ps(factor)));
  }
}

}  // namespace

void fill_elementwise(Table& table) noexcept {
  table.silu_multiply = silu_multiply;
  table.add = add;
  table.scale = scale;
}

}  // namespace oree::kernels::avx512_vnni
