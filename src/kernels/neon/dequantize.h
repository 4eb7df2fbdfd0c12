// Block formats of the cache: loads of a block's 32 values as eight vectors of f32. In an anonymous namespace, as
// repeat.h.
#pragma once

#include <arm_neon.h>

#include <cstddef>
#include <cstdint>

#include "tensor/blocks.h"

namespace oree::kernels::neon {
namespace {

inline float32x4_t broadcast_scale(const std::byte* block) noexcept {
  std::uint16_t half = 0;
  __builtin_memcpy(&half, block, sizeof(half));
  return vcvt_f32_f16(vreinterpret_f16_u16(vdup_n_u16(half)));
}

// Sixteen integers, times the scale.
inline void scale_integers(int8x16_t integers, float32x4_t scale, float32x4_t* values) noexcept {
  const int16x8_t low = vmovl_s8(vget_low_s8(integers));
  const int16x8_t high = vmovl_high_s8(integers);
  values[0] = vmulq_f32(vcvtq_f32_s32(vmovl_s16(vget_low_s16(low))), scale);
  values[1] = vmulq_f32(vcvtq_f32_s32(vmovl_high_s16(low)), scale);
  values[2] = vmulq_f32(vcvtq_f32_s32(vmovl_s16(vget_low_s16(high))), scale);
  values[3] = vmulq_f32(vcvtq_f32_s32(vmovl_high_s16(high)), scale);
}

// load_block(row, i, values) reads elements i to i + 31 of a row, i a multiple of 32.
struct Q8_0 {
  static constexpr bool kIsBlocks = true;
  static std::int64_t row_bytes(std::int64_t n) noexcept {
    return n / tensor::kBlockSize * std::int64_t{sizeof(tensor::BlockQ8_0)};
  }
  static void load_block(const std::byte* row, std::int64_t i, float32x4_t* values) noexcept {
    const std::byte* block = row + row_bytes(i);
    const float32x4_t scale = broadcast_scale(block);
    const auto* q = reinterpret_cast<const std::int8_t*>(block + 2);
    scale_integers(vld1q_s8(q), scale, values);
    scale_integers(vld1q_s8(q + 16), scale, values + 4);
  }
};

struct Q4_0 {
  static constexpr bool kIsBlocks = true;
  static std::int64_t row_bytes(std::int64_t n) noexcept {
    return n / tensor::kBlockSize * std::int64_t{sizeof(tensor::BlockQ4_0)};
  }
  static void load_block(const std::byte* row, std::int64_t i, float32x4_t* values) noexcept {
    const std::byte* block = row + row_bytes(i);
    const float32x4_t scale = broadcast_scale(block);
    const uint8x16_t pairs = vld1q_u8(reinterpret_cast<const std::uint8_t*>(block + 2));
    const uint8x16_t low = vandq_u8(pairs, vdupq_n_u8(15));
    scale_integers(vsubq_s8(vreinterpretq_s8_u8(low), vdupq_n_s8(8)), scale, values);
    scale_integers(vsubq_s8(vreinterpretq_s8_u8(vshrq_n_u8(pairs, 4)), vdupq_n_s8(8)), scale, values + 4);
  }
};

}  // namespace
}  // namespace oree::kernels::neon
