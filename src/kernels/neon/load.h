// Vectors of this folder: loads of four stored elements as f32, sums of lanes, and exp. In an anonymous namespace, as
// repeat.h.
#pragma once

#include <arm_neon.h>

#include <cstddef>
#include <cstdint>

#include "kernels/neon/repeat.h"

namespace oree::kernels::neon {
namespace {

// load(p, i) reads elements i to i + 3 of a row; load_first only the first n < 4 of them, the others are 0. Rows in a
// file need no alignment, which loads of bytes do not claim.
struct F32 {
  static constexpr std::int64_t kBytes = 4;
  static constexpr bool kIsBlocks = false;
  static std::int64_t row_bytes(std::int64_t n) noexcept { return n * kBytes; }
  static float32x4_t load(const std::byte* row, std::int64_t i) noexcept {
    return vreinterpretq_f32_u8(vld1q_u8(reinterpret_cast<const std::uint8_t*>(row + i * kBytes)));
  }
  static float32x4_t load_first(const std::byte* row, std::int64_t i, std::int64_t n) noexcept {
    float padded[4] = {};
    __builtin_memcpy(padded, row + i * kBytes, static_cast<std::size_t>(n * kBytes));
    return vld1q_f32(padded);
  }
};

inline uint16x4_t load_halves(const std::byte* address) noexcept {
  return vreinterpret_u16_u8(vld1_u8(reinterpret_cast<const std::uint8_t*>(address)));
}

inline uint16x4_t load_first_halves(const std::byte* address, std::int64_t n) noexcept {
  std::uint16_t padded[4] = {};
  __builtin_memcpy(padded, address, static_cast<std::size_t>(n) * sizeof(std::uint16_t));
  return vld1_u16(padded);
}

struct F16 {
  static constexpr std::int64_t kBytes = 2;
  static constexpr bool kIsBlocks = false;
  static std::int64_t row_bytes(std::int64_t n) noexcept { return n * kBytes; }
  static float32x4_t widen(uint16x4_t halves) noexcept { return vcvt_f32_f16(vreinterpret_f16_u16(halves)); }
  static float32x4_t load(const std::byte* row, std::int64_t i) noexcept {
    return widen(load_halves(row + i * kBytes));
  }
  static float32x4_t load_first(const std::byte* row, std::int64_t i, std::int64_t n) noexcept {
    return widen(load_first_halves(row + i * kBytes, n));
  }
};

struct Bf16 {
  static constexpr std::int64_t kBytes = 2;
  static constexpr bool kIsBlocks = false;
  static std::int64_t row_bytes(std::int64_t n) noexcept { return n * kBytes; }
  static float32x4_t widen(uint16x4_t halves) noexcept { return vreinterpretq_f32_u32(vshll_n_u16(halves, 16)); }
  static float32x4_t load(const std::byte* row, std::int64_t i) noexcept {
    return widen(load_halves(row + i * kBytes));
  }
  static float32x4_t load_first(const std::byte* row, std::int64_t i, std::int64_t n) noexcept {
    return widen(load_first_halves(row + i * kBytes, n));
  }
};

[[maybe_unused]] inline float32x4_t load_floats(const float* row, std::int64_t n) noexcept {
  return n >= 4 ? vld1q_f32(row) : F32::load_first(reinterpret_cast<const std::byte*>(row), 0, n);
}

[[maybe_unused]] inline void store_floats(float* row, std::int64_t n, float32x4_t values) noexcept {
  if (n >= 4) {
    vst1q_f32(row, values);
    return;
  }
  float padded[4];
  vst1q_f32(padded, values);
  __builtin_memcpy(row, padded, static_cast<std::size_t>(n) * sizeof(float));
}

// Lane i of the result is the sum of x[i]'s lanes, the first two and the last two first.
[[maybe_unused]] inline float32x4_t sum_lanes_of_four(float32x4_t x0, float32x4_t x1, float32x4_t x2,
                                                      float32x4_t x3) noexcept {
  return vpaddq_f32(vpaddq_f32(x0, x1), vpaddq_f32(x2, x3));
}

// Lane i of vector j and lane j of vector i change places.
[[gnu::always_inline]] inline void transpose(float32x4_t (&x)[4]) noexcept {
  const float64x2_t even_low = vreinterpretq_f64_f32(vtrn1q_f32(x[0], x[1]));
  const float64x2_t odd_low = vreinterpretq_f64_f32(vtrn2q_f32(x[0], x[1]));
  const float64x2_t even_high = vreinterpretq_f64_f32(vtrn1q_f32(x[2], x[3]));
  const float64x2_t odd_high = vreinterpretq_f64_f32(vtrn2q_f32(x[2], x[3]));
  x[0] = vreinterpretq_f32_f64(vtrn1q_f64(even_low, even_high));
  x[1] = vreinterpretq_f32_f64(vtrn1q_f64(odd_low, odd_high));
  x[2] = vreinterpretq_f32_f64(vtrn2q_f64(even_low, even_high));
  x[3] = vreinterpretq_f32_f64(vtrn2q_f64(odd_low, odd_high));
}

// exp(x) within 2 units in the last place between -87 and 88, where it stays for x beyond: 2^n times the Taylor series
// of the rest, |rest| <= ln(2) / 2.
[[maybe_unused]] inline float32x4_t exp(float32x4_t x) noexcept {
  x = vmaxq_f32(vminq_f32(x, vdupq_n_f32(88.0f)), vdupq_n_f32(-87.0f));
  const float32x4_t n = vrndnq_f32(vmulq_n_f32(x, 1.44269504f));
  // ln(2) in two parts, the first with so few bits that n times it is exact.
  float32x4_t rest = vfmsq_f32(x, n, vdupq_n_f32(0.693359375f));
  rest = vfmsq_f32(rest, n, vdupq_n_f32(-2.12194440e-4f));
  float32x4_t series = vdupq_n_f32(1.0f / 5040);
  series = vfmaq_f32(vdupq_n_f32(1.0f / 720), series, rest);
  series = vfmaq_f32(vdupq_n_f32(1.0f / 120), series, rest);
  series = vfmaq_f32(vdupq_n_f32(1.0f / 24), series, rest);
  series = vfmaq_f32(vdupq_n_f32(1.0f / 6), series, rest);
  series = vfmaq_f32(vdupq_n_f32(0.5f), series, rest);
  series = vfmaq_f32(vdupq_n_f32(1.0f), series, rest);
  series = vfmaq_f32(vdupq_n_f32(1.0f), series, rest);
  const int32x4_t exponent = vshlq_n_s32(vaddq_s32(vcvtq_s32_f32(n), vdupq_n_s32(127)), 23);
  return vmulq_f32(series, vreinterpretq_f32_s32(exponent));
}

}  // namespace
}  // namespace oree::kernels::neon
