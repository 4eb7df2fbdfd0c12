// A matrix somewhere in memory: where, how it is stored, and its shape.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "tensor/element_type.h"

namespace oree::tensor {

// Non-owning, row after row without gaps. A vector has one row.
struct TensorView {
  std::span<const std::byte> data;  // n_rows * row_bytes(type, n_cols)
  ElementType type = ElementType::kF32;
  std::int64_t n_rows = 0;
  std::int64_t n_cols = 0;  // elements of a row, the fastest dimension
};

}  // namespace oree::tensor
