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

// As softmax_step of kKeyBlock scores, in registers.
[[gnu::flatten]] float whole_step(float* scores, float* maximum, float* sum) noexcept {
  constexpr int kVectors = kKeyBlock / 16;
  __m512 x[kVectors];
  repeat<kVectors>([&](int v) { x[v] = _mm512_loadu_ps(scores + v * 16); });
  const float largest = _mm512_reduce_max_ps(_mm512_max_ps(_mm512_max_ps(x[0], x[1]), _mm512_max_ps(x[2], x[3])));
  const bool first = *sum == 0;
  const float before = *maximum;
  const float now = !first && before > largest ? before : largest;
  repeat<kVectors>([&](int v) {
    x[v] = exp(_mm512_sub_ps(x[v], _mm512_set1_ps(now)));
    _mm512_storeu_ps(scores + v * 16, x[v]);
  });
  // In the order in which softmax_step adds them.
  const float block_sum = _mm512_reduce_add_ps(_mm512_add_ps(_mm512_add_ps(_mm512_add_ps(x[0], x[1]), x[2]), x[3]));
  float factor = 1.0f;
  if (first) {
    factor = 0.0f;
  } else if (now != before) {
    factor = _mm512_cvtss_f32(exp(_mm512_set1_ps(before - now)));
  }
  *sum = *sum * factor + block_sum;
  *maximum = now;
  return factor;
}

void softmax_rows(float* scores, std::int64_t n_rows, std::int64_t n, float* maxima, float* sums,
                  float* factors) noexcept {
  for (std::int64_t row = 0; row < n_rows; ++row) {
    float* of_row = scores + row * kKeyBlock;
    factors[row] = n == kKeyBlock ? whole_step(of_row, maxima + row, sums + row)
                                  : softmax_step(of_row, n, maxima + row, sums + row);
  }
}

}  // namespace

void fill_softmax(Table& table) noexcept {
  table.softmax_step = softmax_step;
  table.softmax_rows = softmax_rows;
}

}  // namespace oree::kernels::avx512_vnni
