// Scores of a panel of keys, in the order of row_products.cc: the terms of a score are added up in eight sums, every
// eighth dim in one, and the sums in pairs. So a key has the same score whether it was packed or not.
// In an anonymous namespace, as load.h.
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

#include "kernels/avx2/load.h"
#include "kernels/table.h"

namespace oree::kernels::avx2 {
namespace {

constexpr int kSums = 8;
constexpr int kLevels = 3;  // of pairs

// Where a dim stands in packed keys and in prepared queries: the dims of a sum one after the other.
[[maybe_unused]] constexpr std::int64_t place_of_dim(std::int64_t dim, std::int64_t padded_dims) noexcept {
  return dim % kSums * (padded_dims / kSums) + dim / kSums;
}

struct PanelScores {
  const float* queries;      // [.., query_stride]
  std::int64_t padded_dims;  // a multiple of kSums
  std::int64_t query_stride;
  const float* keys;  // [padded_dims, key_stride]
  std::int64_t key_stride;
  float* scores;  // [.., kKeyBlock]
};

template <int kRows, int kVectors>
[[gnu::flatten]] void score_tile(const PanelScores& panel) noexcept {
  const std::int64_t stride = panel.query_stride;
  alignas(32) float waiting[kLevels][kRows][kVectors][8];
  const float* query = panel.queries;
  const float* key = panel.keys;
  repeat<kSums>([&](int place) {
    __m256 sums[kRows][kVectors];
    repeat<kRows>([&](int r) { repeat<kVectors>([&](int v) { sums[r][v] = _mm256_setzero_ps(); }); });
    for (const float* end = query + panel.padded_dims / kSums; query != end; ++query, key += panel.key_stride) {
      __m256 keys[kVectors];
      repeat<kVectors>([&](int v) { keys[v] = _mm256_loadu_ps(key + v * 8); });
      repeat<kRows>([&](int r) {
        const __m256 scalar = _mm256_set1_ps(query[r * stride]);
        repeat<kVectors>([&](int v) { sums[r][v] = _mm256_fmadd_ps(scalar, keys[v], sums[r][v]); });
      });
    }
    int level = 0;
    for (; (place >> level & 1) != 0; ++level) {
      repeat<kRows>([&](int r) {
        repeat<kVectors>([&](int v) { sums[r][v] = _mm256_add_ps(sums[r][v], _mm256_load_ps(waiting[level][r][v])); });
      });
    }
    if (place + 1 < kSums) {
      repeat<kRows>(
          [&](int r) { repeat<kVectors>([&](int v) { _mm256_store_ps(waiting[level][r][v], sums[r][v]); }); });
    } else {
      repeat<kRows>([&](int r) {
        repeat<kVectors>([&](int v) { _mm256_storeu_ps(panel.scores + r * kKeyBlock + v * 8, sums[r][v]); });
      });
    }
  });
}

template <int kVectors>
void score_queries(PanelScores panel, std::int64_t n_queries) noexcept {
  const auto take = [&](std::int64_t n) {
    panel.queries += n * panel.query_stride;
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
}  // namespace oree::kernels::avx2
