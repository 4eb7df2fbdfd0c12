#include "kernels/avx2/load.h"
#include "kernels/targets.h"

namespace oree::kernels::avx2 {
namespace {

void rms_norm(const float* row, const float* weight, std::int64_t n, float epsilon, float* output) noexcept {
  __m256 squares = _mm256_setzero_ps();
  for (std::int64_t i = 0; i < n; i += 8) {
    const __m256 x = load_floats(row + i, n - i);
    squares = _mm256_fmadd_ps(x, x, squares);
  }
  const float mean = sum_lanes(squares) / static_cast<float>(n);
  const __m256 factor = _mm256_set1_ps(1.0f / _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(mean + epsilon))));
  for (std::int64_t i = 0; i < n; i += 8) {
    const __m256 x = _mm256_mul_ps(load_floats(row + i, n - i), factor);
    store_floats(output + i, n - i, _mm256_mul_ps(x, load_floats(weight + i, n - i)));
  }
}

}  // namespace

void fill_rms_norm(Table& table) noexcept { table.rms_norm = rms_norm; }

}  // namespace oree::kernels::avx2
