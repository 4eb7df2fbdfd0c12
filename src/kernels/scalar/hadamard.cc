#include <cmath>

#include "kernels/targets.h"

namespace oree::kernels::scalar {
namespace {

void hadamard(float* row, std::int64_t n) noexcept {
  const std::int64_t block = n & -n;
  for (std::int64_t half = 1; half < block; half *= 2) {
    for (std::int64_t i = 0; i < n; ++i) {
      if ((i & half) == 0) {
        const float first = row[i];
        const float second = row[i + half];
        row[i] = first + second;
        row[i + half] = first - second;
      }
    }
  }
  const float factor = 1.0f / std::sqrt(static_cast<float>(block));
  for (std::int64_t i = 0; i < n; ++i) {
    row[i] *= factor;
  }
}

}  // namespace

void fill_hadamard(Table& table) noexcept { table.hadamard = hadamard; }

}  // namespace oree::kernels::scalar
