// Products with weights of element types that have no kernel of their own.
#pragma once

#include "kernels/table.h"
#include "tensor/element_type.h"

namespace oree::kernels {

// Rows that are widened to f32 together.
inline constexpr std::int64_t kWidenedRows = 8;

// Does the task, whose weights have any element type, by widening rows and table.matmul_f32; reads the float
// activations. scratch: [kWidenedRows, task.n_cols], for this call alone.
void multiply_widened(const Table& table, tensor::ElementType type, const MatmulTask& task, float* scratch) noexcept;

}  // namespace oree::kernels
