// Attention in f32: keys and values are widened once a block, keys transposed, so that both products are sums of
// scalars times vectors without a sum over lanes.
#include "kernels/neon/dequantize.h"
#include "kernels/neon/load.h"
#include "kernels/neon/product.h"
#include "kernels/targets.h"

namespace oree::kernels::neon {
namespace {

// The terms of a score are added up in four sums, every fourth dim in one, and the sums in pairs, as in
// row_products.cc. So a key has the same score whether it was packed or not.
constexpr std::int64_t kSums = 4;

std::int64_t in_fours(std::int64_t n) noexcept { return (n + 3) / 4 * 4; }

// Where a dim stands in packed keys and in prepared queries: the dims of a sum one after the other.
std::int64_t place_of_dim(std::int64_t dim, std::int64_t n_dims) noexcept {
  return dim % kSums * (n_dims / kSums) + dim / kSums;
}

void prepare(const float* query, std::int64_t head_dim, float* prepared) noexcept {
  const std::int64_t n = in_fours(head_dim);
  for (std::int64_t dim = 0; dim < n; ++dim) {
    prepared[place_of_dim(dim, n)] = dim < head_dim ? query[dim] : 0.0f;
  }
}

// The dims from dim on of four rows, as columns of packed [n_dims, kPanel].
[[gnu::always_inline]] inline void store_columns(float32x4_t (&rows)[4], std::int64_t dim, std::int64_t n_dims,
                                                 float* packed) noexcept {
  transpose(rows);
  float* to = packed + dim / kSums * kPanel;
  repeat<kSums>([&](auto sum) { vst1q_f32(to + sum * (n_dims / kSums) * kPanel, rows[sum]); });
}

template <class Element>
[[gnu::flatten]] void pack_four(const std::byte* const* rows, std::int64_t head_dim, float* packed) noexcept {
  const std::int64_t n_dims = in_fours(head_dim);
  if constexpr (Element::kIsBlocks) {
    for (std::int64_t dim = 0; dim < head_dim; dim += kQuantBlock) {
      float32x4_t values[4][8];
      repeat<4>([&](auto i) { Element::load_block(rows[i], dim, values[i]); });
      repeat<8>([&](auto v) {
        float32x4_t x[4];
        repeat<4>([&](auto i) { x[i] = values[i][v]; });
        store_columns(x, dim + v * 4, n_dims, packed);
      });
    }
  } else {
    float32x4_t x[4];
    std::int64_t dim = 0;
    for (; dim + 4 <= head_dim; dim += 4) {
      repeat<4>([&](auto i) { x[i] = Element::load(rows[i], dim); });
      store_columns(x, dim, n_dims, packed);
    }
    if (dim < head_dim) {
      repeat<4>([&](auto i) { x[i] = Element::load_first(rows[i], dim, head_dim - dim); });
      store_columns(x, dim, n_dims, packed);
    }
  }
}

// Panels of kPanel keys; in the place of keys that are missing the last one stands again.
template <class Element>
void pack_keys(const std::byte* const* rows, std::int64_t n_rows, std::int64_t head_dim, float* packed) noexcept {
  const std::int64_t n_keys = padded(n_rows);
  for (std::int64_t row = 0; row < n_keys; row += 4) {
    const std::byte* four[4];
    for (std::int64_t i = 0; i < 4; ++i) {
      four[i] = rows[row + i < n_rows ? row + i : n_rows - 1];
    }
    pack_four<Element>(four, head_dim, packed + row / kPanel * kPanel * in_fours(head_dim) + row % kPanel);
  }
}

// queries: [kRows, query_stride]; keys: [n_dims, kPanel]; scores: [kRows, kKeyBlock]
template <int kRows>
[[gnu::flatten]] void score_tile(const float* queries, std::int64_t query_stride, const float* keys,
                                 std::int64_t n_dims, float* scores) noexcept {
  const std::int64_t depth = n_dims / kSums;
  PanelSums<kRows> sums;
  const auto add_place = [&](std::int64_t place) {
    repeat<kRows>([&](auto r) { repeat<kPanelVectors>([&](auto v) { sums[r][v] = vdupq_n_f32(0); }); });
    add_products<kRows>(queries + place * depth, query_stride, keys + place * depth * kPanel, depth, sums);
  };
  // A sum waits in memory for the other of its pair.
  alignas(16) float pair[kRows][kPanel];
  const auto each = [&](const auto& step) {
    repeat<kRows>([&](auto r) {
      repeat<kPanelVectors>([&](auto v) { step(sums[r][v], pair[r] + v * 4, scores + r * kKeyBlock + v * 4); });
    });
  };
  add_place(0);
  each([](float32x4_t sum, float*, float* score) { vst1q_f32(score, sum); });
  add_place(1);
  each([](float32x4_t sum, float*, float* score) { vst1q_f32(score, vaddq_f32(vld1q_f32(score), sum)); });
  add_place(2);
  each([](float32x4_t sum, float* waiting, float*) { vst1q_f32(waiting, sum); });
  add_place(3);
  each([](float32x4_t sum, const float* waiting, float* score) {
    vst1q_f32(score, vaddq_f32(vld1q_f32(score), vaddq_f32(vld1q_f32(waiting), sum)));
  });
}

void score(const BlockScoreTask& task) noexcept {
  const std::int64_t n_dims = in_fours(task.head_dim);
  const std::int64_t stride = padded(task.head_dim);
  for (std::int64_t key = 0; key < task.n_keys; key += kPanel) {
    for_each_tile(task.n_queries, [&](std::int64_t query, auto n) {
      score_tile<decltype(n)::value>(task.queries + query * stride, stride, task.packed + key * n_dims, n_dims,
                                     task.scores + query * kKeyBlock + key);
    });
  }
}

// Panels of kPanel dims.
template <class Element>
[[gnu::flatten]] void pack_values(const std::byte* const* rows, std::int64_t n_rows, std::int64_t head_dim,
                                  float* packed) noexcept {
  const std::int64_t n_cols = padded(head_dim);
  for (std::int64_t row = 0; row < n_rows; ++row) {
    const auto place = [&](std::int64_t dim) {
      return packed + dim / kPanel * kPanel * n_rows + row * kPanel + dim % kPanel;
    };
    if constexpr (Element::kIsBlocks) {
      for (std::int64_t dim = 0; dim < head_dim; dim += kQuantBlock) {
        float32x4_t x[8];
        Element::load_block(rows[row], dim, x);
        repeat<8>([&](auto v) { vst1q_f32(place(dim + v * 4), x[v]); });
      }
    } else {
      std::int64_t dim = 0;
      for (; dim + 4 <= head_dim; dim += 4) {
        vst1q_f32(place(dim), Element::load(rows[row], dim));
      }
      for (; dim < n_cols; dim += 4) {
        vst1q_f32(place(dim), dim < head_dim ? Element::load_first(rows[row], dim, head_dim - dim) : vdupq_n_f32(0));
      }
    }
  }
}

// accumulators: [kRows, n_cols], a panel's columns of them; values: [depth, kPanel]
template <int kRows>
[[gnu::flatten]] void mix_tile(const float* weights, const float* values, std::int64_t depth, float* accumulators,
                               std::int64_t n_cols) noexcept {
  PanelSums<kRows> sums;
  repeat<kRows>([&](auto r) {
    repeat<kPanelVectors>([&](auto v) { sums[r][v] = vld1q_f32(accumulators + r * n_cols + v * 4); });
  });
  add_products<kRows>(weights, kKeyBlock, values, depth, sums);
  repeat<kRows>([&](auto r) {
    repeat<kPanelVectors>([&](auto v) { vst1q_f32(accumulators + r * n_cols + v * 4, sums[r][v]); });
  });
}

void mix_block(const BlockMixTask& task) noexcept {
  const std::int64_t n_cols = padded(task.head_dim);
  for (std::int64_t first = 0; first < n_cols; first += kPanel) {
    for_each_tile(task.n_queries, [&](std::int64_t query, auto n) {
      mix_tile<decltype(n)::value>(task.weights + query * kKeyBlock + task.begin,
                                   task.packed + first * task.n_keys + task.begin * kPanel, task.end - task.begin,
                                   task.accumulators + query * n_cols + first, n_cols);
    });
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

}  // namespace oree::kernels::neon
