#include "kernels/gram.h"

#include <algorithm>

namespace oree::kernels {
namespace {

// Columns whose products are made together: of the two equal halves of the sums, only the blocks on and above the
// diagonal.
constexpr std::int64_t kColumns = 32;

void add_block(const Table& table, const float* rows, std::int64_t n_rows, std::int64_t row_stride, std::int64_t n_cols,
               float* columns, float* products, double* sums) noexcept {
  for (std::int64_t row = 0; row < n_rows; ++row) {
    for (std::int64_t col = 0; col < n_cols; ++col) {
      columns[col * n_rows + row] = rows[row * row_stride + col];
    }
  }
  for (std::int64_t first = 0; first < n_cols; first += kColumns) {
    const std::int64_t count = std::min(kColumns, n_cols - first);
    table.matmul_f32({.weights = columns,
                      .n_cols = n_rows,
                      .row_begin = first,
                      .row_end = n_cols,
                      .activations = columns + first * n_rows,
                      .quantized = {},
                      .n_tokens = count,
                      .output = products,
                      .output_stride = n_cols});
    for (std::int64_t i = 0; i < count; ++i) {
      for (std::int64_t j = first + i; j < n_cols; ++j) {
        const double product = products[i * n_cols + j];
        sums[(first + i) * n_cols + j] += product;
        if (j != first + i) {
          sums[j * n_cols + first + i] += product;
        }
      }
    }
  }
}

}  // namespace

std::size_t gram_scratch_floats(std::int64_t n_cols) noexcept {
  return static_cast<std::size_t>(n_cols * (kGramRows + kColumns));
}

void add_gram(const Table& table, const float* rows, std::int64_t n_rows, std::int64_t row_stride, std::int64_t n_cols,
              float* scratch, double* sums) noexcept {
  for (std::int64_t first = 0; first < n_rows; first += kGramRows) {
    add_block(table, rows + first * row_stride, std::min(kGramRows, n_rows - first), row_stride, n_cols, scratch,
              scratch + n_cols * kGramRows, sums);
  }
}

}  // namespace oree::kernels
