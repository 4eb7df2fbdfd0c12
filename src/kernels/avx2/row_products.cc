#include "kernels/avx2/dequantize.h"
#include "kernels/avx2/load.h"
#include "kernels/fetch_order.h"
#include "kernels/targets.h"

namespace oree::kernels::avx2 {
namespace {

constexpr std::int64_t kLineBytes = 64;

// Lane i of the result is the sum of parts[i]'s lanes. Every sum is made in the same order, so a score does not depend
// on its place in the tile.
inline __m128 sum_lanes_of_four(const __m256* parts) noexcept {
  const __m256 first = _mm256_hadd_ps(parts[0], parts[1]);
  const __m256 second = _mm256_hadd_ps(parts[2], parts[3]);
  const __m256 halves = _mm256_hadd_ps(first, second);
  return _mm_add_ps(_mm256_castps256_ps128(halves), _mm256_extractf128_ps(halves, 1));
}

// kQueries * kKeys is at most 8. At the end of the keys the last one is computed again instead of those that are
// missing.
template <class Element, int kQueries, int kKeys>
[[gnu::flatten]] void score_tile(const ScoreTask& task, std::int64_t query, std::int64_t key) noexcept {
  const std::int64_t head_dim = task.head_dim;
  const std::int64_t key_bytes = Element::row_bytes(head_dim);
  const std::int64_t n_keys = task.n_keys - key < kKeys ? task.n_keys - key : kKeys;
  const std::byte* keys[kKeys];
  keys[0] = static_cast<const std::byte*>(task.keys) + key * key_bytes;
  repeat<kKeys - 1>([&](int k) { keys[k + 1] = keys[k] + (k + 1 < n_keys ? key_bytes : 0); });
  const std::byte* ahead[kKeys];
  repeat<kKeys>([&](int k) { ahead[k] = row_ahead(task.ahead, key + k, keys[k], key_bytes); });
  const std::byte* queries = reinterpret_cast<const std::byte*>(task.queries + query * head_dim);
  const std::int64_t query_bytes = head_dim * 4;
  __m256 parts[8];
  repeat<8>([&](int i) { parts[i] = _mm256_setzero_ps(); });
  if constexpr (Element::kIsBlocks) {
    for (std::int64_t dim = 0; dim < head_dim; dim += kQuantBlock) {
      for (const std::byte* row : ahead) {
        _mm_prefetch(reinterpret_cast<const char*>(row + Element::row_bytes(dim)), _MM_HINT_T1);
      }
      repeat<kKeys>([&](int k) {
        __m256 values[4];
        Element::load_block(keys[k], dim, values);
        repeat<4>([&](int v) {
          repeat<kQueries>([&](int i) {
            const __m256 q = F32::load(queries + i * query_bytes, dim + v * 8);
            parts[i * kKeys + k] = _mm256_fmadd_ps(q, values[v], parts[i * kKeys + k]);
          });
        });
      });
    }
  } else {
    std::int64_t dim = 0;
    for (; dim + 8 <= head_dim; dim += 8) {
      if (dim * Element::kBytes % kLineBytes == 0) {
        for (const std::byte* row : ahead) {
          _mm_prefetch(reinterpret_cast<const char*>(row + Element::row_bytes(dim)), _MM_HINT_T1);
        }
      }
      __m256 q[kQueries];
      repeat<kQueries>([&](int i) { q[i] = F32::load(queries + i * query_bytes, dim); });
      repeat<kKeys>([&](int k) {
        const __m256 values = Element::load(keys[k], dim);
        repeat<kQueries>([&](int i) { parts[i * kKeys + k] = _mm256_fmadd_ps(q[i], values, parts[i * kKeys + k]); });
      });
    }
    const std::int64_t rest = head_dim - dim;
    if (rest > 0) {
      repeat<kKeys>([&](int k) {
        const __m256 values = Element::load_first(keys[k], dim, rest);
        repeat<kQueries>([&](int i) {
          const __m256 q = F32::load_first(queries + i * query_bytes, dim, rest);
          parts[i * kKeys + k] = _mm256_fmadd_ps(q, values, parts[i * kKeys + k]);
        });
      });
    }
  }
  float sums[8];
  _mm_storeu_ps(sums, sum_lanes_of_four(parts));
  _mm_storeu_ps(sums + 4, sum_lanes_of_four(parts + 4));
  float* scores = task.scores + query * task.score_stride + key;
  for (int i = 0; i < kQueries; ++i, scores += task.score_stride) {
    if (n_keys == kKeys) {
      __builtin_memcpy(scores, sums + i * kKeys, kKeys * sizeof(float));
    } else {
      __builtin_memcpy(scores, sums + i * kKeys, static_cast<std::size_t>(n_keys) * sizeof(float));
    }
  }
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
    score_rows<Element, 4, 2>(task, query);
  }
  for (; query + 3 <= task.n_queries; query += 3) {
    score_rows<Element, 3, 2>(task, query);
  }
  for (; query + 2 <= task.n_queries; query += 2) {
    score_rows<Element, 2, 4>(task, query);
  }
  for (; query < task.n_queries; ++query) {
    score_rows<Element, 1, 8>(task, query);
  }
}

// Eight dims a vector, kVectors of them; four of a block format.
template <class Element, int kQueries, int kVectors>
void mix_tile(const MixTask& task, std::int64_t query, std::int64_t dim) noexcept {
  float* accumulators = task.accumulators + query * task.accumulator_stride + dim;
  const float* weights = task.weights + query * task.weight_stride;
  const std::byte* values = static_cast<const std::byte*>(task.values);
  const std::int64_t value_bytes = Element::row_bytes(task.head_dim);
  __m256 sums[kQueries][kVectors];
  for (int i = 0; i < kQueries; ++i) {
    for (int v = 0; v < kVectors; ++v) {
      sums[i][v] = _mm256_loadu_ps(accumulators + i * task.accumulator_stride + v * 8);
    }
  }
  for (std::int64_t key = 0; key < task.n_keys; ++key, values += value_bytes) {
    __m256 row[kVectors];
    const std::byte* ahead = row_ahead(task.ahead, key, values, value_bytes);
    for (std::int64_t line = 0; line < Element::row_bytes(kVectors * 8); line += kLineBytes) {
      _mm_prefetch(reinterpret_cast<const char*>(ahead + Element::row_bytes(dim) + line), _MM_HINT_T1);
    }
    if constexpr (Element::kIsBlocks) {
      Element::load_block(values, dim, row);
    } else {
      for (int v = 0; v < kVectors; ++v) {
        row[v] = Element::load(values, dim + v * 8);
      }
    }
    for (int i = 0; i < kQueries; ++i) {
      const __m256 weight = _mm256_set1_ps(weights[i * task.weight_stride + key]);
      for (int v = 0; v < kVectors; ++v) {
        sums[i][v] = _mm256_fmadd_ps(weight, row[v], sums[i][v]);
      }
    }
  }
  for (int i = 0; i < kQueries; ++i) {
    for (int v = 0; v < kVectors; ++v) {
      _mm256_storeu_ps(accumulators + i * task.accumulator_stride + v * 8, sums[i][v]);
    }
  }
}

// The last dims, fewer than a vector.
template <class Element>
void mix_rest(const MixTask& task, std::int64_t query, std::int64_t dim) noexcept {
  const std::int64_t n = task.head_dim - dim;
  float* accumulators = task.accumulators + query * task.accumulator_stride + dim;
  const std::byte* values = static_cast<const std::byte*>(task.values);
  __m256 sums = load_floats(accumulators, n);
  for (std::int64_t key = 0; key < task.n_keys; ++key, values += task.head_dim * Element::kBytes) {
    const __m256 weight = _mm256_set1_ps(task.weights[query * task.weight_stride + key]);
    sums = _mm256_fmadd_ps(weight, Element::load_first(values, dim, n), sums);
  }
  store_floats(accumulators, n, sums);
}

template <class Element, int kQueries>
void mix_rows(const MixTask& task, std::int64_t query) noexcept {
  std::int64_t dim = 0;
  for (; dim + 32 <= task.head_dim; dim += 32) {
    mix_tile<Element, kQueries, 4>(task, query, dim);
  }
  if constexpr (!Element::kIsBlocks) {
    for (; dim + 8 <= task.head_dim; dim += 8) {
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

}  // namespace oree::kernels::avx2
