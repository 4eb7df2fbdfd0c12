// Rows of numbers from one element type to another: the plain, exact reference, not the fast path.
#pragma once

#include <cstddef>
#include <span>

#include "tensor/blocks.h"
#include "tensor/dequantize.h"
#include "tensor/element_type.h"

namespace oree::tensor {

// output[i] = the value of element i. stored: at least row_bytes(type, output.size()) bytes, of any alignment.
// output.size() must be a whole number of blocks.
void dequantize_row(ElementType type, std::span<const std::byte> stored, std::span<float> output) noexcept;

// Whether quantize_row writes the type; the others are only read.
bool can_quantize(ElementType type) noexcept;

// The inverse, rounded to nearest; same sizes; of types that can_quantize. Block formats need finite input: an infinity
// or NaN spoils its block. Bit for bit what ggml's reference (quantize_row_q8_0_ref, quantize_row_q4_0_ref) stores.
void quantize_row(ElementType type, std::span<const float> row, std::span<std::byte> stored) noexcept;

// One block of kBlockSize values.
BlockQ8_0 quantize_block_q8_0(const float* values) noexcept;
BlockQ4_0 quantize_block_q4_0(const float* values) noexcept;

}  // namespace oree::tensor
