// Sums of outer products of rows with themselves.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/table.h"

namespace oree::kernels {

// Rows whose products are summed in f32 before they are added in f64.
inline constexpr std::int64_t kGramRows = 256;

// Floats of working memory that add_gram takes.
std::size_t gram_scratch_floats(std::int64_t n_cols) noexcept;

// sums[i, j] += sum over row of rows[row, i] * rows[row, j]. rows: [n_rows, n_cols], row_stride floats from one to the
// next. sums: [n_cols, n_cols], symmetric before and after. scratch: for this call alone.
void add_gram(const Table& table, const float* rows, std::int64_t n_rows, std::int64_t row_stride, std::int64_t n_cols,
              float* scratch, double* sums) noexcept;

}  // namespace oree::kernels
