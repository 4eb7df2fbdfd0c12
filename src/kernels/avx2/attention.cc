// Attention in f32: keys and values are widened once a block, keys transposed, so that both products are sums of
// scalars times vectors without a sum over lanes.
#include "kernels/avx2/dequantize.h"
#include "kernels/avx2/load.h"
#include "kernels/avx2/product.h"
#include "kernels/avx2/score_panel.h"
#include "kernels/targets.h"

namespace oree::kernels::avx2 {
namespace {

std::int64_t in_eights(std::int64_t n) noexcept { return (n + 7) / 8 * 8; }

void prepare(const float* query, std::int64_t head_dim, float* prepared) noexcept {
  const std::int64_t n = in_eights(head_dim);
  for (std::int64_t dim = 0; dim < n; ++dim) {
    prepared[place_of_dim(dim, n)] = dim < head_dim ? query[dim] : 0.0f;
  }
}

// Lane i of vector j and lane j of vector i change places.
[[gnu::always_inline]] inline void transpose(__m256 (&x)[8]) noexcept {
  __m256 t[8];
  repeat<4>([&](int i) {
    t[i * 2] = _mm256_unpacklo_ps(x[i * 2], x[i * 2 + 1]);
    t[i * 2 + 1] = _mm256_unpackhi_ps(x[i * 2], x[i * 2 + 1]);
  });
  repeat<4>([&](int i) {
    const int from = i / 2 * 4 + i % 2;
    const __m256d first = _mm256_castps_pd(t[from]);
    const __m256d second = _mm256_castps_pd(t[from + 2]);
    x[i / 2 * 4 + i % 2 * 2] = _mm256_castpd_ps(_mm256_unpacklo_pd(first, second));
    x[i / 2 * 4 + i % 2 * 2 + 1] = _mm256_castpd_ps(_mm256_unpackhi_pd(first, second));
  });
  repeat<4>([&](int j) {
    t[j] = _mm256_permute2f128_ps(x[j], x[4 + j], 0x20);
    t[4 + j] = _mm256_permute2f128_ps(x[j], x[4 + j], 0x31);
  });
  repeat<8>([&](int i) { x[i] = t[i]; });
}

// The dims from dim on of eight rows, as columns of packed [n_dims in eights, kPanel].
[[gnu::flatten]] void store_columns(__m256 (&rows)[8], std::int64_t dim, std::int64_t n_dims, float* packed) noexcept {
  transpose(rows);
  float* to = packed + dim / kSums * kPanel;
  repeat<kSums>([&](int sum) { _mm256_storeu_ps(to + sum * (n_dims / kSums) * kPanel, rows[sum]); });
}

template <class Element>
[[gnu::flatten]] void pack_eight(const std::byte* const* rows, std::int64_t head_dim, float* packed) noexcept {
  const std::int64_t n_dims = in_eights(head_dim);
  if constexpr (Element::kIsBlocks) {
    for (std::int64_t dim = 0; dim < head_dim; dim += kQuantBlock) {
      alignas(32) float values[8][kQuantBlock];
      repeat<8>([&](int i) {
        __m256 x[4];
        Element::load_block(rows[i], dim, x);
        repeat<4>([&](int v) { _mm256_store_ps(values[i] + v * 8, x[v]); });
      });
      for (std::int64_t v = 0; v < kQuantBlock; v += 8) {
        __m256 x[8];
        repeat<8>([&](int i) { x[i] = _mm256_load_ps(values[i] + v); });
        store_columns(x, dim + v, n_dims, packed);
      }
    }
  } else {
    std::int64_t dim = 0;
    for (; dim + 8 <= head_dim; dim += 8) {
      __m256 x[8];
      repeat<8>([&](int i) { x[i] = Element::load(rows[i], dim); });
      store_columns(x, dim, n_dims, packed);
    }
    if (dim < head_dim) {
      __m256 x[8];
      repeat<8>([&](int i) { x[i] = Element::load_first(rows[i], dim, head_dim - dim); });
      store_columns(x, dim, n_dims, packed);
    }
  }
}

// Panels of kPanel keys; in the place of keys that are missing the last one stands again.
template <class Element>
void pack_keys(const std::byte* const* rows, std::int64_t n_rows, std::int64_t head_dim, float* packed) noexcept {
  const std::int64_t n_keys = padded(n_rows);
  for (std::int64_t row = 0; row < n_keys; row += 8) {
    const std::byte* eight[8];
    for (std::int64_t i = 0; i < 8; ++i) {
      eight[i] = rows[row + i < n_rows ? row + i : n_rows - 1];
    }
    pack_eight<Element>(eight, head_dim, packed + row / kPanel * kPanel * in_eights(head_dim) + row % kPanel);
  }
}

void score(const BlockScoreTask& task) noexcept {
  const std::int64_t n_dims = in_eights(task.head_dim);
  for (std::int64_t key = 0; key < task.n_keys; key += kPanel) {
    score_queries<2>({.queries = task.queries,
                      .padded_dims = n_dims,
                      .query_stride = padded(task.head_dim),
                      .keys = task.packed + key * n_dims,
                      .key_stride = kPanel,
                      .scores = task.scores + key},
                     task.n_queries);
  }
}

// Panels of kPanel dims.
template <class Element>
void pack_values(const std::byte* const* rows, std::int64_t n_rows, std::int64_t head_dim, float* packed) noexcept {
  const std::int64_t n_cols = padded(head_dim);
  for (std::int64_t row = 0; row < n_rows; ++row) {
    const auto place = [&](std::int64_t dim) {
      return packed + dim / kPanel * kPanel * n_rows + row * kPanel + dim % kPanel;
    };
    if constexpr (Element::kIsBlocks) {
      for (std::int64_t dim = 0; dim < head_dim; dim += kQuantBlock) {
        __m256 x[4];
        Element::load_block(rows[row], dim, x);
        for (int v = 0; v < 4; ++v) {
          _mm256_storeu_ps(place(dim + v * 8), x[v]);
        }
      }
    } else {
      std::int64_t dim = 0;
      for (; dim + 8 <= head_dim; dim += 8) {
        _mm256_storeu_ps(place(dim), Element::load(rows[row], dim));
      }
      for (; dim < n_cols; dim += 8) {
        _mm256_storeu_ps(place(dim),
                         dim < head_dim ? Element::load_first(rows[row], dim, head_dim - dim) : _mm256_setzero_ps());
      }
    }
  }
}

void mix_block(const BlockMixTask& task) noexcept {
  const std::int64_t n_cols = padded(task.head_dim);
  for (std::int64_t first = 0; first < n_cols; first += kPanel) {
    multiply_panel({.a = task.weights + task.begin,
                    .a_stride = kKeyBlock,
                    .b = task.packed + first * task.n_keys + task.begin * kPanel,
                    .c = task.accumulators + first,
                    .c_stride = n_cols,
                    .depth = task.end - task.begin},
                   task.n_queries);
  }
}

}  // namespace

// After fill_row_products.
void fill_attention(Table& table) noexcept {
  table.keys_f32 = {.prepare = prepare, .pack = pack_keys<F32>, .score = score, .score_rows = table.scores_f32};
  table.keys_f16 = {.prepare = prepare, .pack = pack_keys<F16>, .score = score, .score_rows = table.scores_f16};
  table.keys_bf16 = {.prepare = prepare, .pack = pack_keys<Bf16>, .score = score, .score_rows = table.scores_bf16};
  table.keys_q8_0 = {.prepare = prepare, .pack = pack_keys<Q8_0>, .score = score, .score_rows = table.scores_q8_0};
  table.keys_q4_0 = {.prepare = prepare, .pack = pack_keys<Q4_0>, .score = score, .score_rows = table.scores_q4_0};
  table.values_f32.pack = pack_values<F32>;
  table.values_f16.pack = pack_values<F16>;
  table.values_bf16.pack = pack_values<Bf16>;
  table.values_q8_0.pack = pack_values<Q8_0>;
  table.values_q4_0.pack = pack_values<Q4_0>;
  table.mix_block = mix_block;
}

}  // namespace oree::kernels::avx2
