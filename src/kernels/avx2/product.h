// The product at the bottom of attention: a few rows of scalars times a panel of vectors, sums kept in registers.
// In an anonymous namespace, as load.h.
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

#include "kernels/avx2/load.h"

namespace oree::kernels::avx2 {
namespace {

// Columns of a panel. A matrix [depth, n_cols], n_cols a multiple of kPanel, lies panel after panel, each
// [depth, kPanel]: what a tile reads is contiguous.
constexpr std::int64_t kPanel = 16;

[[maybe_unused]] inline std::int64_t padded(std::int64_t n) noexcept { return (n + kPanel - 1) / kPanel * kPanel; }

// c[row, col] += sum over k, in order, of a[row, k] * b[k, col], for one panel of columns.
// Strides are in floats.
struct Product {
  const float* a;
  std::int64_t a_stride;
  const float* b;  // [depth, kPanel]
  float* c;
  std::int64_t c_stride;
  std::int64_t depth;
};

template <int kRows>
[[gnu::flatten]] void multiply_tile(const Product& product) noexcept {
  const std::int64_t a_stride = product.a_stride;
  const std::int64_t c_stride = product.c_stride;
  __m256 sums[kRows][2];
  repeat<kRows>(
      [&](int r) { repeat<2>([&](int v) { sums[r][v] = _mm256_loadu_ps(product.c + r * c_stride + v * 8); }); });
  const float* a = product.a;
  const float* b = product.b;
  for (const float* end = a + product.depth; a != end; ++a, b += kPanel) {
    const __m256 first = _mm256_loadu_ps(b);
    const __m256 second = _mm256_loadu_ps(b + 8);
    repeat<kRows>([&](int r) {
      const __m256 scalar = _mm256_broadcast_ss(a + r * a_stride);
      sums[r][0] = _mm256_fmadd_ps(scalar, first, sums[r][0]);
      sums[r][1] = _mm256_fmadd_ps(scalar, second, sums[r][1]);
    });
  }
  repeat<kRows>(
      [&](int r) { repeat<2>([&](int v) { _mm256_storeu_ps(product.c + r * c_stride + v * 8, sums[r][v]); }); });
}

[[maybe_unused]] inline void multiply_panel(Product product, std::int64_t n_rows) noexcept {
  const auto take = [&](std::int64_t n) {
    product.a += n * product.a_stride;
    product.c += n * product.c_stride;
    n_rows -= n;
  };
  while (n_rows >= 6) {
    multiply_tile<6>(product);
    take(6);
  }
  if (n_rows >= 4) {
    multiply_tile<4>(product);
    take(4);
  }
  if (n_rows == 3) {
    multiply_tile<3>(product);
  } else if (n_rows == 2) {
    multiply_tile<2>(product);
  } else if (n_rows == 1) {
    multiply_tile<1>(product);
  }
}

}  // namespace
}  // namespace oree::kernels::avx2
