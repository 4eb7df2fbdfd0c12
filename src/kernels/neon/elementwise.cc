// add and scale stay scalar: the compiler makes the same vectors of them.
#include "kernels/neon/load.h"
#include "kernels/targets.h"

namespace oree::kernels::neon {
namespace {

void silu_multiply(const float* gate, const float* up, std::int64_t n, float* output) noexcept {
  const float32x4_t one = vdupq_n_f32(1.0f);
  for (std::int64_t i = 0; i < n; i += 4) {
    const float32x4_t g = load_floats(gate + i, n - i);
    const float32x4_t denominator = vaddq_f32(one, exp(vnegq_f32(g)));
    store_floats(output + i, n - i, vmulq_f32(vdivq_f32(g, denominator), load_floats(up + i, n - i)));
  }
}

void gelu_multiply(const float* gate, const float* up, std::int64_t n, float* output) noexcept {
  const float32x4_t one = vdupq_n_f32(1.0f);
  for (std::int64_t i = 0; i < n; i += 4) {
    const float32x4_t g = load_floats(gate + i, n - i);
    const float32x4_t cube = vmulq_f32(vmulq_n_f32(g, 0.044715f), vmulq_f32(g, g));
    const float32x4_t exponent = vmulq_n_f32(vaddq_f32(g, cube), -1.5957691216f);  // -2 * sqrt(2 / pi)
    const float32x4_t denominator = vaddq_f32(one, exp(exponent));
    store_floats(output + i, n - i, vmulq_f32(vdivq_f32(g, denominator), load_floats(up + i, n - i)));
  }
}

void soft_cap(float* x, float cap, std::int64_t n) noexcept {
  const float32x4_t one = vdupq_n_f32(1.0f);
  const uint32x4_t sign_bit = vdupq_n_u32(0x80000000u);
  for (std::int64_t i = 0; i < n; i += 4) {
    const float32x4_t v = load_floats(x + i, n - i);
    // tanh(|v| / cap) = (1 - e) / (1 + e) with e = exp(-2 |v| / cap), which cannot overflow.
    const float32x4_t e = exp(vmulq_n_f32(vabsq_f32(v), -2.0f / cap));
    const float32x4_t tanh = vdivq_f32(vsubq_f32(one, e), vaddq_f32(one, e));
    store_floats(x + i, n - i, vbslq_f32(sign_bit, v, vmulq_n_f32(tanh, cap)));
  }
}

}  // namespace

void fill_elementwise(Table& table) noexcept {
  table.silu_multiply = silu_multiply;
  table.gelu_multiply = gelu_multiply;
  table.soft_cap = soft_cap;
}

}  // namespace oree::kernels::neon
