#include "kernels/neon/dequantize.h"
#include "kernels/neon/load.h"
#include "kernels/targets.h"

namespace oree::kernels::neon {
namespace {

// kKeys is a multiple of four, and kQueries * kKeys at most 16. At the end of the keys the last one is computed again
// instead of those that are missing. A score adds up its dims in four sums whatever the tile.
template <class Element, int kQueries, int kKeys>
[[gnu::flatten]] void score_tile(const ScoreTask& task, std::int64_t query, std::int64_t key) noexcept {
  const std::int64_t head_dim = task.head_dim;
  const std::int64_t key_bytes = Element::row_bytes(head_dim);
  const std::int64_t n_keys = task.n_keys - key < kKeys ? task.n_keys - key : kKeys;
  const std::byte* keys[kKeys];
  keys[0] = static_cast<const std::byte*>(task.keys) + key * key_bytes;
  repeat<kKeys - 1>([&](auto k) { keys[k + 1] = keys[k] + (k + 1 < n_keys ? key_bytes : 0); });
  const std::byte* queries = reinterpret_cast<const std::byte*>(task.queries + query * head_dim);
  const std::int64_t query_bytes = head_dim * F32::kBytes;
  float32x4_t parts[kQueries][kKeys];
  repeat<kQueries>([&](auto i) { repeat<kKeys>([&](auto k) { parts[i][k] = vdupq_n_f32(0); }); });
  if constexpr (Element::kIsBlocks) {
    for (std::int64_t dim = 0; dim < head_dim; dim += kQuantBlock) {
      repeat<kKeys>([&](auto k) {
        float32x4_t values[8];
        Element::load_block(keys[k], dim, values);
        repeat<8>([&](auto v) {
          repeat<kQueries>([&](auto i) {
            parts[i][k] = vfmaq_f32(parts[i][k], F32::load(queries + i * query_bytes, dim + v * 4), values[v]);
          });
        });
      });
    }
  } else {
    float32x4_t q[kQueries];
    std::int64_t dim = 0;
    for (; dim + 4 <= head_dim; dim += 4) {
      repeat<kQueries>([&](auto i) { q[i] = F32::load(queries + i * query_bytes, dim); });
      repeat<kKeys>([&](auto k) {
        const float32x4_t values = Element::load(keys[k], dim);
        repeat<kQueries>([&](auto i) { parts[i][k] = vfmaq_f32(parts[i][k], q[i], values); });
      });
    }
    const std::int64_t rest = head_dim - dim;
    if (rest > 0) {
      repeat<kQueries>([&](auto i) { q[i] = F32::load_first(queries + i * query_bytes, dim, rest); });
      repeat<kKeys>([&](auto k) {
        const float32x4_t values = Element::load_first(keys[k], dim, rest);
        repeat<kQueries>([&](auto i) { parts[i][k] = vfmaq_f32(parts[i][k], q[i], values); });
      });
    }
  }
  float* scores = task.scores + query * task.score_stride + key;
  repeat<kQueries>([&](auto i) {
    float sums[kKeys];
    repeat<kKeys / 4>([&](auto four) {
      const float32x4_t* of_four = parts[i] + four * 4;
      vst1q_f32(sums + four * 4, sum_lanes_of_four(of_four[0], of_four[1], of_four[2], of_four[3]));
    });
    __builtin_memcpy(scores + i * task.score_stride, sums, static_cast<std::size_t>(n_keys) * sizeof(float));
  });
}

template <class Element, int kQueries, int kKeys>
void score_rows(const ScoreTask& task, std::int64_t query) noexcept {
  for (std::int64_t key = 0; key < task.n_keys; key += kKeys) {
    score_tile<Element, kQueries, kKeys>(task, query, key);
  }
}

template <class Element>
void scores(const ScoreTask& task) noexcept {
  std::int64_t query = 0;
  for (; query + 4 <= task.n_queries; query += 4) {
    score_rows<Element, 4, 4>(task, query);
  }
  for (; query + 3 <= task.n_queries; query += 3) {
    score_rows<Element, 3, 4>(task, query);
  }
  for (; query + 2 <= task.n_queries; query += 2) {
    score_rows<Element, 2, 8>(task, query);
  }
  for (; query < task.n_queries; ++query) {
    score_rows<Element, 1, 8>(task, query);
  }
}

// Four dims a vector, kVectors of them; eight of a block format.
template <class Element, int kQueries, int kVectors>
[[gnu::flatten]] void mix_tile(const MixTask& task, std::int64_t query, std::int64_t dim) noexcept {
  float* accumulators = task.accumulators + query * task.accumulator_stride + dim;
  const float* weights = task.weights + query * task.weight_stride;
  const std::byte* values = static_cast<const std::byte*>(task.values);
  const std::int64_t value_bytes = Element::row_bytes(task.head_dim);
  float32x4_t sums[kQueries][kVectors];
  repeat<kQueries>([&](auto i) {
    repeat<kVectors>([&](auto v) { sums[i][v] = vld1q_f32(accumulators + i * task.accumulator_stride + v * 4); });
  });
  for (std::int64_t key = 0; key < task.n_keys; ++key, values += value_bytes) {
    float32x4_t row[kVectors];
    if constexpr (Element::kIsBlocks) {
      Element::load_block(values, dim, row);
    } else {
      repeat<kVectors>([&](auto v) { row[v] = Element::load(values, dim + v * 4); });
    }
    repeat<kQueries>([&](auto i) {
      const float weight = weights[i * task.weight_stride + key];
      repeat<kVectors>([&](auto v) { sums[i][v] = vfmaq_n_f32(sums[i][v], row[v], weight); });
    });
  }
  repeat<kQueries>([&](auto i) {
    repeat<kVectors>([&](auto v) { vst1q_f32(accumulators + i * task.accumulator_stride + v * 4, sums[i][v]); });
  });
}

// The last dims, fewer than a vector.
template <class Element>
void mix_rest(const MixTask& task, std::int64_t query, std::int64_t dim) noexcept {
  const std::int64_t n = task.head_dim - dim;
  float* accumulators = task.accumulators + query * task.accumulator_stride + dim;
  const std::byte* values = static_cast<const std::byte*>(task.values);
  float32x4_t sums = load_floats(accumulators, n);
  for (std::int64_t key = 0; key < task.n_keys; ++key, values += task.head_dim * Element::kBytes) {
    const float weight = task.weights[query * task.weight_stride + key];
    sums = vfmaq_n_f32(sums, Element::load_first(values, dim, n), weight);
  }
  store_floats(accumulators, n, sums);
}

template <class Element, int kQueries>
void mix_rows(const MixTask& task, std::int64_t query) noexcept {
  std::int64_t dim = 0;
  for (; dim + 32 <= task.head_dim; dim += 32) {
    mix_tile<Element, kQueries, 8>(task, query, dim);
  }
  if constexpr (!Element::kIsBlocks) {
    for (; dim + 4 <= task.head_dim; dim += 4) {
      mix_tile<Element, kQueries, 1>(task, query, dim);
    }
    if (dim < task.head_dim) {
      for (int i = 0; i < kQueries; ++i) {
        mix_rest<Element>(task, query + i, dim);
      }
    }
  }
}

template <class Element>
void mix(const MixTask& task) noexcept {
  std::int64_t query = 0;
  for (; query + 2 <= task.n_queries; query += 2) {
    mix_rows<Element, 2>(task, query);
  }
  for (; query < task.n_queries; ++query) {
    mix_rows<Element, 1>(task, query);
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

}  // namespace oree::kernels::neon
