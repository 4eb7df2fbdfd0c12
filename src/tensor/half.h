// 16-bit floating point by bits, for every processor: f16 (IEEE 754 binary16) and bf16 (the upper half of an f32).
//
// Always inlined, so that code compiled for one CPU target never runs in another. The kernels of a target use its
// own instructions; these are the specification.
#pragma once

#include <bit>
#include <cstdint>

namespace oree::tensor {

[[gnu::always_inline]] inline float f16_to_f32(std::uint16_t half) noexcept {
  const std::uint32_t sign = std::uint32_t{half & 0x8000u} << 16;
  const std::uint32_t exponent = (half >> 10) & 0x1fu;
  const std::uint32_t fraction = half & 0x3ffu;
  if (exponent == 0) {  // zero and subnormals: fraction * 2^-24, exact
    const float magnitude = static_cast<float>(fraction) * 0x1p-24f;
    return std::bit_cast<float>(std::bit_cast<std::uint32_t>(magnitude) | sign);
  }
  if (exponent == 0x1f) {  // infinity and NaN, which becomes quiet
    return std::bit_cast<float>(sign | 0x7f800000u | (fraction != 0 ? 0x400000u | (fraction << 13) : 0u));
  }
  return std::bit_cast<float>(sign | ((exponent + 112) << 23) | (fraction << 13));
}

// To nearest, ties to even; beyond 65504 + half a step infinity; NaN stays NaN, quiet.
[[gnu::always_inline]] inline std::uint16_t f32_to_f16(float value) noexcept {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = (bits >> 16) & 0x8000u;
  const std::uint32_t magnitude = bits & 0x7fffffffu;
  if (magnitude >= 0x7f800000u) {
    const std::uint32_t payload = magnitude > 0x7f800000u ? 0x200u | ((magnitude >> 13) & 0x3ffu) : 0u;
    return static_cast<std::uint16_t>(sign | 0x7c00u | payload);
  }
  if (magnitude >= 0x477ff000u) {  // 65520 and more
    return static_cast<std::uint16_t>(sign | 0x7c00u);
  }
  if (magnitude >= 0x38800000u) {  // normal: 2^-14 and more; a carry out of the fraction rightly raises the exponent
    const std::uint32_t rounded = magnitude - (112u << 23) + 0xfffu + ((magnitude >> 13) & 1u);
    return static_cast<std::uint16_t>(sign | (rounded >> 13));
  }
  if (magnitude <= 0x33000000u) {  // 2^-25 ties to zero
    return static_cast<std::uint16_t>(sign);
  }
  // Subnormal: the fraction in units of 2^-24.
  const std::uint32_t shift = 126u - (magnitude >> 23);
  const std::uint32_t fraction = (magnitude & 0x7fffffu) | 0x800000u;
  const std::uint32_t half_step = 1u << (shift - 1);
  const std::uint32_t rounded = (fraction + half_step - 1 + ((fraction >> shift) & 1u)) >> shift;
  return static_cast<std::uint16_t>(sign | rounded);
}

[[gnu::always_inline]] inline float bf16_to_f32(std::uint16_t value) noexcept {
  return std::bit_cast<float>(std::uint32_t{value} << 16);
}

// To nearest, ties to even; subnormals are kept; NaN stays NaN, quiet.
[[gnu::always_inline]] inline std::uint16_t f32_to_bf16(float value) noexcept {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  if ((bits & 0x7fffffffu) > 0x7f800000u) {
    return static_cast<std::uint16_t>((bits >> 16) | 0x40u);
  }
  return static_cast<std::uint16_t>((bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16);
}

}  // namespace oree::tensor
