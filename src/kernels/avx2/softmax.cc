#include "kernels/avx2/load.h"
#include "kernels/targets.h"

namespace oree::kernels::avx2 {
namespace {

float softmax_step(float* scores, std::int64_t n, float* maximum, float* sum) noexcept {
  __m256 largest_lanes = _mm256_set1_ps(scores[0]);
  std::int64_t i = 0;
  for (; i + 8 <= n; i += 8) {
    largest_lanes = _mm256_max_ps(_mm256_loadu_ps(scores + i), largest_lanes);
  }
  float largest = largest_lane(largest_lanes);
  for (; i < n; ++i) {
    largest = scores[i] > largest ? scores[i] : largest;
  }
  const bool first = *sum == 0;
  largest = !first && *maximum > largest ? *maximum : largest;
  const __m256 lane = _mm256_setr_ps(0, 1, 2, 3, 4, 5, 6, 7);
  __m256 block_sum = _mm256_setzero_ps();
  for (i = 0; i < n; i += 8) {
    const __m256 weights = exp(_mm256_sub_ps(load_floats(scores + i, n - i), _mm256_set1_ps(largest)));
    store_floats(scores + i, n - i, weights);
    const __m256 present = _mm256_cmp_ps(lane, _mm256_set1_ps(static_cast<float>(n - i)), _CMP_LT_OQ);
    block_sum = _mm256_add_ps(block_sum, _mm256_and_ps(weights, present));
  }
  const float factor = first ? 0.0f : _mm256_cvtss_f32(exp(_mm256_set1_ps(*maximum - largest)));
  *sum = *sum * factor + sum_lanes(block_sum);
  *maximum = largest;
  return factor;
}

// As softmax_step of kKeyBlock scores, none of them missing.
float whole_step(float* scores, float* maximum, float* sum) noexcept {
  __m256 largest_lanes = _mm256_loadu_ps(scores);
  for (int i = 8; i < kKeyBlock; i += 8) {
    largest_lanes = _mm256_max_ps(_mm256_loadu_ps(scores + i), largest_lanes);
  }
  const float largest = largest_lane(largest_lanes);
  const bool first = *sum == 0;
  const float before = *maximum;
  const float now = !first && before > largest ? before : largest;
  __m256 block_sum = _mm256_setzero_ps();
  for (int i = 0; i < kKeyBlock; i += 8) {
    const __m256 weights = exp(_mm256_sub_ps(_mm256_loadu_ps(scores + i), _mm256_set1_ps(now)));
    _mm256_storeu_ps(scores + i, weights);
    block_sum = _mm256_add_ps(block_sum, weights);
  }
  float factor = 1.0f;
  if (first) {
    factor = 0.0f;
  } else if (now != before) {
    factor = _mm256_cvtss_f32(exp(_mm256_set1_ps(before - now)));
  }
  *sum = *sum * factor + sum_lanes(block_sum);
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

}  // namespace oree::kernels::avx2
