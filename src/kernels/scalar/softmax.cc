#include <cmath>

#include "kernels/targets.h"

namespace oree::kernels::scalar {
namespace {

float softmax_step(float* scores, std::int64_t n, float* maximum, float* sum) noexcept {
  float largest = scores[0];
  for (std::int64_t i = 1; i < n; ++i) {
    largest = scores[i] > largest ? scores[i] : largest;
  }
  const bool first = *sum == 0;
  largest = !first && *maximum > largest ? *maximum : largest;
  float block_sum = 0;
  for (std::int64_t i = 0; i < n; ++i) {
    scores[i] = std::exp(scores[i] - largest);
    block_sum += scores[i];
  }
  const float factor = first ? 0.0f : std::exp(*maximum - largest);
  *sum = *sum * factor + block_sum;
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

}  // namespace oree::kernels::scalar
