#include "kernels/scalar/block_elements.h"
#include "kernels/targets.h"

namespace oree::kernels::scalar {
namespace {

void prepare(const float* query, std::int64_t head_dim, float* prepared) noexcept {
  for (std::int64_t dim = 0; dim < head_dim; ++dim) {
    prepared[dim] = query[dim];
  }
}

std::int64_t padded(std::int64_t n) noexcept { return (n + kDimPadding - 1) / kDimPadding * kDimPadding; }

// [n_rows, head_dim]
template <class Element>
void pack(const std::byte* const* rows, std::int64_t n_rows, std::int64_t head_dim, float* packed) noexcept {
  for (std::int64_t row = 0; row < n_rows; ++row) {
    for (std::int64_t dim = 0; dim < head_dim; ++dim) {
      packed[row * head_dim + dim] = Element::load(rows[row], dim);
    }
  }
}

void score(const BlockScoreTask& task) noexcept {
  for (std::int64_t query = 0; query < task.n_queries; ++query) {
    const float* q = task.queries + query * padded(task.head_dim);
    for (std::int64_t key = 0; key < task.n_keys; ++key) {
      const float* k = task.packed + key * task.head_dim;
      float sum = 0;
      for (std::int64_t dim = 0; dim < task.head_dim; ++dim) {
        sum += q[dim] * k[dim];
      }
      task.scores[query * kKeyBlock + key] = sum;
    }
  }
}

void mix_block(const BlockMixTask& task) noexcept {
  const std::int64_t stride = padded(task.head_dim);
  for (std::int64_t query = 0; query < task.n_queries; ++query) {
    float* accumulator = task.accumulators + query * stride;
    for (std::int64_t key = task.begin; key < task.end; ++key) {
      const float weight = task.weights[query * kKeyBlock + key];
      for (std::int64_t dim = 0; dim < task.head_dim; ++dim) {
        accumulator[dim] += weight * task.packed[key * task.head_dim + dim];
      }
    }
  }
}

template <class Element>
constexpr KeyKernels kKeys{.prepare = prepare, .pack = pack<Element>, .score = score, .score_rows = nullptr};

}  // namespace

void fill_attention(Table& table) noexcept {
  table.keys_f32 = kKeys<F32>;
  table.keys_f16 = kKeys<F16>;
  table.keys_bf16 = kKeys<Bf16>;
  table.keys_q8_0 = kKeys<Q8_0>;
  table.keys_q4_0 = kKeys<Q4_0>;
  table.values_f32.pack = pack<F32>;
  table.values_f16.pack = pack<F16>;
  table.values_bf16.pack = pack<Bf16>;
  table.values_q8_0.pack = pack<Q8_0>;
  table.values_q4_0.pack = pack<Q4_0>;
  table.mix_block = mix_block;
}

}  // namespace oree::kernels::scalar
