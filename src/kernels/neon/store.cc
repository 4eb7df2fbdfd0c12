#include "kernels/neon/load.h"
#include "kernels/targets.h"
#include "tensor/blocks.h"

namespace oree::kernels::neon {
namespace {

inline void store_halves(std::byte* address, std::int64_t n, uint16x4_t halves) noexcept {
  std::uint16_t four[4];
  vst1_u16(four, halves);
  __builtin_memcpy(address, four, static_cast<std::size_t>(n < 4 ? n : 4) * sizeof(std::uint16_t));
}

void store_f16(const float* row, std::int64_t n, void* stored) noexcept {
  auto* halves = static_cast<std::byte*>(stored);
  for (std::int64_t i = 0; i < n; i += 4) {
    store_halves(halves + i * 2, n - i, vreinterpret_u16_f16(vcvt_f16_f32(load_floats(row + i, n - i))));
  }
}

// Adding half a step, less when the last bit that stays is even, carries into that bit as rounding does.
inline uint16x4_t to_bf16(float32x4_t x) noexcept {
  const uint32x4_t bits = vreinterpretq_u32_f32(x);
  const uint32x4_t last = vandq_u32(vshrq_n_u32(bits, 16), vdupq_n_u32(1));
  const uint16x4_t rounded = vshrn_n_u32(vaddq_u32(vaddq_u32(bits, vdupq_n_u32(0x7fff)), last), 16);
  const uint16x4_t quiet = vorr_u16(vshrn_n_u32(bits, 16), vdup_n_u16(0x40));
  return vbsl_u16(vmovn_u32(vceqq_f32(x, x)), rounded, quiet);
}

void store_bf16(const float* row, std::int64_t n, void* stored) noexcept {
  auto* halves = static_cast<std::byte*>(stored);
  for (std::int64_t i = 0; i < n; i += 4) {
    store_halves(halves + i * 2, n - i, to_bf16(load_floats(row + i, n - i)));
  }
}

inline std::uint16_t to_half(float value) noexcept {
  return vget_lane_u16(vreinterpret_u16_f16(vcvt_f16_f32(vdupq_n_f32(value))), 0);
}

// The 32 values of a block and the largest of their magnitudes.
struct Values {
  float32x4_t x[8];
  float largest;
};

[[gnu::always_inline]] inline Values load_values(const float* row) noexcept {
  Values values;
  float32x4_t largest = vdupq_n_f32(0);
  repeat<8>([&](auto v) {
    values.x[v] = vld1q_f32(row + v * 4);
    largest = vmaxnmq_f32(largest, vabsq_f32(values.x[v]));
  });
  values.largest = vmaxvq_f32(largest);
  return values;
}

[[gnu::flatten]] void store_q8_0(const float* row, std::int64_t n, void* stored) noexcept {
  auto* block = static_cast<std::byte*>(stored);
  for (std::int64_t b = 0; b < n / tensor::kBlockSize; ++b, block += sizeof(tensor::BlockQ8_0)) {
    const Values values = load_values(row + b * tensor::kBlockSize);
    const float d = values.largest / 127.0f;
    const float inverse = d == 0 ? 0 : 1.0f / d;
    const std::uint16_t half = to_half(d);
    __builtin_memcpy(block, &half, sizeof(half));
    // Halves away from zero. What is beyond, where d is so small that its inverse is infinite, is brought into range
    // step by step.
    const auto pair = [&](int v) {
      return vqmovn_high_s32(vqmovn_s32(vcvtaq_s32_f32(vmulq_n_f32(values.x[v], inverse))),
                             vcvtaq_s32_f32(vmulq_n_f32(values.x[v + 1], inverse)));
    };
    auto* q = reinterpret_cast<std::int8_t*>(block + sizeof(half));
    vst1q_s8(q, vqmovn_high_s16(vqmovn_s16(pair(0)), pair(2)));
    vst1q_s8(q + 16, vqmovn_high_s16(vqmovn_s16(pair(4)), pair(6)));
  }
}

[[gnu::flatten]] void store_q4_0(const float* row, std::int64_t n, void* stored) noexcept {
  auto* block = static_cast<std::byte*>(stored);
  for (std::int64_t b = 0; b < n / tensor::kBlockSize; ++b, block += sizeof(tensor::BlockQ4_0)) {
    const Values values = load_values(row + b * tensor::kBlockSize);
    // The first value of the largest magnitude, with its sign.
    uint32x4_t first = vdupq_n_u32(tensor::kBlockSize);
    const uint32x4_t lanes = {0, 1, 2, 3};
    repeat<8>([&](auto v) {
      const uint32x4_t equal = vceqq_f32(vabsq_f32(values.x[v]), vdupq_n_f32(values.largest));
      const uint32x4_t place = vaddq_u32(lanes, vdupq_n_u32(static_cast<std::uint32_t>(v * 4)));
      first = vminq_u32(first, vbslq_u32(equal, place, vdupq_n_u32(tensor::kBlockSize)));
    });
    const std::uint32_t largest_at = vminvq_u32(first);
    const float largest = largest_at == tensor::kBlockSize ? 0.0f : row[b * tensor::kBlockSize + largest_at];
    const float d = largest / -8.0f;
    const float inverse = d == 0 ? 0 : 1.0f / d;
    const std::uint16_t half = to_half(d);
    __builtin_memcpy(block, &half, sizeof(half));
    const auto quantize = [&](int v) {
      const float32x4_t moved = vaddq_f32(vmulq_n_f32(values.x[v], inverse), vdupq_n_f32(8.5f));
      return vcvtq_s32_f32(vminq_f32(vmaxq_f32(moved, vdupq_n_f32(0)), vdupq_n_f32(15)));
    };
    const auto eight = [&](int v) { return vqmovn_s16(vqmovn_high_s32(vqmovn_s32(quantize(v)), quantize(v + 1))); };
    const int8x16_t low = vcombine_s8(eight(0), eight(2));
    const int8x16_t high = vcombine_s8(eight(4), eight(6));
    vst1q_s8(reinterpret_cast<std::int8_t*>(block + sizeof(half)), vorrq_s8(low, vshlq_n_s8(high, 4)));
  }
}

}  // namespace

void fill_store(Table& table) noexcept {
  table.store_f16 = store_f16;
  table.store_bf16 = store_bf16;
  table.store_q8_0 = store_q8_0;
  table.store_q4_0 = store_q4_0;
}

}  // namespace oree::kernels::neon
