// The product at the bottom of attention: a few rows of scalars times a panel of vectors, sums kept in registers.
// In an anonymous namespace, as load.h.
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

#include "kernels/avx512_vnni/load.h"
#include "kernels/table.h"

namespace oree::kernels::avx512_vnni {
namespace {

// Columns of a panel. A matrix [depth, n_cols] lies panel after panel, each [depth, columns of this panel]: what a
// tile reads is contiguous.
constexpr std::int64_t kPanel = 64;

[[maybe_unused]] inline std::int64_t padded(std::int64_t n) noexcept { return (n + 15) / 16 * 16; }

[[maybe_unused]] inline std::int64_t panel_width(std::int64_t n_cols, std::int64_t first) noexcept {
  return n_cols - first < kPanel ? n_cols - first : kPanel;
}

// c[row, col] += sum over k, in order, of a[row, k] * b[k, col]. Strides are in floats.
struct Product {
  const float* a;
  std::int64_t a_stride;
  const float* b;  // aligned to 64 bytes, as c
  std::int64_t b_stride;
  float* c;
  std::int64_t c_stride;
  std::int64_t depth;
};

template <int kRows, int kVectors>
[[gnu::flatten]] void multiply_tile(const Product& product) noexcept {
  const std::int64_t a_stride = product.a_stride;
  const std::int64_t c_stride = product.c_stride;
  __m512 sums[kRows][kVectors];
  repeat<kRows>(
      [&](int r) { repeat<kVectors>([&](int v) { sums[r][v] = _mm512_load_ps(product.c + r * c_stride + v * 16); }); });
  const float* a = product.a;
  const float* b = product.b;
  for (const float* end = a + product.depth; a != end; ++a, b += product.b_stride) {
    __m512 vectors[kVectors];
    repeat<kVectors>([&](int v) { vectors[v] = _mm512_load_ps(b + v * 16); });
    repeat<kRows>([&](int r) {
      const __m512 scalar = _mm512_set1_ps(a[r * a_stride]);
      repeat<kVectors>([&](int v) { sums[r][v] = _mm512_fmadd_ps(scalar, vectors[v], sums[r][v]); });
    });
  }
  repeat<kRows>(
      [&](int r) { repeat<kVectors>([&](int v) { _mm512_store_ps(product.c + r * c_stride + v * 16, sums[r][v]); }); });
}

template <int kVectors>
void multiply_rows(Product product, std::int64_t n_rows) noexcept {
  const auto take = [&](std::int64_t n) {
    product.a += n * product.a_stride;
    product.c += n * product.c_stride;
    n_rows -= n;
  };
  while (n_rows >= 6) {
    multiply_tile<6, kVectors>(product);
    take(6);
  }
  if (n_rows >= 4) {
    multiply_tile<4, kVectors>(product);
    take(4);
  }
  if (n_rows == 3) {
    multiply_tile<3, kVectors>(product);
  } else if (n_rows == 2) {
    multiply_tile<2, kVectors>(product);
  } else if (n_rows == 1) {
    multiply_tile<1, kVectors>(product);
  }
}

// One panel of `width` columns, a multiple of 16 that is at most kPanel.
[[maybe_unused]] inline void multiply_panel(Product product, std::int64_t n_rows, std::int64_t width) noexcept {
  if (width == kPanel) {
    multiply_rows<4>(product, n_rows);
    return;
  }
  for (; width >= 32; width -= 32, product.b += 32, product.c += 32) {
    multiply_rows<2>(product, n_rows);
  }
  if (width > 0) {
    multiply_rows<1>(product, n_rows);
  }
}

}  // namespace
}  // namespace oree::kernels::avx512_vnni
