// What the output projection makes of a value, without its direction in the stream.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/check.h"
#include "kernels/gram.h"
#include "model/forward.h"
#include "model/model.h"
#include "tensor/convert.h"

namespace oree::model {

std::vector<float> Model::value_grams(int layer, ThreadPool& threads) const {
  const HyperParameters& hyper = state_->hyper;
  check(layer >= 0 && layer < hyper.n_layers, "Model::value_grams: there is no such layer");
  const Matrix& matrix = state_->weights.layers[static_cast<std::size_t>(layer)].attention_output;
  const std::int64_t dim = hyper.head_dim;
  const std::int64_t group = hyper.n_heads / hyper.n_kv_heads;
  const auto gram_size = static_cast<std::size_t>(dim * dim);
  std::vector<double> sums(static_cast<std::size_t>(hyper.n_kv_heads) * gram_size);
  std::vector<float> rows(static_cast<std::size_t>(kernels::kGramRows * matrix.n_cols));
  const std::size_t scratch_size = kernels::gram_scratch_floats(dim);
  std::vector<float> scratch(static_cast<std::size_t>(threads.n_threads()) * scratch_size);
  for (std::int64_t first = 0; first < matrix.n_rows; first += kernels::kGramRows) {
    const std::int64_t n = std::min(kernels::kGramRows, matrix.n_rows - first);
    threads.parallel_for(n, 1, [&](int, std::int64_t begin, std::int64_t end) {
      for (std::int64_t row = begin; row < end; ++row) {
        const auto offset = static_cast<std::size_t>(first + row) * matrix.row_bytes;
        tensor::dequantize_row(matrix.type, {matrix.data + offset, matrix.row_bytes},
                               {rows.data() + row * matrix.n_cols, static_cast<std::size_t>(matrix.n_cols)});
      }
    });
    threads.parallel_for(hyper.n_kv_heads, 1, [&](int thread, std::int64_t begin, std::int64_t end) {
      for (std::int64_t head = begin * group; head < end * group; ++head) {
        kernels::add_gram(*state_->kernels, rows.data() + head * dim, n, matrix.n_cols, dim,
                          scratch.data() + static_cast<std::size_t>(thread) * scratch_size,
                          sums.data() + static_cast<std::size_t>(head / group) * gram_size);
      }
    });
  }
  return {sums.begin(), sums.end()};
}

}  // namespace oree::model
