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

}  // namespace oree::tensor
