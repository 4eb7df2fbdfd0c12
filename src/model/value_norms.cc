// The norms of what values add to the output (cache/value_weights.h).
#include <algorithm>
#include <cmath>
#include <cstddef>

#include "model/forward.h"
#include "model/model.h"
#include "tensor/convert.h"

namespace oree::model {
namespace {

// Holds the output projections as floats: they are read for every value.
class ProjectedValueNorms final : public cache::ValueNorms {
 public:
  explicit ProjectedValueNorms(const Model::State& state)
      : head_dim_(static_cast<std::size_t>(state.hyper.head_dim)),
        group_(static_cast<std::size_t>(state.hyper.n_heads / state.hyper.n_kv_heads)) {
    for (const LayerWeights& layer : state.weights.layers) {
      const Matrix& matrix = layer.attention_output;
      n_cols_ = static_cast<std::size_t>(matrix.n_cols);
      std::vector<float>& rows = projections_.emplace_back(static_cast<std::size_t>(matrix.n_rows) * n_cols_);
      for (std::size_t row = 0; row < static_cast<std::size_t>(matrix.n_rows); ++row) {
        tensor::dequantize_row(matrix.type, {matrix.data + row * matrix.row_bytes, matrix.row_bytes},
                               {rows.data() + row * n_cols_, n_cols_});
      }
    }
  }

  void norms(int layer, int kv_head, const float* values, std::size_t n,
             std::span<float> norms) const noexcept override {
    const std::vector<float>& rows = projections_[static_cast<std::size_t>(layer)];
    for (std::size_t i = 0; i < n; ++i) {
      const float* value = values + i * head_dim_;
      double sum = 0;
      for (std::size_t row = 0; row < rows.size(); row += n_cols_) {
        for (std::size_t g = 0; g < group_; ++g) {
          const float* weights = rows.data() + row + (static_cast<std::size_t>(kv_head) * group_ + g) * head_dim_;
          float product = 0;
          for (std::size_t dim = 0; dim < head_dim_; ++dim) {
            product += weights[dim] * value[dim];
          }
          sum += std::fabs(product);
        }
      }
      norms[i] = static_cast<float>(sum / static_cast<double>(group_));
    }
  }

 private:
  std::size_t head_dim_;
  std::size_t group_;
  std::size_t n_cols_ = 0;
  std::vector<std::vector<float>> projections_;  // [n_layers][embedding_length, n_heads * head_dim]
};

}  // namespace

std::shared_ptr<const cache::ValueNorms> Model::value_norms() const {
  return std::make_shared<ProjectedValueNorms>(*state_);
}

}  // namespace oree::model
