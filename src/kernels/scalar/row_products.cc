#include "kernels/scalar/block_elements.h"
#include "kernels/targets.h"

namespace oree::kernels::scalar {
namespace {

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
    float* accumulator = task.accumulators + query * task.accumulator_stride;
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

void fill_row_products(Table& table) noexcept {
  table.scores_f32 = scores<F32>;
  table.scores_f16 = scores<F16>;
  table.scores_bf16 = scores<Bf16>;
  table.scores_q8_0 = scores<Q8_0>;
  table.scores_q4_0 = scores<Q4_0>;
  table.values_f32.mix_rows = mix<F32>;
  table.values_f16.mix_rows = mix<F16>;
  table.values_bf16.mix_rows = mix<Bf16>;
  table.values_q8_0.mix_rows = mix<Q8_0>;
  table.values_q4_0.mix_rows = mix<Q4_0>;
}

}  // namespace oree::kernels::scalar
