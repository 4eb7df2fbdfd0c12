#include "kernels/neon/load.h"
#include "kernels/targets.h"

namespace oree::kernels::neon {
namespace {

void rope(float* heads, std::int64_t n_heads, std::int64_t head_dim, std::int64_t rope_dimension, const float* cosines,
          const float* sines) noexcept {
  const uint32x4_t even = {0x80000000u, 0, 0x80000000u, 0};
  for (std::int64_t head = 0; head < n_heads; ++head) {
    float* x = heads + head * head_dim;
    for (std::int64_t i = 0; i < rope_dimension; i += 4) {
      const std::int64_t n = rope_dimension - i;
      const float32x4_t pairs = load_floats(x + i, n);
      const float32x4_t turned = vmulq_f32(vrev64q_f32(pairs), load_floats(sines + i, n));
      const float32x4_t added = vreinterpretq_f32_u32(veorq_u32(vreinterpretq_u32_f32(turned), even));
      store_floats(x + i, n, vfmaq_f32(added, pairs, load_floats(cosines + i, n)));
    }
  }
}

void rope_halves(float* heads, std::int64_t n_heads, std::int64_t head_dim, std::int64_t rope_dimension,
                 const float* cosines, const float* sines) noexcept {
  const std::int64_t half = rope_dimension / 2;
  for (std::int64_t head = 0; head < n_heads; ++head) {
    float* x = heads + head * head_dim;
    for (std::int64_t i = 0; i < half; i += 4) {
      const std::int64_t n = half - i;
      const float32x4_t first = load_floats(x + i, n);
      const float32x4_t second = load_floats(x + half + i, n);
      const float32x4_t cosine = load_floats(cosines + i, n);
      const float32x4_t sine = load_floats(sines + i, n);
      store_floats(x + i, n, vfmaq_f32(vnegq_f32(vmulq_f32(second, sine)), first, cosine));
      store_floats(x + half + i, n, vfmaq_f32(vmulq_f32(first, sine), second, cosine));
    }
  }
}

}  // namespace

void fill_rope(Table& table) noexcept {
  table.rope = rope;
  table.rope_halves = rope_halves;
}

}  // namespace oree::kernels::neon
