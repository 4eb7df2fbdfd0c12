#include <cmath>

#include "kernels/targets.h"

namespace oree::kernels::scalar {
namespace {

void silu_multiply(const float* gate, const float* up, std::int64_t n, float* output) noexcept {
  for (std::int64_t i = 0; i < n; ++i) {
    output[i] = gate[i] / (1.0f + std::exp(-gate[i])) * up[i];
  }
}

// 0.5 * (1 + tanh(z)) is 1 / (1 + exp(-2 z)).
void gelu_multiply(const float* gate, const float* up, std::int64_t n, float* output) noexcept {
  constexpr float kTwiceRoot = 1.5957691216f;  // 2 * sqrt(2 / pi)
  for (std::int64_t i = 0; i < n; ++i) {
    const float g = gate[i];
    output[i] = g / (1.0f + std::exp(-kTwiceRoot * (g + 0.044715f * g * g * g))) * up[i];
  }
}

void soft_cap(float* x, float cap, std::int64_t n) noexcept {
  for (std::int64_t i = 0; i < n; ++i) {
    x[i] = cap * std::tanh(x[i] / cap);
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
  table.gelu_multiply = gelu_multiply;
  table.soft_cap = soft_cap;
  table.add = add;
  table.scale = scale;
}

}  // namespace oree::kernels::scalar
