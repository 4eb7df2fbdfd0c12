#include "kernels/avx512_vnni/dequantize.h"
#include "kernels/avx512_vnni/load.h"
#include "kernels/fetch_order.h"
#include "kernels/targets.h"

namespace oree::kernels::avx512_vnni {
namespace {

constexpr std::int64_t kLineBytes = 64;

// Adds up the lanes of sixteen vectors at once: lane i of the result is the sum of parts[i]. Every sum is made in the
// same order, so a score does not depend on its place in the tile.
[[gnu::always_inline]] inline __m512 sum_lanes(const __m512 (&parts)[16]) noexcept {
  __m512 halves[8];
  repeat<8>([&](int i) {
    halves[i] = _mm512_add_ps(_mm512_shuffle_f32x4(parts[i], parts[i + 8], 0x44),
                              _mm512_shuffle_f32x4(parts[i], parts[i + 8], 0xee));
  });
  __m512 quarters[4];  // 128-bit lanes: parts i, i + 8, i + 4, i + 12
  repeat<4>([&](int i) {
    quarters[i] = _mm512_add_ps(_mm512_shuffle_f32x4(halves[i], halves[i + 4], 0x88),
                                _mm512_shuffle_f32x4(halves[i], halves[i + 4], 0xdd));
  });
  const __m512 even =
      _mm512_add_ps(_mm512_unpacklo_ps(quarters[0], quarters[2]), _mm512_unpackhi_ps(quarters[0], quarters[2]));
  const __m512 odd =
      _mm512_add_ps(_mm512_unpacklo_ps(quarters[1], quarters[3]), _mm512_unpackhi_ps(quarters[1], quarters[3]));
  const __m512 sums = _mm512_add_ps(_mm512_unpacklo_ps(even, odd), _mm512_unpackhi_ps(even, odd));
  return _mm512_shuffle_f32x4(sums, sums, 0xd8);
}

// Elements i to i + 31 of a row; of a block format i is a multiple of 32.
template <class Element>
inline void load_pair(const std::byte* row, std::int64_t i, __m512* values) noexcept {
  if constexpr (Element::kIsBlocks) {
    Element::load_block(row, i, values);
  } else {
    values[0] = Element::load(row, i);
    values[1] = Element::load(row, i + 16);
  }
}

// lanes: [kQueries, kKeys], of which n_keys are wanted.
template <int kQueries, int kKeys>
[[gnu::always_inline]] inline void store_scores(__m512 lanes, std::int64_t n_keys, const ScoreTask& task,
                                                std::int64_t query, std::int64_t key) noexcept {
  alignas(64) float sums[16];
  _mm512_store_ps(sums, lanes);
  float* scores = task.scores + query * task.score_stride + key;
  for (int i = 0; i < kQueries; ++i, scores += task.score_stride) {
    if (n_keys == kKeys) {
      __builtin_memcpy(scores, sums + i * kKeys, kKeys * sizeof(float));
    } else {
      __builtin_memcpy(scores, sums + i * kKeys, static_cast<std::size_t>(n_keys) * sizeof(float));
    }
  }
}

// Of a block format: sixteen sums a score. kQueries * kKeys is at most 16. At the end of the keys the last one is
// computed again instead of those that are missing.
template <class Element, int kQueries, int kKeys>
[[gnu::flatten]] void score_block_tile(const ScoreTask& task, std::int64_t query, std::int64_t key) noexcept {
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
  __m512 parts[16];
  repeat<16>([&](int i) { parts[i] = _mm512_setzero_ps(); });
  for (std::int64_t dim = 0; dim < head_dim; dim += kQuantBlock) {
    __m512 q[kQueries][2];
    repeat<kQueries>([&](int i) { load_pair<F32>(queries + i * query_bytes, dim, q[i]); });
    repeat<kKeys>([&](int k) {
      __m512 values[2];
      _mm_prefetch(reinterpret_cast<const char*>(ahead[k] + Element::row_bytes(dim)), _MM_HINT_T1);
      load_pair<Element>(keys[k], dim, values);
      repeat<kQueries>([&](int i) {
        parts[i * kKeys + k] = _mm512_fmadd_ps(q[i][0], values[0], parts[i * kKeys + k]);
        parts[i * kKeys + k] = _mm512_fmadd_ps(q[i][1], values[1], parts[i * kKeys + k]);
      });
    });
  }
  store_scores<kQueries, kKeys>(sum_lanes(parts), n_keys, task, query, key);
}

// Adds up the lanes of the halves of eight vectors: number 2 * i + h of the result is the sum of half h of parts[i]'s
// lanes, in the order of score_panel.h.
[[gnu::always_inline]] inline __m512 sum_halves(const __m512 (&parts)[8]) noexcept {
  __m512 fours[4];  // of each half the sums of lanes i and i + 4
  repeat<4>([&](int i) {
    fours[i] = _mm512_add_ps(_mm512_shuffle_f32x4(parts[2 * i], parts[2 * i + 1], 0x88),
                             _mm512_shuffle_f32x4(parts[2 * i], parts[2 * i + 1], 0xdd));
  });
  __m512 twos[2];  // of those, the sums of lanes i and i + 2
  repeat<2>([&](int i) {
    const __m512d first = _mm512_castps_pd(fours[2 * i]);
    const __m512d second = _mm512_castps_pd(fours[2 * i + 1]);
    twos[i] = _mm512_add_ps(_mm512_castpd_ps(_mm512_unpacklo_pd(first, second)),
                            _mm512_castpd_ps(_mm512_unpackhi_pd(first, second)));
  });
  const __m512 sums =
      _mm512_add_ps(_mm512_shuffle_ps(twos[0], twos[1], 0x88), _mm512_shuffle_ps(twos[0], twos[1], 0xdd));
  return _mm512_permutexvar_ps(_mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15), sums);
}

// Two keys a vector, eight dims of each. kQueries * kKeys is at most 16, kKeys even. At the end of the keys the last
// one is computed again instead of those that are missing.
template <class Element, int kQueries, int kKeys>
[[gnu::flatten]] void score_tile(const ScoreTask& task, std::int64_t query, std::int64_t key) noexcept {
  constexpr int kPairs = kKeys / 2;
  constexpr std::int64_t kDims = 8;
  const std::int64_t head_dim = task.head_dim;
  const std::int64_t key_bytes = Element::row_bytes(head_dim);
  const std::int64_t n_keys = task.n_keys - key < kKeys ? task.n_keys - key : kKeys;
  const std::byte* keys[kKeys];
  keys[0] = static_cast<const std::byte*>(task.keys) + key * key_bytes;
  repeat<kKeys - 1>([&](int k) { keys[k + 1] = keys[k] + (k + 1 < n_keys ? key_bytes : 0); });
  const std::byte* ahead[kKeys];
  repeat<kKeys>([&](int k) { ahead[k] = row_ahead(task.ahead, key + k, keys[k], key_bytes); });
  const float* queries = task.queries + query * head_dim;
  __m512 parts[8];
  repeat<8>([&](int i) { parts[i] = _mm512_setzero_ps(); });
  const auto add = [&](int pair, int i, __m512 values, __m256 of_query) {
    __m512& sums = parts[i * kPairs + pair];
    sums = _mm512_fmadd_ps(_mm512_broadcast_f32x8(of_query), values, sums);
  };
  constexpr std::int64_t kLineDims = kLineBytes / Element::kBytes;
  std::int64_t dim = 0;
  for (; dim + kDims <= head_dim; dim += kDims) {
    if (dim % kLineDims == 0) {
      for (const std::byte* row : ahead) {
        _mm_prefetch(reinterpret_cast<const char*>(row + dim * Element::kBytes), _MM_HINT_T1);
      }
    }
    repeat<kPairs>([&](int pair) {
      const __m512 values = Element::load_two(keys[2 * pair], keys[2 * pair + 1], dim);
      repeat<kQueries>([&](int i) { add(pair, i, values, _mm256_loadu_ps(queries + i * head_dim + dim)); });
    });
  }
  if (dim < head_dim) {
    const auto mask = static_cast<__mmask8>(first_lanes(head_dim - dim));
    repeat<kPairs>([&](int pair) {
      const __m512 values = Element::load_first_of_two(keys[2 * pair], keys[2 * pair + 1], dim, mask);
      repeat<kQueries>([&](int i) { add(pair, i, values, _mm256_maskz_loadu_ps(mask, queries + i * head_dim + dim)); });
    });
  }
  store_scores<kQueries, kKeys>(sum_halves(parts), n_keys, task, query, key);
}

template <class Element, int kQueries, int kKeys>
void score_rows(const ScoreTask& task, std::int64_t query) noexcept {
  for (std::int64_t key = 0; key < task.n_keys; key += kKeys) {
    if constexpr (Element::kIsBlocks) {
      score_block_tile<Element, kQueries, kKeys>(task, query, key);
    } else {
      score_tile<Element, kQueries, kKeys>(task, query, key);
    }
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
    score_rows<Element, 1, 16>(task, query);
  }
}

// Sixteen dims a vector, kVectors of them: an even number, or one, for which the mask holds.
template <class Element, int kQueries, int kVectors>
[[gnu::flatten]] void mix_tile(const MixTask& task, std::int64_t query, std::int64_t dim, __mmask16 mask) noexcept {
  const std::int64_t head_dim = task.head_dim;
  const std::int64_t weight_stride = task.weight_stride;
  const std::int64_t accumulator_stride = task.accumulator_stride;
  const std::int64_t value_bytes = Element::row_bytes(head_dim);
  float* accumulators = task.accumulators + query * accumulator_stride + dim;
  const float* weights = task.weights + query * weight_stride;
  const std::byte* values = static_cast<const std::byte*>(task.values);
  __m512 sums[kQueries][kVectors];
  repeat<kQueries>([&](int i) {
    repeat<kVectors>([&](int v) {
      const float* at = accumulators + i * accumulator_stride + v * 16;
      sums[i][v] = kVectors == 1 ? _mm512_maskz_loadu_ps(mask, at) : _mm512_loadu_ps(at);
    });
  });
  for (std::int64_t key = 0; key < task.n_keys; ++key, values += value_bytes) {
    const std::byte* ahead = row_ahead(task.ahead, key, values, value_bytes);
    for (std::int64_t line = 0; line < Element::row_bytes(kVectors * 16); line += kLineBytes) {
      _mm_prefetch(reinterpret_cast<const char*>(ahead + Element::row_bytes(dim) + line), _MM_HINT_T1);
    }
    __m512 row[kVectors];
    if constexpr (kVectors == 1) {
      row[0] = Element::load_first(values, dim, mask);
    } else {
      repeat<kVectors / 2>([&](int pair) { load_pair<Element>(values, dim + pair * 32, row + pair * 2); });
    }
    repeat<kQueries>([&](int i) {
      const __m512 weight = _mm512_set1_ps(weights[i * weight_stride + key]);
      repeat<kVectors>([&](int v) { sums[i][v] = _mm512_fmadd_ps(weight, row[v], sums[i][v]); });
    });
  }
  repeat<kQueries>([&](int i) {
    repeat<kVectors>([&](int v) {
      float* at = accumulators + i * accumulator_stride + v * 16;
      if constexpr (kVectors == 1) {
        _mm512_mask_storeu_ps(at, mask, sums[i][v]);
      } else {
        _mm512_storeu_ps(at, sums[i][v]);
      }
    });
  });
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
  if constexpr (!Element::kIsBlocks) {
    for (; dim < task.head_dim; dim += 16) {
      const std::int64_t rest = task.head_dim - dim;
      mix_tile<Element, kQueries, 1>(task, query, dim, rest >= 16 ? __mmask16{0xffff} : first_lanes(rest));
    }
  }
}

template <class Element>
void mix_keys(const MixTask& task) noexcept {
  std::int64_t query = 0;
  for (; query + 4 <= task.n_queries; query += 4) {
    mix_rows<Element, 4>(task, query);
  }
  for (; query + 3 <= task.n_queries; query += 3) {
    mix_rows<Element, 3>(task, query);
  }
  for (; query + 2 <= task.n_queries; query += 2) {
    mix_rows<Element, 2>(task, query);
  }
  for (; query < task.n_queries; ++query) {
    mix_rows<Element, 1>(task, query);
  }
}

// A tile reads 64 dims of every row, and the next tile the next 64. Of long rows it would touch some lines and pass
// over others, which the processor's prefetching does not follow: these are taken a few keys at a time.
template <class Element>
void mix(const MixTask& task) noexcept {
  constexpr std::int64_t kLongRow = 256;  // bytes
  constexpr std::int64_t kKeysOfLongRows = 16;
  const std::int64_t value_bytes = Element::row_bytes(task.head_dim);
  const std::int64_t step = value_bytes >= kLongRow ? kKeysOfLongRows : task.n_keys;
  MixTask part = task;
  for (std::int64_t key = 0; key < task.n_keys; key += step) {
    part.weights = task.weights + key;
    part.values = static_cast<const std::byte*>(task.values) + key * value_bytes;
    part.n_keys = task.n_keys - key < step ? task.n_keys - key : step;
    part.ahead = task.ahead != nullptr ? task.ahead + key / 4 * value_bytes : nullptr;
    mix_keys<Element>(part);
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

}  // namespace oree::kernels::avx512_vnni
