#include "kernels/avx512_vnni/load.h"
#include "kernels/targets.h"

namespace oree::kernels::avx512_vnni {
namespace {

float softmax_step(float* scores, std::int64_t n, float* maximum, float* sum) noexcept {
  __m512 largest = _mm512_set1_ps(scores[0]);
  for (std::int64_t i = 0; i < n; i += 16) {
    const __mmask16 mask = n - i >= 16 ? __mmask16{0xffff} : first_lanes(n - i);
    largest = _mm512_mask_max_ps(largest, mask, largest, _mm512_maskz_loadu_ps(mask, scores + i));
  }
  float now = _mm512_reduce_max_ps(largest);
  const bool first = *sum == 0;
  now = !first && *maximum > now ? *maximum : now;
  __m512 block_sum = _mm512_setzero_ps();
  for (std::int64_t i = 0; i < n; i += 16) {
    const __mmask16 mask = n - i >= 16 ? __mmask16{0xffff} : first_lanes(n - i);
    const __m512 weights = exp(_mm512_sub_ps(_mm512_maskz_loadu_ps(mask, scores + i), _mm512_set1_ps(now)));
    _mm512_mask_storeu_ps(scores + i, mask, weights);
    block_sum = _mm512_mask_add_ps(block_sum, mask, block_sum, weights);
  }
  const float factor = first ? 0.0f : _mm512_cvtss_f32(exp(_mm512_set1_ps(*maximum - now)));
  *sum = *sum * factor + _mm512_reduce_add_ps(block_sum);
  *maximum = now;
  return factor;
}

}  // namespace

void fill_softmax(Table& table) noexcept { table.softmax_step = softmax_step; }

}  // namespace oree::kernels::avx512_vnni
