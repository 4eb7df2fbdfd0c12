// Blocks of 256 values.
#include "tensor/dequantize.h"
#include "tensor/half.h"
#include "tensor/iq4_values.h"

namespace oree::tensor {
namespace {

// Of Q4_K and Q5_K: the six bits of run 0 to 3 stand in bytes 0 to 3 (scales) and 4 to 7 (minima); of run 4 to 7 the
// low four in the halves of bytes 8 to 11, the upper two on top of the bytes of run 0 to 3.
struct ScaleAndMinimum {
  int scale, minimum;
};
ScaleAndMinimum unpack_scale(const std::uint8_t (&packed)[12], int run) noexcept {
  const int i = run % 4;
  if (run < 4) {
    return {packed[i] & 63, packed[i + 4] & 63};
  }
  return {(packed[i + 8] & 15) | (packed[i] >> 6) << 4, (packed[i + 8] >> 4) | (packed[i + 4] >> 6) << 4};
}

// Of Q3_K: four low bits in the halves of bytes 0 to 7, two upper ones in the quarters of bytes 8 to 11; less 32.
int unpack_q3_scale(const std::uint8_t (&packed)[12], int run) noexcept {
  const int low = run < 8 ? packed[run] & 15 : packed[run - 8] >> 4;
  const int high = packed[8 + run % 4] >> (run / 4 * 2) & 3;
  return (low | high << 4) - 32;
}

// Value i of two bits: 32 bytes hold 128 values, in each byte those 32 apart.
int two_bits(const std::uint8_t* q, int i) noexcept { return q[i / 128 * 32 + i % 32] >> (i % 128 / 32 * 2) & 3; }

// Value i of four bits: 32 bytes hold 64 values, in each byte those 32 apart.
int four_bits(const std::uint8_t* q, int i) noexcept { return q[i / 64 * 32 + i % 32] >> (i % 64 / 32 * 4) & 15; }

// Bit i: 32 bytes hold 256, in each byte those 32 apart.
int one_bit(const std::uint8_t* bits, int i) noexcept { return bits[i % 32] >> (i / 32) & 1; }

}  // namespace

void dequantize_block(const BlockQ2K& block, float* values) noexcept {
  const float d = f16_to_f32(block.d);
  const float dmin = f16_to_f32(block.dmin);
  for (int i = 0; i < kSuperBlockSize; ++i) {
    const int packed = block.scales[i / 16];
    const float scale = d * static_cast<float>(packed & 15);
    const float minimum = dmin * static_cast<float>(packed >> 4);
    values[i] = scale * static_cast<float>(two_bits(block.q, i)) - minimum;
  }
}

void dequantize_block(const BlockQ3K& block, float* values) noexcept {
  const float d = f16_to_f32(block.d);
  for (int i = 0; i < kSuperBlockSize; ++i) {
    const float scale = d * static_cast<float>(unpack_q3_scale(block.scales, i / 16));
    values[i] = scale * static_cast<float>(two_bits(block.q, i) + 4 * one_bit(block.high, i) - 4);
  }
}

void dequantize_block(const BlockQ4K& block, float* values) noexcept {
  const float d = f16_to_f32(block.d);
  const float dmin = f16_to_f32(block.dmin);
  for (int i = 0; i < kSuperBlockSize; ++i) {
    const auto [scale, minimum] = unpack_scale(block.scales, i / 32);
    values[i] =
        d * static_cast<float>(scale) * static_cast<float>(four_bits(block.q, i)) - dmin * static_cast<float>(minimum);
  }
}

void dequantize_block(const BlockQ5K& block, float* values) noexcept {
  const float d = f16_to_f32(block.d);
  const float dmin = f16_to_f32(block.dmin);
  for (int i = 0; i < kSuperBlockSize; ++i) {
    const auto [scale, minimum] = unpack_scale(block.scales, i / 32);
    const int q = four_bits(block.q, i) | one_bit(block.high, i) << 4;
    values[i] = d * static_cast<float>(scale) * static_cast<float>(q) - dmin * static_cast<float>(minimum);
  }
}

void dequantize_block(const BlockQ6K& block, float* values) noexcept {
  const float d = f16_to_f32(block.d);
  for (int i = 0; i < kSuperBlockSize; ++i) {
    // 64 bytes hold the low four bits of 128 values, in each byte those 64 apart.
    const int low = block.q[i / 128 * 64 + i % 64] >> (i % 128 / 64 * 4) & 15;
    const int q = (low | two_bits(block.high, i) << 4) - 32;
    values[i] = d * static_cast<float>(block.scales[i / 16]) * static_cast<float>(q);
  }
}

void dequantize_block(const BlockIq4Xs& block, float* values) noexcept {
  const float d = f16_to_f32(block.d);
  for (int i = 0; i < kSuperBlockSize; ++i) {
    const int run = i / 32;
    const int low = block.scales_low[run / 2] >> (run % 2 * 4) & 15;
    const int scale = (low | (block.scales_high >> (2 * run) & 3) << 4) - 32;
    const int q = block.q[run * 16 + i % 16] >> (i % 32 / 16 * 4) & 15;
    values[i] = d * static_cast<float>(scale) * static_cast<float>(kIq4Values[q]);
  }
}

}  // namespace oree::tensor
