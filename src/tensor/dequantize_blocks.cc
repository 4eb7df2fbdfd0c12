// Blocks of 32 values.
#include <bit>

#include "tensor/dequantize.h"
#include "tensor/half.h"
#include "tensor/iq4_values.h"

namespace oree::tensor {
namespace {

constexpr int kHalf = kBlockSize / 2;

// Calls store(i, four bits of value i) for each value.
template <class Store>
void for_each_nibble(const std::uint8_t (&q)[kHalf], Store store) noexcept {
  for (int i = 0; i < kHalf; ++i) {
    store(i, q[i] & 15);
    store(i + kHalf, q[i] >> 4);
  }
}

// Bit i of little-endian bytes, as the fifth bit of a value.
int fifth_bit(const std::uint8_t (&high)[4], int i) noexcept { return (high[i / 8] >> (i % 8) & 1) << 4; }

// Twice the E2M1 numbers, so that they are integers. Source: OCP Microscaling Formats 1.0, table 5.
constexpr int kDoubledE2M1[16] = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

// 2^(exponent - 128), which makes up for the doubling; the two smallest are subnormal.
float half_of_e8m0(std::uint8_t exponent) noexcept {
  const std::uint32_t bits = exponent < 2 ? 0x00200000u << exponent : (std::uint32_t{exponent} - 1) << 23;
  return std::bit_cast<float>(bits);
}

}  // namespace

void dequantize_block(const BlockQ8_0& block, float* values) noexcept {
  const float d = f16_to_f32(block.d);
  for (int i = 0; i < kBlockSize; ++i) {
    values[i] = static_cast<float>(block.q[i]) * d;
  }
}

void dequantize_block(const BlockQ4_0& block, float* values) noexcept {
  const float d = f16_to_f32(block.d);
  for_each_nibble(block.q, [&](int i, int q) { values[i] = static_cast<float>(q - 8) * d; });
}

void dequantize_block(const BlockQ4_1& block, float* values) noexcept {
  const float d = f16_to_f32(block.d);
  const float m = f16_to_f32(block.m);
  for_each_nibble(block.q, [&](int i, int q) { values[i] = d * static_cast<float>(q) + m; });
}

void dequantize_block(const BlockQ5_0& block, float* values) noexcept {
  const float d = f16_to_f32(block.d);
  for_each_nibble(block.q,
                  [&](int i, int q) { values[i] = d * static_cast<float>((q | fifth_bit(block.high, i)) - 16); });
}

void dequantize_block(const BlockQ5_1& block, float* values) noexcept {
  const float d = f16_to_f32(block.d);
  const float m = f16_to_f32(block.m);
  for_each_nibble(block.q, [&](int i, int q) { values[i] = d * static_cast<float>(q | fifth_bit(block.high, i)) + m; });
}

void dequantize_block(const BlockIq4Nl& block, float* values) noexcept {
  const float d = f16_to_f32(block.d);
  for_each_nibble(block.q, [&](int i, int q) { values[i] = d * static_cast<float>(kIq4Values[q]); });
}

void dequantize_block(const BlockMxfp4& block, float* values) noexcept {
  const float d = half_of_e8m0(block.exponent);
  for_each_nibble(block.q, [&](int i, int q) { values[i] = d * static_cast<float>(kDoubledE2M1[q]); });
}

}  // namespace oree::tensor
