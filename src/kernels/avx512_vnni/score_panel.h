// Scores of a panel of keys, in the order of row_products.cc: the terms of a score are added up in sixteen sums, every
// sixteenth dim in one, and the sums in pairs. So a key has the same score whether it was packed or not.
// In an anonymous namespace, as load.h.
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

#include "kernels/avx512_vnni/load.h"
#include "kernels/table.h"

namespace oree::kernels::avx512_vnni {
namespace {

constexpr int kSums = 16;
constexpr int kLevels = 4;  // of pairs of sums, of pairs of those, ...

// Of a sum: its place in the order in which pairs are added as soon as both of them are known.
[[maybe_unused]] constexpr std::int64_t place_of_sum(std::int64_t sum) noexcept {
  return (sum & 1) << 3 | (sum & 2) << 1 | (sum & 4) >> 1 | (sum & 8) >> 3;
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

// The sums are made two at a time, in registers: the first of every pair would otherwise have to be stored, which
// takes a quarter of the time.
template <int kRows, int kVectors>
[[gnu::flatten]] void score_tile(const PanelScores& panel) noexcept {
  const std::int64_t stride = panel.padded_dims;
  const std::int64_t n_dims = stride / kSums;  // of a sum
  const std::int64_t key_step = n_dims * panel.key_stride;
  alignas(64) float waiting[kLevels - 1][kRows][kVectors][16];
  const float* query = panel.queries;
  const float* key = panel.keys;
  repeat<kSums / 2>([&](int pair) {
    __m512 sums[2][kRows][kVectors];
    repeat<2>([&](int s) {
      repeat<kRows>([&](int r) { repeat<kVectors>([&](int v) { sums[s][r][v] = _mm512_setzero_ps(); }); });
    });
    // Of each sum, the even rows and the odd ones: so the address of a row is one of few registers and a multiple.
    const float* of_rows[2][2] = {{query, query + stride}, {query + n_dims, query + n_dims + stride}};
    const float* of_keys[2] = {key, key + key_step};
    for (std::int64_t dim = 0; dim < n_dims; ++dim) {
      repeat<2>([&](int s) {
        __m512 keys[kVectors];
        repeat<kVectors>([&](int v) { keys[v] = _mm512_load_ps(of_keys[s] + v * 16); });
        repeat<kRows>([&](int r) {
          const __m512 scalar = _mm512_set1_ps(of_rows[s][r % 2][dim + (r - r % 2) * stride]);
          repeat<kVectors>([&](int v) { sums[s][r][v] = _mm512_fmadd_ps(scalar, keys[v], sums[s][r][v]); });
        });
        of_keys[s] += panel.key_stride;
      });
    }
    __m512 totals[kRows][kVectors];
    repeat<kRows>(
        [&](int r) { repeat<kVectors>([&](int v) { totals[r][v] = _mm512_add_ps(sums[0][r][v], sums[1][r][v]); }); });
    int level = 0;
    for (; (pair >> level & 1) != 0; ++level) {
      repeat<kRows>([&](int r) {
        repeat<kVectors>(
            [&](int v) { totals[r][v] = _mm512_add_ps(totals[r][v], _mm512_load_ps(waiting[level][r][v])); });
      });
    }
    repeat<kRows>([&](int r) {
      float* to = level < kLevels - 1 ? waiting[level][r][0] : panel.scores + r * kKeyBlock;
      repeat<kVectors>([&](int v) { _mm512_store_ps(to + v * 16, totals[r][v]); });
    });
    query += 2 * n_dims;
    key += 2 * key_step;
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
