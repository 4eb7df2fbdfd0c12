#include "kernels/widened_matmul.h"

#include <algorithm>

#include "tensor/convert.h"

namespace oree::kernels {

void multiply_widened(const Table& table, tensor::ElementType type, const MatmulTask& task, float* scratch) noexcept {
  const auto n_cols = static_cast<std::size_t>(task.n_cols);
  const std::size_t row_bytes = *tensor::row_bytes(type, n_cols);
  const auto* weights = static_cast<const std::byte*>(task.weights);
  for (std::int64_t row = task.row_begin; row < task.row_end; row += kWidenedRows) {
    const std::int64_t n_rows = std::min(kWidenedRows, task.row_end - row);
    const std::size_t first = static_cast<std::size_t>(row) * row_bytes;
    tensor::dequantize_row(type, {weights + first, static_cast<std::size_t>(n_rows) * row_bytes},
                           {scratch, static_cast<std::size_t>(n_rows) * n_cols});
    MatmulTask widened = task;
    widened.weights = scratch;
    widened.row_begin = 0;
    widened.row_end = n_rows;
    widened.output = task.output + row;
    table.matmul_f32(widened);
  }
}

}  // namespace oree::kernels
