// Weights to block formats: slower than quantize_row and closer to the values, for what is written once and read often.
#pragma once

#include <cstddef>
#include <span>

#include "tensor/blocks.h"
#include "tensor/element_type.h"

namespace oree::tensor {

// Whether quantize_weights writes the type: f32, f16, bf16, q8_0, q4_0, q4_k, q5_k, q6_k.
bool can_quantize_weights(ElementType type) noexcept;

// The largest magnitude the type holds; what is beyond becomes infinite or saturates. Of types that
// can_quantize_weights.
float largest_weight(ElementType type) noexcept;

// Searches q4_0, q4_k, q5_k and q6_k for the scales of least squared error, measured on the values that
// dequantize_row gives back, with all roundings of the scales; writes the other types as quantize_row does. Sizes as
// there. The values must be finite. Allocates nothing.
void quantize_weights(ElementType type, std::span<const float> row, std::span<std::byte> stored) noexcept;

// One block; values: [values_in<Block>()].
void search_block(const float* values, BlockQ4_0& block) noexcept;
void search_block(const float* values, BlockQ4K& block) noexcept;
void search_block(const float* values, BlockQ5K& block) noexcept;
void search_block(const float* values, BlockQ6K& block) noexcept;

}  // namespace oree::tensor
