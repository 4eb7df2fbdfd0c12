// The norms of values through the output matrix of their layer.
#include <algorithm>
#include <array>
#include <cmath>

#include "model/forward.h"
#include "tensor/convert.h"

namespace oree::model {
namespace {

constexpr std::size_t kRows = 4;     // of the matrix, widened together
constexpr std::size_t kValues = 64;  // multiplied by them together

// The columns [begin, begin + output.size()) of a row, however they lie in the blocks that are stored.
void widen_columns(const Matrix& matrix, std::size_t row, std::size_t begin, std::span<float> output) noexcept {
  const tensor::ElementTypeInfo& type = tensor::info(matrix.type);
  const std::size_t block = type.block_size;
  const std::byte* stored = matrix.data + row * matrix.row_bytes;
  while (!output.empty()) {
    const std::byte* first = stored + begin / block * type.block_bytes;
    const std::size_t skipped = begin % block;
    std::size_t n = output.size() / block * block;
    if (skipped == 0 && n > 0) {
      tensor::dequantize_row(matrix.type, {first, n / block * type.block_bytes}, output.first(n));
    } else {
      std::array<float, tensor::kSuperBlockSize> values;
      n = std::min(block - skipped, output.size());
      tensor::dequantize_row(matrix.type, {first, type.block_bytes}, std::span(values).first(block));
      std::copy_n(values.data() + skipped, n, output.data());
    }
    begin += n;
    output = output.subspan(n);
  }
}

class OutputNorms final : public cache::ValueNorms {
 public:
  explicit OutputNorms(const Model::State& state) : state_(&state) {}

  void norms(int layer, int kv_head, const float* values, std::size_t n,
             std::span<float> norms) const noexcept override {
    const Matrix& output = state_->weights.layers[static_cast<std::size_t>(layer)].attention_output;
    const int group = state_->hyper.n_heads / state_->hyper.n_kv_heads;
    std::fill(norms.begin(), norms.end(), 0.0f);
    for (int head = kv_head * group; head < (kv_head + 1) * group; ++head) {
      for (std::int64_t row = 0; row < output.n_rows; row += kRows) {
        add_rows(output, head, static_cast<std::size_t>(row), values, n, norms);
      }
    }
    for (float& norm : norms) {
      norm /= static_cast<float>(group);
    }
  }

 private:
  // Adds what kRows rows of the head's columns make of each value.
  void add_rows(const Matrix& output, int head, std::size_t first_row, const float* values, std::size_t n,
                std::span<float> norms) const noexcept {
    const auto head_dim = static_cast<std::size_t>(state_->hyper.head_dim);
    const std::size_t n_rows = std::min(kRows, static_cast<std::size_t>(output.n_rows) - first_row);
    std::array<float, kRows * cache::kMaxHeadDim> weights;
    for (std::size_t i = 0; i < n_rows; ++i) {
      widen_columns(output, first_row + i, static_cast<std::size_t>(head) * head_dim,
                    std::span(weights).subspan(i * head_dim, head_dim));
    }
    std::array<float, kRows * kValues> products;
    for (std::size_t begin = 0; begin < n; begin += kValues) {
      const std::size_t n_values = std::min(kValues, n - begin);
      state_->kernels->scores_f32({.queries = weights.data(),
                                   .keys = values + begin * head_dim,
                                   .n_queries = static_cast<std::int64_t>(n_rows),
                                   .n_keys = static_cast<std::int64_t>(n_values),
                                   .head_dim = static_cast<std::int64_t>(head_dim),
                                   .scores = products.data(),
                                   .score_stride = kValues});
      for (std::size_t i = 0; i < n_rows; ++i) {
        for (std::size_t value = 0; value < n_values; ++value) {
          norms[begin + value] += std::abs(products[i * kValues + value]);
        }
      }
    }
  }

  const Model::State* state_;
};

}  // namespace

std::unique_ptr<const cache::ValueNorms> Model::value_norms() const { return std::make_unique<OutputNorms>(*state_); }

}  // namespace oree::model
