// Products of block-quantised weights in vectors of 256 bits: the weights of sixteen rows are unpacked into a panel, a
// row a lane of two vectors, once for all tokens, and multiplied with tiles of kTokenTile tokens. One token is done
// alike: unpacking costs less than memory does.
//
// An output adds up its blocks in the order of the tiles. How the products of four columns are summed is a parameter:
// the sums are exact integers, whatever makes them. In an anonymous namespace, as load.h.
#pragma once

#include <immintrin.h>

#include <cstdint>
#include <cstring>
#include <type_traits>

#include "kernels/avx2/load.h"
#include "kernels/avx2/weight_formats.h"
#include "kernels/block_order.h"
#include "kernels/table.h"

namespace oree::kernels::avx2 {
namespace {

inline constexpr int kPanelVectors = 2;
inline constexpr int kPanelRows = kPanelVectors * kLanes;

// One block of the rows of a panel.
struct PanelBlock {
  std::uint8_t weights[8][kPanelRows][4];  // four columns a step, as Products wants them
  float scales[kPanelRows];                // of the whole block, or of its first half
  // The scales of the second half, or the minima, or nothing that is used.
  float others[kPanelRows];
};

// Rows become lanes: dword d of rows[r] goes to lane r of rows[d].
[[gnu::always_inline]] inline void transpose_8(__m256i (&rows)[8]) noexcept {
  __m256i t[8];
  repeat<4>([&](int i) {
    t[2 * i] = _mm256_unpacklo_epi32(rows[2 * i], rows[2 * i + 1]);
    t[2 * i + 1] = _mm256_unpackhi_epi32(rows[2 * i], rows[2 * i + 1]);
  });
  __m256i u[8];
  repeat<2>([&](int i) {
    u[4 * i] = _mm256_unpacklo_epi64(t[4 * i], t[4 * i + 2]);
    u[4 * i + 1] = _mm256_unpackhi_epi64(t[4 * i], t[4 * i + 2]);
    u[4 * i + 2] = _mm256_unpacklo_epi64(t[4 * i + 1], t[4 * i + 3]);
    u[4 * i + 3] = _mm256_unpackhi_epi64(t[4 * i + 1], t[4 * i + 3]);
  });
  repeat<4>([&](int i) {
    rows[i] = _mm256_permute2x128_si256(u[i], u[4 + i], 0x20);
    rows[4 + i] = _mm256_permute2x128_si256(u[i], u[4 + i], 0x31);
  });
}

// Unpacks block b of eight rows into the lanes from `lane` on.
template <class Format, class Products>
[[gnu::flatten]] void unpack_block(const StoredRows& stored, std::int64_t b, PanelBlock& target, int lane) noexcept {
  __m256i rows[kLanes];
  repeat<kLanes>([&](int r) { rows[r] = Products::template prepare<Format>(Format::unpack(stored[r], b)); });
  transpose_8(rows);
  repeat<8>([&](int step) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(target.weights[step][lane]), rows[step]); });
  _mm256_storeu_ps(target.scales + lane, Format::factors(stored, b));
  if constexpr (Format::kHalfScales || Format::kHasMinima) {
    _mm256_storeu_ps(target.others + lane, Format::others(stored, b));
  }
}

// panel: [n_blocks], in the order of the tiles.
template <class Format, class Products>
void unpack_panel(const MatmulTask& task, std::int64_t row, std::int64_t n_rows, PanelBlock* panel) noexcept {
  const std::int64_t n_blocks = task.n_cols / kQuantBlock;
  const std::int64_t n_stored = n_blocks / Format::kBlocks;
  const std::int64_t row_bytes = n_stored * Format::kStoredBytes;
  for (int lane = 0; lane < kPanelRows; lane += kLanes) {
    const std::byte* stored[kLanes];
    for (int r = 0; r < kLanes; ++r) {
      const std::int64_t from = row + (lane + r < n_rows ? lane + r : 0);
      stored[r] = static_cast<const std::byte*>(task.weights) + from * row_bytes;
    }
    for (std::int64_t i = 0; i < n_stored; ++i) {
      for (std::int64_t b = 0; b < Format::kBlocks; ++b) {
        unpack_block<Format, Products>(stored, b, panel[place_of_block(n_blocks, i * Format::kBlocks + b)], lane);
      }
      for (const std::byte*& address : stored) {
        address += Format::kStoredBytes;
      }
    }
  }
}

// sums: [kTokens, kPanelRows], of the tokens of the tile from `token` on.
template <class Format, class Products, int kTokens>
[[gnu::flatten]] void tile(const PanelBlock* panel, const TokenTileBlock* tile, std::int64_t n_blocks, int token,
                           float (*sums)[kPanelRows]) noexcept {
  repeat<kTokens>([&](int t) {
    repeat<kPanelVectors>([&](int v) { _mm256_storeu_ps(sums[t] + v * kLanes, _mm256_setzero_ps()); });
  });
  for (std::int64_t b = 0; b < n_blocks; ++b, ++panel, ++tile) {
    const auto run = [&](auto first_step, auto n_steps, const std::int32_t* starts, const float* scales) {
      __m256i dots[kTokens][kPanelVectors];
      repeat<kTokens>([&](int t) {
        const __m256i start = Products::template start<Format>(starts[token + t]);
        repeat<kPanelVectors>([&](int v) { dots[t][v] = start; });
      });
      repeat<n_steps.value>([&](int s) {
        __m256i weights[kPanelVectors];
        repeat<kPanelVectors>([&](int v) { weights[v] = load_32(panel->weights[first_step.value + s][v * kLanes]); });
        repeat<kTokens>([&](int t) {
          std::int32_t four = 0;
          std::memcpy(&four, tile->values[first_step.value + s][token + t], sizeof(four));
          const __m256i values = _mm256_set1_epi32(four);
          repeat<kPanelVectors>(
              [&](int v) { dots[t][v] = Products::template add<Format>(dots[t][v], weights[v], values); });
        });
      });
      repeat<kTokens>([&](int t) {
        const __m256 factor = _mm256_set1_ps(tile->scales[token + t]);
        repeat<kPanelVectors>([&](int v) {
          float* sum = sums[t] + v * kLanes;
          const __m256 scale = _mm256_mul_ps(_mm256_loadu_ps(scales + v * kLanes), factor);
          _mm256_storeu_ps(sum, _mm256_fmadd_ps(_mm256_cvtepi32_ps(dots[t][v]), scale, _mm256_loadu_ps(sum)));
        });
      });
    };
    if constexpr (Format::kHalfScales) {
      run(std::integral_constant<int, 0>{}, std::integral_constant<int, 4>{}, tile->half_starts[0], panel->scales);
      run(std::integral_constant<int, 4>{}, std::integral_constant<int, 4>{}, tile->half_starts[1], panel->others);
    } else {
      run(std::integral_constant<int, 0>{}, std::integral_constant<int, 8>{}, tile->starts, panel->scales);
    }
    if constexpr (Format::kHasMinima) {
      repeat<kTokens>([&](int t) {
        const __m256 offset = _mm256_set1_ps(tile->offsets[token + t]);
        repeat<kPanelVectors>([&](int v) {
          float* sum = sums[t] + v * kLanes;
          const __m256 minimum = _mm256_loadu_ps(panel->others + v * kLanes);
          _mm256_storeu_ps(sum, _mm256_fmadd_ps(minimum, offset, _mm256_loadu_ps(sum)));
        });
      });
    }
  }
}

// Products::kTokens tokens share the reading of a panel.
template <class Format, class Products>
void multiply_tile(const PanelBlock* panel, const TokenTileBlock* tokens, std::int64_t n_blocks, int n_tokens,
                   float (*sums)[kPanelRows]) noexcept {
  int token = 0;
  for (; token + Products::kTokens <= n_tokens; token += Products::kTokens) {
    tile<Format, Products, Products::kTokens>(panel, tokens, n_blocks, token, sums + token);
  }
  for (; token + 2 <= n_tokens; token += 2) {
    tile<Format, Products, 2>(panel, tokens, n_blocks, token, sums + token);
  }
  for (; token < n_tokens; ++token) {
    tile<Format, Products, 1>(panel, tokens, n_blocks, token, sums + token);
  }
}

// Panels that are unpacked together share the reading of a tile of tokens.
template <class Format, class Products>
void multiply_panels(const MatmulTask& task) noexcept {
  const std::int64_t n_blocks = task.n_cols / kQuantBlock;
  auto* panels = static_cast<PanelBlock*>(task.scratch);
  constexpr auto kMost = static_cast<std::int64_t>(kMostPanels);
  const std::int64_t fitting = static_cast<std::int64_t>(kMatmulScratchBytes / sizeof(PanelBlock)) / n_blocks;
  const std::int64_t n_together = fitting < 1 ? 1 : fitting < kMost ? fitting : kMost;
  for (std::int64_t begin = task.row_begin; begin < task.row_end; begin += n_together * kPanelRows) {
    std::int64_t n_panels = (task.row_end - begin + kPanelRows - 1) / kPanelRows;
    n_panels = n_panels < n_together ? n_panels : n_together;
    for (std::int64_t p = 0; p < n_panels; ++p) {
      const std::int64_t row = begin + p * kPanelRows;
      unpack_panel<Format, Products>(task, row, task.row_end - row, panels + p * n_blocks);
    }
    const TokenTileBlock* tiles = task.tiles;
    for (std::int64_t token = 0; token < task.n_tokens; token += kTokenTile, tiles += n_blocks) {
      const std::int64_t n_tokens = task.n_tokens - token < kTokenTile ? task.n_tokens - token : kTokenTile;
      for (std::int64_t p = 0; p < n_panels; ++p) {
        alignas(32) float sums[kTokenTile][kPanelRows];
        multiply_tile<Format, Products>(panels + p * n_blocks, tiles, n_blocks, static_cast<int>(n_tokens), sums);
        const std::int64_t row = begin + p * kPanelRows;
        const std::int64_t n_rows = task.row_end - row < kPanelRows ? task.row_end - row : kPanelRows;
        for (std::int64_t t = 0; t < n_tokens; ++t) {
          std::memcpy(task.output + (token + t) * task.output_stride + row, sums[t],
                      static_cast<std::size_t>(n_rows) * sizeof(float));
        }
      }
    }
  }
}

template <class Products>
void fill_block_products(Table& table) noexcept {
  table.matmul_q8_0 = multiply_panels<Q8_0, Products>;
  table.matmul_q4_0 = multiply_panels<Q4_0, Products>;
  table.matmul_iq4_nl = multiply_panels<Iq4Nl, Products>;
  table.matmul_q4_k = multiply_panels<Q4K, Products>;
  table.matmul_q5_k = multiply_panels<Q5K, Products>;
  table.matmul_q6_k = multiply_panels<Q6K, Products>;
}

}  // namespace
}  // namespace oree::kernels::avx2
