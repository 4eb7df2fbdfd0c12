// The product at the bottom of attention: a few rows of scalars times a panel of vectors, sums kept in registers. In an
// anonymous namespace, as repeat.h.
#pragma once

#include <arm_neon.h>

#include <cstdint>

#include "kernels/neon/repeat.h"

namespace oree::kernels::neon {
namespace {

// Columns of a panel. A matrix [depth, n_cols], n_cols a multiple of kPanel, lies panel after panel, each
// [depth, kPanel]: what a tile reads is contiguous.
constexpr std::int64_t kPanel = 16;
constexpr int kPanelVectors = 4;

[[maybe_unused]] inline std::int64_t padded(std::int64_t n) noexcept { return (n + kPanel - 1) / kPanel * kPanel; }

template <int kRows>
using PanelSums = float32x4_t[kRows][kPanelVectors];

// sums[row, col] += sum over k, in order, of a[row, k] * b[k, col]. a: rows a_stride floats apart; b: [depth, kPanel].
template <int kRows>
[[gnu::always_inline]] inline void add_products(const float* a, std::int64_t a_stride, const float* b,
                                                std::int64_t depth, PanelSums<kRows>& sums) noexcept {
  std::int64_t k = 0;
  for (; k + 4 <= depth; k += 4, b += 4 * kPanel) {
    float32x4_t scalars[kRows];
    repeat<kRows>([&](auto r) { scalars[r] = vld1q_f32(a + r * a_stride + k); });
    repeat<4>([&](auto step) {
      repeat<kPanelVectors>([&](auto v) {
        const float32x4_t column = vld1q_f32(b + step * kPanel + v * 4);
        repeat<kRows>(
            [&](auto r) { sums[r][v] = vfmaq_laneq_f32(sums[r][v], column, scalars[r], decltype(step)::value); });
      });
    });
  }
  for (; k < depth; ++k, b += kPanel) {
    repeat<kPanelVectors>([&](auto v) {
      const float32x4_t column = vld1q_f32(b + v * 4);
      repeat<kRows>([&](auto r) { sums[r][v] = vfmaq_n_f32(sums[r][v], column, a[r * a_stride + k]); });
    });
  }
}

// Calls tile(first, n) with n known to the compiler, 4, 2 or 1, until all rows are taken.
template <class Tile>
[[gnu::always_inline]] inline void for_each_tile(std::int64_t n_rows, const Tile& tile) noexcept {
  std::int64_t row = 0;
  for (; row + 4 <= n_rows; row += 4) {
    tile(row, std::integral_constant<int, 4>{});
  }
  if (row + 2 <= n_rows) {
    tile(row, std::integral_constant<int, 2>{});
    row += 2;
  }
  if (row < n_rows) {
    tile(row, std::integral_constant<int, 1>{});
  }
}

}  // namespace
}  // namespace oree::kernels::neon
