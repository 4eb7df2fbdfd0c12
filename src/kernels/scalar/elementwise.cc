#include <cmath>

#include "kernels/targets.h"

namespace oree::kernels::scalar {
namespace {

void silu_multiply(const float* gate, const float* up, std::int64_t n, float* output) noexcept {
  for (std::int64_t i = 0; i < n; ++i) {
    output[i] = gate[i] / (1.0f + std::exp(-gate[i])) * up[i];
  }
}

void add(float* x, const float* y, std::int64_t n) noexcept {
  for (std::int64_t i = 0; i < n; ++i) {
    x[i] += y[i];
  }
}

void scale(float* x, float factor, std::int64_t n) noexcept {
  for (std::int64_t i = 0; i < n; ++i) {
    x[i] *= factor;
  }
}

}  // namespace

void fill_elementwise(Table& table) noexcept {
  table.silu_multiply = silu_multiply;
  table.add = add;
  table.scale = scale;
}

}  // namespace oree::kernels::scalar
