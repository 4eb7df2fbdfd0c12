// Tiles of rows and tokens: a weight is read and widened once for the tokens of a tile, an activation once for its
// rows. Whatever the tile, one output adds up its columns in the same order.
#include "kernels/avx512_vnni/load.h"
#include "kernels/targets.h"

namespace oree::kernels::avx512_vnni {
namespace {

// Weights of this many rows stay in the second-level cache while all tokens pass.
constexpr std::int64_t kRowBlock = 32;
constexpr int kTileRows = 4;
constexpr int kTileTokens = 4;

template <class Element>
struct FloatKernel {
  template <int kRows, int kTokens>
  static void tile(const MatmulTask& task, std::int64_t row, std::int64_t token) noexcept {
    const std::byte* weights[kRows];
    const std::byte* activations[kTokens];
    __m512 sums[kRows][kTokens];
    for (int r = 0; r < kRows; ++r) {
      weights[r] = static_cast<const std::byte*>(task.weights) + (row + r) * task.n_cols * Element::kBytes;
      for (int t = 0; t < kTokens; ++t) {
        sums[r][t] = _mm512_setzero_ps();
      }
    }
    for (int t = 0; t < kTokens; ++t) {
      activations[t] = reinterpret_cast<const std::byte*>(task.activations + (token + t) * task.n_cols);
    }
    std::int64_t col = 0;
    for (; col + 16 <= task.n_cols; col += 16) {
      __m512 w[kRows];
      for (int r = 0; r < kRows; ++r) {
        w[r] = Element::load(weights[r], col);
      }
      for (int t = 0; t < kTokens; ++t) {
        const __m512 a = F32::load(activations[t], col);
        for (int r = 0; r < kRows; ++r) {
          sums[r][t] = _mm512_fmadd_ps(w[r], a, sums[r][t]);
        }
      }
    }
    if (col < task.n_cols) {
      const __mmask16 mask = first_lanes(task.n_cols - col);
      for (int r = 0; r < kRows; ++r) {
        const __m512 w = Element::load_first(weights[r], col, mask);
        for (int t = 0; t < kTokens; ++t) {
          sums[r][t] = _mm512_fmadd_ps(w, F32::load_first(activations[t], col, mask), sums[r][t]);
        }
      }
    }
    for (int t = 0; t < kTokens; ++t) {
      for (int r = 0; r < kRows; ++r) {
        task.output[(token + t) * task.output_stride + row + r] = _mm512_reduce_add_ps(sums[r][t]);
      }
    }
  }
};

template <class Kernel, int kTokens>
void rows_of_tile(const MatmulTask& task, std::int64_t begin, std::int64_t end, std::int64_t token) noexcept {
  std::int64_t row = begin;
  for (; row + kTileRows <= end; row += kTileRows) {
    Kernel::template tile<kTileRows, kTokens>(task, row, token);
  }
  for (; row < end; ++row) {
    Kernel::template tile<1, kTokens>(task, row, token);
  }
}

template <class Kernel>
void matmul(const MatmulTask& task) noexcept {
  for (std::int64_t begin = task.row_begin; begin < task.row_end; begin += kRowBlock) {
    const std::int64_t end = begin + kRowBlock < task.row_end ? begin + kRowBlock : task.row_end;
    std::int64_t token = 0;
    for (; token + kTileTokens <= task.n_tokens; token += kTileTokens) {
      rows_of_tile<Kernel, kTileTokens>(task, begin, end, token);
    }
    for (; token < task.n_tokens; ++token) {
      rows_of_tile<Kernel, 1>(task, begin, end, token);
    }
  }
}

}  // namespace

void fill_matmul_float(Table& table) noexcept {
  table.matmul_f32 = matmul<FloatKernel<F32>>;
  table.matmul_f16 = matmul<FloatKernel<F16>>;
  table.matmul_bf16 = matmul<FloatKernel<Bf16>>;
}

}  // namespace oree::kernels::avx512_vnni
