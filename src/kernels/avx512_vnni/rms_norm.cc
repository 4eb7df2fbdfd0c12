#include "kernels/avx512_vnni/load.h"
#include "kernels/targets.h"

namespace oree::kernels::avx512_vnni {
namespace {

void rms_norm(const float* row, const float* weight, std::int64_t n, float epsilon, float* output) noexcept {
  __m512 squares = _mm512_setzero_ps();
  for (std::int64_t i = 0; i < n; i += 16) {
    const __mmask16 mask = n - i >= 16 ? __mmask16{0xffff} : first_lanes(n - i);
    const __m512 x = _mm512_maskz_loadu_ps(mask, row + i);
    squares = _mm512_fmadd_ps(x, x, squares);
  }
  const float mean = _mm512_reduce_add_ps(squares) / static_cast<float>(n);
  const __m512 factor = _mm512_set1_ps(1.0f / _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(mean + epsilon))));
  for (std::int64_t i = 0; i < n; i += 16) {
    const __mmask16 mask = n - i >= 16 ? __mmask16{0xffff} : first_lanes(n - i);
    const __m512 x = _mm512_mul_ps(_mm512_maskz_loadu_ps(mask, row + i), factor);
    _mm512_mask_storeu_ps(output + i, mask, _mm512_mul_ps(x, _mm512_maskz_loadu_ps(mask, weight + i)));
  }
}

}  // namespace

void fill_rms_norm(Table& table) noexcept { table.rms_norm = rms_norm; }

}  // namespace oree::kernels::avx512_vnni
