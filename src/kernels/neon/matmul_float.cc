// Tiles of rows and tokens: a weight is read and widened once for the tokens of a tile, an activation once for its
// rows. Whatever the tile, one output adds up its columns in the same order.
#include "kernels/neon/load.h"
#include "kernels/targets.h"

namespace oree::kernels::neon {
namespace {

// Weights of this many rows stay in the second-level cache while all tokens pass.
constexpr std::int64_t kRowBlock = 32;
// 32 registers hold 4 x 4 sums and what makes them.
constexpr int kTileTokens = 4;
// Eight sums, so that none waits for its last product.
constexpr int kSingleTokenRows = 8;

template <class Element, int kRows, int kTokens>
[[gnu::flatten]] void tile(const MatmulTask& task, std::int64_t row, std::int64_t token) noexcept {
  const std::byte* weights[kRows];
  const std::byte* activations[kTokens];
  float32x4_t sums[kTokens][kRows];
  repeat<kRows>([&](auto r) {
    weights[r] = static_cast<const std::byte*>(task.weights) + (row + r) * task.n_cols * Element::kBytes;
    repeat<kTokens>([&](auto t) { sums[t][r] = vdupq_n_f32(0); });
  });
  repeat<kTokens>([&](auto t) {
    activations[t] = reinterpret_cast<const std::byte*>(task.activations + (token + t) * task.n_cols);
  });
  float32x4_t w[kRows];
  std::int64_t col = 0;
  for (; col + 4 <= task.n_cols; col += 4) {
    repeat<kRows>([&](auto r) { w[r] = Element::load(weights[r], col); });
    repeat<kTokens>([&](auto t) {
      const float32x4_t a = F32::load(activations[t], col);
      repeat<kRows>([&](auto r) { sums[t][r] = vfmaq_f32(sums[t][r], w[r], a); });
    });
  }
  const std::int64_t rest = task.n_cols - col;
  if (rest > 0) {
    repeat<kRows>([&](auto r) { w[r] = Element::load_first(weights[r], col, rest); });
    repeat<kTokens>([&](auto t) {
      const float32x4_t a = F32::load_first(activations[t], col, rest);
      repeat<kRows>([&](auto r) { sums[t][r] = vfmaq_f32(sums[t][r], w[r], a); });
    });
  }
  repeat<kTokens>([&](auto t) {
    float* output = task.output + (token + t) * task.output_stride + row;
    if constexpr (kRows == 1) {
      output[0] = vgetq_lane_f32(sum_lanes_of_four(sums[t][0], sums[t][0], sums[t][0], sums[t][0]), 0);
    } else {
      repeat<kRows / 4>([&](auto four) {
        const float32x4_t* of_four = sums[t] + four * 4;
        vst1q_f32(output + four * 4, sum_lanes_of_four(of_four[0], of_four[1], of_four[2], of_four[3]));
      });
    }
  });
}

template <class Element, int kTokens>
void rows_of_tile(const MatmulTask& task, std::int64_t begin, std::int64_t end, std::int64_t token) noexcept {
  std::int64_t row = begin;
  if constexpr (kTokens == 1) {
    for (; row + kSingleTokenRows <= end; row += kSingleTokenRows) {
      tile<Element, kSingleTokenRows, kTokens>(task, row, token);
    }
  }
  for (; row + 4 <= end; row += 4) {
    tile<Element, 4, kTokens>(task, row, token);
  }
  for (; row < end; ++row) {
    tile<Element, 1, kTokens>(task, row, token);
  }
}

template <class Element>
void matmul(const MatmulTask& task) noexcept {
  for (std::int64_t begin = task.row_begin; begin < task.row_end; begin += kRowBlock) {
    const std::int64_t end = begin + kRowBlock < task.row_end ? begin + kRowBlock : task.row_end;
    std::int64_t token = 0;
    for (; token + kTileTokens <= task.n_tokens; token += kTileTokens) {
      rows_of_tile<Element, kTileTokens>(task, begin, end, token);
    }
    for (; token < task.n_tokens; ++token) {
      rows_of_tile<Element, 1>(task, begin, end, token);
    }
  }
}

}  // namespace

void fill_matmul_float(Table& table) noexcept {
  table.matmul_f32 = matmul<F32>;
  table.matmul_f16 = matmul<F16>;
  table.matmul_bf16 = matmul<Bf16>;
}

}  // namespace oree::kernels::neon
