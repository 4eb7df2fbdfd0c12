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
constexpr int kLevels = 4;  // of pairs

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

template <int kRows, int kVectors>
[[gnu::flatten]] void score_tile(const PanelScores& panel) noexcept {
  const std::int64_t stride = panel.padded_dims;
  alignas(64) float waiting[kLevels][kRows][kVectors][16];
  const float* query = panel.queries;
  const float* key = panel.keys;
  repeat<kSums>([&](int place) {
    __m512 sums[kRows][kVectors];
    repeat<kRows>([&](int r) { repeat<kVectors>([&](int v) { sums[r][v] = _mm512_setzero_ps(); }); });
    for (const float* end = query + stride / kSums; query != end; ++query, key += panel.key_stride) {
      __m512 keys[kVectors];
      repeat<kVectors>([&](int v) { keys[v] = _mm512_load_ps(key + v * 16); });
      repeat<kRows>([&](int r) {
        const __m512 scalar = _mm512_set1_ps(query[r * stride]);
        repeat<kVectors>([&](int v) { sums[r][v] = _mm512_fmadd_ps(scalar, keys[v], sums[r][v]); });
      });
    }
    int level = 0;
    for (; (place >> level & 1) != 0; ++level) {
      repeat<kRows>([&](int r) {
        repeat<kVectors>([&](int v) { sums[r][v] = _mm512_add_ps(sums[r][v], _mm512_load_ps(waiting[level][r][v])); });
      });
    }
    if (place + 1 < kSums) {
      repeat<kRows>(
          [&](int r) { repeat<kVectors>([&](int v) { _mm512_store_ps(waiting[level][r][v], sums[r][v]); }); });
    } else {
      repeat<kRows>([&](int r) {
        repeat<kVectors>([&](int v) { _mm512_store_ps(panel.scores + r * kKeyBlock + v * 16, sums[r][v]); });
      });
    }
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
