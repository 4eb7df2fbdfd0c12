#include <cmath>

#include "kernels/targets.h"

namespace oree::kernels::scalar {
namespace {

void rms_norm(const float* row, const float* weight, std::int64_t n, float epsilon, float* output) noexcept {
  float sum = 0;
  for (std::int64_t i = 0; i < n; ++i) {
    sum += row[i] * row[i];
  }
  const float factor = 1.0f / std::sqrt(sum / static_cast<float>(n) + epsilon);
  for (std::int64_t i = 0; i < n; ++i) {
    output[i] = row[i] * factor * weight[i];
  }
}

}  // namespace

void fill_rms_norm(Table& table) noexcept { table.rms_norm = rms_norm; }

}  // namespace oree::kernels::scalar
