// The memory layout of block-quantised formats, as GGUF files hold them. Plain data, safe under the flags of any
// target.
#pragma once

#include <cstdint>

namespace oree::tensor {

inline constexpr int kBlockSize = 32;  // elements that share a scale

// x[i] = d * q[i]
struct BlockQ8_0 {
  std::uint16_t d;  // f16
  std::int8_t q[kBlockSize];
};
static_assert(sizeof(BlockQ8_0) == 34 && alignof(BlockQ8_0) == 2);

// x[i] = d * ((q[i] & 15) - 8) and x[i + 16] = d * ((q[i] >> 4) - 8), for i in 0..16
struct BlockQ4_0 {
  std::uint16_t d;  // f16
  std::uint8_t q[kBlockSize / 2];
};
static_assert(sizeof(BlockQ4_0) == 18 && alignof(BlockQ4_0) == 2);

// Of the formats below, the four low bits of values i and i + 16 share byte i, as in Q4_0; a fifth bit of value i is
// bit i of `high`.

// x[i] = d * q[i] + m, q from 0 to 15
struct BlockQ4_1 {
  std::uint16_t d, m;  // f16
  std::uint8_t q[kBlockSize / 2];
};
static_assert(sizeof(BlockQ4_1) == 20 && alignof(BlockQ4_1) == 2);

// x[i] = d * (q[i] - 16), q from 0 to 31
struct BlockQ5_0 {
  std::uint16_t d;       // f16
  std::uint8_t high[4];  // little-endian
  std::uint8_t q[kBlockSize / 2];
};
static_assert(sizeof(BlockQ5_0) == 22 && alignof(BlockQ5_0) == 2);

// x[i] = d * q[i] + m, q from 0 to 31
struct BlockQ5_1 {
  std::uint16_t d, m;    // f16
  std::uint8_t high[4];  // little-endian
  std::uint8_t q[kBlockSize / 2];
};
static_assert(sizeof(BlockQ5_1) == 24 && alignof(BlockQ5_1) == 2);

// x[i] = d * kIq4Values[q[i]]
struct BlockIq4Nl {
  std::uint16_t d;  // f16
  std::uint8_t q[kBlockSize / 2];
};
static_assert(sizeof(BlockIq4Nl) == 18 && alignof(BlockIq4Nl) == 2);

// x[i] = 2^(exponent - 127) * the E2M1 number q[i]. Source: OCP Microscaling Formats 1.0.
struct BlockMxfp4 {
  std::uint8_t exponent;
  std::uint8_t q[kBlockSize / 2];
};
static_assert(sizeof(BlockMxfp4) == 17 && alignof(BlockMxfp4) == 1);

// Super-blocks hold 256 values in runs of 16 or 32, each run with a small integer scale of its own.
inline constexpr int kSuperBlockSize = 256;

// Runs of 16: x = d * (scales & 15) * q - dmin * (scales >> 4), q of 2 bits
struct BlockQ2K {
  std::uint8_t scales[kSuperBlockSize / 16];
  std::uint8_t q[kSuperBlockSize / 4];
  std::uint16_t d, dmin;  // f16
};
static_assert(sizeof(BlockQ2K) == 84 && alignof(BlockQ2K) == 2);

// Runs of 16: x = d * (scale - 32) * (q + 4 * high - 4), q of 2 bits, scale of 6
struct BlockQ3K {
  std::uint8_t high[kSuperBlockSize / 8];
  std::uint8_t q[kSuperBlockSize / 4];
  std::uint8_t scales[12];
  std::uint16_t d;  // f16
};
static_assert(sizeof(BlockQ3K) == 110 && alignof(BlockQ3K) == 2);

// Runs of 32: x = d * scale * q - dmin * minimum, q of 4 bits, scale and minimum of 6
struct BlockQ4K {
  std::uint16_t d, dmin;  // f16
  std::uint8_t scales[12];
  std::uint8_t q[kSuperBlockSize / 2];
};
static_assert(sizeof(BlockQ4K) == 144 && alignof(BlockQ4K) == 2);

// As Q4_K with a fifth bit.
struct BlockQ5K {
  std::uint16_t d, dmin;  // f16
  std::uint8_t scales[12];
  std::uint8_t high[kSuperBlockSize / 8];
  std::uint8_t q[kSuperBlockSize / 2];
};
static_assert(sizeof(BlockQ5K) == 176 && alignof(BlockQ5K) == 2);

// Runs of 16: x = d * scale * (q - 32), q of 6 bits
struct BlockQ6K {
  std::uint8_t q[kSuperBlockSize / 2];
  std::uint8_t high[kSuperBlockSize / 4];
  std::int8_t scales[kSuperBlockSize / 16];
  std::uint16_t d;  // f16
};
static_assert(sizeof(BlockQ6K) == 210 && alignof(BlockQ6K) == 2);

// Runs of 32: x = d * (scale - 32) * kIq4Values[q], scale of 6 bits
struct BlockIq4Xs {
  std::uint16_t d;            // f16
  std::uint16_t scales_high;  // 2 bits each
  std::uint8_t scales_low[kSuperBlockSize / 64];
  std::uint8_t q[kSuperBlockSize / 2];
};
static_assert(sizeof(BlockIq4Xs) == 136 && alignof(BlockIq4Xs) == 2);

}  // namespace oree::tensor
