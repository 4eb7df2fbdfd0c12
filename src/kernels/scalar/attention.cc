#include "kernels/scalar/elements.h"
#include "kernels/targets.h"
#include "tensor/blocks.h"

namespace oree::kernels::scalar {
namespace {

// As the elements that stand alone, of rows in blocks.
struct Q8_0 {
  static std::int64_t row_bytes(std::int64_t n) noexcept {
    return n / tensor::kBlockSize * std::int64_t{sizeof(tensor::BlockQ8_0)};
  }
  static float load(const std::byte* row, std::int64_t i) noexcept {
    const std::byte* block = row + row_bytes(i);
    return static_cast<float>(static_cast<std::int8_t>(block[2 + i % tensor::kBlockSize])) * F16::load(block, 0);
  }
};
struct Q4_0 {
  static std::int64_t row_bytes(std::int64_t n) noexcept {
    return n / tensor::kBlockSize * std::int64_t{sizeof(tensor::BlockQ4_0)};
  }
  static float load(const std::byte* row, std::int64_t i) noexcept {
    const std::byte* block = row + row_bytes(i);
    const int pair = static_cast<int>(block[2 + i % (tensor::kBlockSize / 2)]);
    const int q = i % tensor::kBlockSize < tensor::kBlockSize / 2 ? pair & 15 : pair >> 4;
    return static_cast<float>(q - 8) * F16::load(block, 0);
  }
};

template <class Element>
void scores(const ScoreTask& task) noexcept {
  for (std::int64_t query = 0; query < task.n_queries; ++query) {
    const float* q = task.queries + query * task.head_dim;
    for (std::int64_t key = 0; key < task.n_keys; ++key) {
      const std::byte* k = static_cast<const std::byte*>(task.keys) + key * Element::row_bytes(task.head_dim);
      float sum = 0;
      for (std::int64_t dim = 0; dim < task.head_dim; ++dim) {
        sum += q[dim] * Element::load(k, dim);
      }
      task.scores[query * task.score_stride + key] = sum;
    }
  }
}

template <class Element>
void mix(const MixTask& task) noexcept {
  for (std::int64_t query = 0; query < task.n_queries; ++query) {
    float* accumulator = task.accumulators + query * task.head_dim;
    for (std::int64_t key = 0; key < task.n_keys; ++key) {
      const std::byte* v = static_cast<const std::byte*>(task.values) + key * Element::row_bytes(task.head_dim);
      const float weight = task.weights[query * task.weight_stride + key];
      for (std::int64_t dim = 0; dim < task.head_dim; ++dim) {
        accumulator[dim] += weight * Element::load(v, dim);
      }
    }
  }
}

}  // namespace

void fill_attention(Table& table) noexcept {
  table.scores_f32 = scores<F32>;
  table.scores_f16 = scores<F16>;
  table.scores_bf16 = scores<Bf16>;
  table.scores_q8_0 = scores<Q8_0>;
  table.scores_q4_0 = scores<Q4_0>;
  table.mix_f32 = mix<F32>;
  table.mix_f16 = mix<F16>;
  table.mix_bf16 = mix<Bf16>;
  table.mix_q8_0 = mix<Q8_0>;
  table.mix_q4_0 = mix<Q4_0>;
}

}  // namespace oree::kernels::scalar
