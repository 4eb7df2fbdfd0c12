#include "kernels/neon/load.h"
#include "kernels/targets.h"

namespace oree::kernels::neon {
namespace {

float softmax_step(float* scores, std::int64_t n, float* maximum, float* sum) noexcept {
  float32x4_t largest_lanes = vdupq_n_f32(scores[0]);
  std::int64_t i = 0;
  for (; i + 4 <= n; i += 4) {
    largest_lanes = vmaxnmq_f32(largest_lanes, vld1q_f32(scores + i));
  }
  float largest = vmaxnmvq_f32(largest_lanes);
  for (; i < n; ++i) {
    largest = scores[i] > largest ? scores[i] : largest;
  }
  const bool first = *sum == 0;
  const float before = *maximum;
  largest = !first && before > largest ? before : largest;
  const float32x4_t now = vdupq_n_f32(largest);
  float32x4_t sums = vdupq_n_f32(0);
  for (i = 0; i + 4 <= n; i += 4) {
    const float32x4_t weights = exp(vsubq_f32(vld1q_f32(scores + i), now));
    vst1q_f32(scores + i, weights);
    sums = vaddq_f32(sums, weights);
  }
  if (i < n) {
    const float32x4_t weights = exp(vsubq_f32(load_floats(scores + i, n - i), now));
    store_floats(scores + i, n - i, weights);
    sums = vaddq_f32(sums, load_floats(scores + i, n - i));
  }
  float factor = 1.0f;
  if (first) {
    factor = 0.0f;
  } else if (largest != before) {
    factor = vgetq_lane_f32(exp(vdupq_n_f32(before - largest)), 0);
  }
  *sum = *sum * factor + vaddvq_f32(sums);
  *maximum = largest;
  return factor;
}

void softmax_rows(float* scores, std::int64_t n_rows, std::int64_t n, float* maxima, float* sums,
                  float* factors) noexcept {
  for (std::int64_t row = 0; row < n_rows; ++row) {
    factors[row] = softmax_step(scores + row * kKeyBlock, n, maxima + row, sums + row);
  }
}

}  // namespace

void fill_softmax(Table& table) noexcept {
  table.softmax_step = softmax_step;
  table.softmax_rows = softmax_rows;
}

}  // namespace oree::kernels::neon
