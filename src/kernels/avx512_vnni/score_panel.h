// Scores of a panel of keys, in the order of row_products.cc: the terms of a score are added up in eight sums, every
// eighth dim in one, and the sums in pairs. So a key has the same score whether it was packed or not.
// In an anonymous namespace, as load.h.
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

#include "kernels/avx512_vnni/load.h"
#include "kernels/table.h"

namespace oree::kernels::avx512_vnni {
namespace {

constexpr int kSums = 8;
constexpr int kLevels = 3;  // of pairs of sums, of pairs of those, ...

// Of a sum: its place in the order in which pairs are added as soon as both of them are known.
[[maybe_unused]] constexpr std::int64_t place_of_sum(std::int64_t sum) noexcept {
  return (sum & 1) << 2 | (sum & 2) | (sum & 4) >> 2;
}

// Where a dim stands in packed keys and in prepared queries: the dims of a sum one after the other.
[[maybe_unused]] constexpr std::int64_t place_of_dim(std::int64_t dim, std::int64_t padded_dims) noexcept {
  return place_of_sum(dim % kSums) * (padded_dims / kSums) + dim / kSums;
}

struct PanelScores {
  const float* queries;  // [.., padded_dims]
  std::int64_t padded_dims;
  const float* keys;  // [padded_dims, key_stride], aligned to 64 bytes
  std::int64_t key_stride;
  float* scores;  // [.., kKeyBlock], aligned to 64 bytes
};

template <int kRows, int kVectors>
[[gnu::flatten]] void score_tile(const PanelScores& panel) noexcept {
  const std::int64_t stride = panel.padded_dims;
  const std::int64_t n_dims = stride / kSums;  // of a sum
  alignas(64) float waiting[kLevels][kRows][kVectors][16];
  // The even rows and the odd ones: so the address of a row is one of two registers and a multiple.
  const float* const of_rows[2] = {panel.queries, panel.queries + stride};
  const float* key = panel.keys;
  std::int64_t place_of_dim = 0;
  repeat<kSums>([&](int place) {
    __m512 sums[kRows][kVectors];
    repeat<kRows>([&](int r) { repeat<kVectors>([&](int v) { sums[r][v] = _mm512_setzero_ps(); }); });
    for (const std::int64_t end = place_of_dim + n_dims; place_of_dim < end; ++place_of_dim, key += panel.key_stride) {
      __m512 keys[kVectors];
      repeat<kVectors>([&](int v) { keys[v] = _mm512_load_ps(key + v * 16); });
      repeat<kRows>([&](int r) {
        const __m512 scalar = _mm512_set1_ps(of_rows[r % 2][place_of_dim + (r - r % 2) * stride]);
        repeat<kVectors>([&](int v) { sums[r][v] = _mm512_fmadd_ps(scalar, keys[v], sums[r][v]); });
      });
    }
    int level = 0;
    for (; (place >> level & 1) != 0; ++level) {
      repeat<kRows>([&](int r) {
        repeat<kVectors>([&](int v) { sums[r][v] = _mm512_add_ps(sums[r][v], _mm512_load_ps(waiting[level][r][v])); });
      });
    }
    repeat<kRows>([&](int r) {
      float* to = level < kLevels ? waiting[level][r][0] : panel.scores + r * kKeyBlock;
      repeat<kVectors>([&](int v) { _mm512_store_ps(to + v * 16, sums[r][v]); });
    });
  });
}

template <int kVectors>
void score_queries(PanelScores panel, std::int64_t n_queries) noexcept {
  const auto take = [&](std::int64_t n) {
    panel.queries += n * panel.padded_dims;
    panel.scores += n * kKeyBlock;
    n_queries -= n;
  };
  while (n_queries >= 6) {
    score_tile<6, kVectors>(panel);
    take(6);
  }
  if (n_queries >= 4) {
    score_tile<4, kVectors>(panel);
    take(4);
  }
  if (n_queries >= 2) {
    score_tile<2, kVectors>(panel);
    take(2);
  }
  if (n_queries == 1) {
    score_tile<1, kVectors>(panel);
  }
}

}  // namespace
}  // namespace oree::kernels::avx512_vnni
