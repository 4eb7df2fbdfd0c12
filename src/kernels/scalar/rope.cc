#include "kernels/targets.h"

namespace oree::kernels::scalar {
namespace {

void rope(float* heads, std::int64_t n_heads, std::int64_t head_dim, std::int64_t rope_dimension, const float* cosines,
          const float* sines) noexcept {
  for (std::int64_t head = 0; head < n_heads; ++head) {
    float* x = heads + head * head_dim;
    for (std::int64_t i = 0; i + 1 < rope_dimension; i += 2) {
      const float even = x[i];
      const float odd = x[i + 1];
      x[i] = even * cosines[i] - odd * sines[i];
      x[i + 1] = odd * cosines[i] + even * sines[i];
    }
  }
}

void rope_halves(float* heads, std::int64_t n_heads, std::int64_t head_dim, std::int64_t rope_dimension,
                 const float* cosines, const float* sines) noexcept {
  const std::int64_t half = rope_dimension / 2;
  for (std::int64_t head = 0; head < n_heads; ++head) {
    float* x = heads + head * head_dim;
    for (std::int64_t i = 0; i < half; ++i) {
      const float first = x[i];
      const float second = x[i + half];
      x[i] = first * cosines[i] - second * sines[i];
      x[i + half] = second * cosines[i] + first * sines[i];
    }
  }
}

}  // namespace

void fill_rope(Table& table) noexcept {
  table.rope = rope;
  table.rope_halves = rope_halves;
}

}  // namespace oree::kernels::scalar
