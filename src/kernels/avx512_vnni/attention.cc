#include "kernels/avx512_vnni/load.h"
#include "kernels/targets.h"

namespace oree::kernels::avx512_vnni {
namespace {

// Adds up the lanes of sixteen vectors at once: lane i of the result is the sum of parts[i]. Every sum is made in the
// same order, so a score does not depend on its place in the tile.
inline __m512 sum_lanes(const __m512* parts) noexcept {
  __m512 halves[8];
  for (int i = 0; i < 8; ++i) {
    halves[i] = _mm512_add_ps(_mm512_shuffle_f32x4(parts[i], parts[i + 8], 0x44),
                              _mm512_shuffle_f32x4(parts[i], parts[i + 8], 0xee));
  }
  __m512 quarters[4];  // 128-bit lanes: parts i, i + 8, i + 4, i + 12
  for (int i = 0; i < 4; ++i) {
    quarters[i] = _mm512_add_ps(_mm512_shuffle_f32x4(halves[i], halves[i + 4], 0x88),
                                _mm512_shuffle_f32x4(halves[i], halves[i + 4], 0xdd));
  }
  const __m512 even =
      _mm512_add_ps(_mm512_unpacklo_ps(quarters[0], quarters[2]), _mm512_unpackhi_ps(quarters[0], quarters[2]));
  const __m512 odd =
      _mm512_add_ps(_mm512_unpacklo_ps(quarters[1], quarters[3]), _mm512_unpackhi_ps(quarters[1], quarters[3]));
  const __m512 sums = _mm512_add_ps(_mm512_unpacklo_ps(even, odd), _mm512_unpackhi_ps(even, odd));
  return _mm512_shuffle_f32x4(sums, sums, 0xd8);
}

// kQueries * kKeys is 16. At the end of the keys the last one is computed again instead of those that are missing.
template <class Element, int kQueries, int kKeys>
void score_tile(const ScoreTask& task, std::int64_t query, std::int64_t key) noexcept {
  const std::byte* keys[kKeys];
  for (int k = 0; k < kKeys; ++k) {
    const std::int64_t index = key + k < task.n_keys ? key + k : task.n_keys - 1;
    keys[k] = static_cast<const std::byte*>(task.keys) + index * task.head_dim * Element::kBytes;
  }
  const std::byte* queries = reinterpret_cast<const std::byte*>(task.queries + query * task.head_dim);
  const std::int64_t query_bytes = task.head_dim * 4;
  __m512 parts[16];
  for (int i = 0; i < 16; ++i) {
    parts[i] = _mm512_setzero_ps();
  }
  std::int64_t dim = 0;
  for (; dim + 16 <= task.head_dim; dim += 16) {
    __m512 q[kQueries];
    for (int i = 0; i < kQueries; ++i) {
      q[i] = F32::load(queries + i * query_bytes, dim);
    }
    for (int k = 0; k < kKeys; ++k) {
      const __m512 values = Element::load(keys[k], dim);
      for (int i = 0; i < kQueries; ++i) {
        parts[i * kKeys + k] = _mm512_fmadd_ps(q[i], values, parts[i * kKeys + k]);
      }
    }
  }
  if (dim < task.head_dim) {
    const __mmask16 mask = first_lanes(task.head_dim - dim);
    for (int k = 0; k < kKeys; ++k) {
      const __m512 values = Element::load_first(keys[k], dim, mask);
      for (int i = 0; i < kQueries; ++i) {
        const __m512 q = F32::load_first(queries + i * query_bytes, dim, mask);
        parts[i * kKeys + k] = _mm512_fmadd_ps(q, values, parts[i * kKeys + k]);
      }
    }
  }
  alignas(64) float sums[16];
  _mm512_store_ps(sums, sum_lanes(parts));
  const std::int64_t n_keys = task.n_keys - key < kKeys ? task.n_keys - key : kKeys;
  for (int i = 0; i < kQueries; ++i) {
    float* scores = task.scores + (query + i) * task.score_stride + key;
    for (std::int64_t k = 0; k < n_keys; ++k) {
      scores[k] = sums[i * kKeys + k];
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
    score_rows<Element, 4, 4>(task, query);
  }
  for (; query + 2 <= task.n_queries; query += 2) {
    score_rows<Element, 2, 8>(task, query);
  }
  for (; query < task.n_queries; ++query) {
    score_rows<Element, 1, 16>(task, query);
  }
}

// Sixteen dims a vector, kVectors of them; mask holds for the last one.
template <class Element, int kQueries, int kVectors>
void mix_tile(const MixTask& task, std::int64_t query, std::int64_t dim, __mmask16 mask) noexcept {
  float* accumulators = task.accumulators + query * task.head_dim + dim;
  const float* weights = task.weights + query * task.weight_stride;
  const std::byte* values = static_cast<const std::byte*>(task.values);
  const std::int64_t value_bytes = task.head_dim * Element::kBytes;
  __m512 sums[kQueries][kVectors];
  for (int i = 0; i < kQueries; ++i) {
    for (int v = 0; v < kVectors; ++v) {
      sums[i][v] = _mm512_maskz_loadu_ps(v == kVectors - 1 ? mask : __mmask16{0xffff},
                                         accumulators + i * task.head_dim + v * 16);
    }
  }
  for (std::int64_t key = 0; key < task.n_keys; ++key, values += value_bytes) {
    __m512 row[kVectors];
    for (int v = 0; v < kVectors - 1; ++v) {
      row[v] = Element::load(values, dim + v * 16);
    }
    row[kVectors - 1] = Element::load_first(values, dim + (kVectors - 1) * 16, mask);
    for (int i = 0; i < kQueries; ++i) {
      const __m512 weight = _mm512_set1_ps(weights[i * task.weight_stride + key]);
      for (int v = 0; v < kVectors; ++v) {
        sums[i][v] = _mm512_fmadd_ps(weight, row[v], sums[i][v]);
      }
    }
  }
  for (int i = 0; i < kQueries; ++i) {
    for (int v = 0; v < kVectors; ++v) {
      _mm512_mask_storeu_ps(accumulators + i * task.head_dim + v * 16, v == kVectors - 1 ? mask : __mmask16{0xffff},
                            sums[i][v]);
    }
  }
}

template <class Element, int kQueries>
void mix_rows(const MixTask& task, std::int64_t query) noexcept {
  std::int64_t dim = 0;
  for (; dim + 64 <= task.head_dim; dim += 64) {
    mix_tile<Element, kQueries, 4>(task, query, dim, 0xffff);
  }
  for (; dim + 32 <= task.head_dim; dim += 32) {
    mix_tile<Element, kQueries, 2>(task, query, dim, 0xffff);
  }
  for (; dim < task.head_dim; dim += 16) {
    const std::int64_t rest = task.head_dim - dim;
    mix_tile<Element, kQueries, 1>(task, query, dim, rest >= 16 ? __mmask16{0xffff} : first_lanes(rest));
  }
}

template <class Element>
void mix(const MixTask& task) noexcept {
  std::int64_t query = 0;
  for (; query + 4 <= task.n_queries; query += 4) {
    mix_rows<Element, 4>(task, query);
  }
  for (; query + 2 <= task.n_queries; query += 2) {
    mix_rows<Element, 2>(task, query);
  }
  for (; query < task.n_queries; ++query) {
    mix_rows<Element, 1>(task, query);
  }
}

}  // namespace

void fill_attention(Table& table) noexcept {
  table.scores_f32 = scores<F32>;
  table.scores_f16 = scores<F16>;
  table.scores_bf16 = scores<Bf16>;
  table.mix_f32 = mix<F32>;
  table.mix_f16 = mix<F16>;
  table.mix_bf16 = mix<Bf16>;
}

}  // namespace oree::kernels::avx512_vnni
