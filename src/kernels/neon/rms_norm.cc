#include "kernels/neon/load.h"
#include "kernels/targets.h"

namespace oree::kernels::neon {
namespace {

[[gnu::flatten]] void rms_norm(const float* row, const float* weight, std::int64_t n, float epsilon,
                               float* output) noexcept {
  // Four sums, so that none waits for its last product.
  float32x4_t squares[4];
  repeat<4>([&](auto v) { squares[v] = vdupq_n_f32(0); });
  std::int64_t i = 0;
  for (; i + 16 <= n; i += 16) {
    repeat<4>([&](auto v) {
      const float32x4_t x = vld1q_f32(row + i + v * 4);
      squares[v] = vfmaq_f32(squares[v], x, x);
    });
  }
  for (; i < n; i += 4) {
    const float32x4_t x = load_floats(row + i, n - i);
    squares[0] = vfmaq_f32(squares[0], x, x);
  }
  const float sum = vaddvq_f32(vaddq_f32(vaddq_f32(squares[0], squares[1]), vaddq_f32(squares[2], squares[3])));
  const float factor = 1.0f / __builtin_sqrtf(sum / static_cast<float>(n) + epsilon);
  for (i = 0; i < n; i += 4) {
    const float32x4_t x = vmulq_n_f32(load_floats(row + i, n - i), factor);
    store_floats(output + i, n - i, vmulq_f32(x, load_floats(weight + i, n - i)));
  }
}

}  // namespace

void fill_rms_norm(Table& table) noexcept { table.rms_norm = rms_norm; }

}  // namespace oree::kernels::neon
