// The values of one stored block, bit for bit those of the gguf package: the same float operations in the same order.
#pragma once

#include <cstddef>
#include <type_traits>

#include "tensor/blocks.h"

namespace oree::tensor {

template <class Block>
constexpr std::size_t values_in() noexcept {
  constexpr bool kSuper = std::is_same_v<Block, BlockQ2K> || std::is_same_v<Block, BlockQ3K> ||
                          std::is_same_v<Block, BlockQ4K> || std::is_same_v<Block, BlockQ5K> ||
                          std::is_same_v<Block, BlockQ6K> || std::is_same_v<Block, BlockIq4Xs>;
  return kSuper ? kSuperBlockSize : kBlockSize;
}

// values: [values_in<Block>()]
void dequantize_block(const BlockQ8_0& block, float* values) noexcept;
void dequantize_block(const BlockQ4_0& block, float* values) noexcept;
void dequantize_block(const BlockQ4_1& block, float* values) noexcept;
void dequantize_block(const BlockQ5_0& block, float* values) noexcept;
void dequantize_block(const BlockQ5_1& block, float* values) noexcept;
void dequantize_block(const BlockIq4Nl& block, float* values) noexcept;
void dequantize_block(const BlockMxfp4& block, float* values) noexcept;
void dequantize_block(const BlockQ2K& block, float* values) noexcept;
void dequantize_block(const BlockQ3K& block, float* values) noexcept;
void dequantize_block(const BlockQ4K& block, float* values) noexcept;
void dequantize_block(const BlockQ5K& block, float* values) noexcept;
void dequantize_block(const BlockQ6K& block, float* values) noexcept;
void dequantize_block(const BlockIq4Xs& block, float* values) noexcept;

}  // namespace oree::tensor
