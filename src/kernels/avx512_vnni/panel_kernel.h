// Products of block-quantised weights for many tokens: the weights of 32 rows are unpacked once into a panel, a row a
// lane of two vectors, and multiplied with tiles of kTokenTile tokens. Two vectors by six tokens: what is loaded then
// keeps fewer ports busy than the products do.
//
// An output adds up first the blocks whose number, divided by four, leaves 0, in order, then those that leave 1, 2 and
// 3, each into a sum of its own: the order of quad_kernel.h, so that the two give the same bits.
// In an anonymous namespace, as load.h.
#pragma once

#include <type_traits>

#include "kernels/avx512_vnni/load.h"
#include "kernels/avx512_vnni/weight_formats.h"
#include "kernels/block_order.h"
#include "kernels/table.h"

namespace oree::kernels::avx512_vnni {
namespace {

inline constexpr int kLanes = 16;
inline constexpr int kPanelVectors = 2;
inline constexpr int kPanelRows = kPanelVectors * kLanes;
inline constexpr int kSteps = 8;  // of four columns in a block

// One block of the rows of a panel.
struct PanelBlock {
  std::uint8_t weights[kSteps][kPanelRows][4];  // 128 more than the weight
  float scales[kPanelRows];                     // of the whole block, or of its first half
  // The scales of the second half, or the minima, or nothing that is used.
  float others[kPanelRows];
};

// Rows become lanes: dword d of rows[r] goes to lane r of columns[d].
[[gnu::always_inline]] inline void transpose_16(__m512i (&rows)[16]) noexcept {
  __m512i t[16];
  repeat<8>([&](int i) {
    t[2 * i] = _mm512_unpacklo_epi32(rows[2 * i], rows[2 * i + 1]);
    t[2 * i + 1] = _mm512_unpackhi_epi32(rows[2 * i], rows[2 * i + 1]);
  });
  repeat<4>([&](int i) {
    rows[4 * i] = _mm512_unpacklo_epi64(t[4 * i], t[4 * i + 2]);
    rows[4 * i + 1] = _mm512_unpackhi_epi64(t[4 * i], t[4 * i + 2]);
    rows[4 * i + 2] = _mm512_unpacklo_epi64(t[4 * i + 1], t[4 * i + 3]);
    rows[4 * i + 3] = _mm512_unpackhi_epi64(t[4 * i + 1], t[4 * i + 3]);
  });
  repeat<4>([&](int i) {
    t[i] = _mm512_shuffle_i32x4(rows[i], rows[4 + i], 0x88);
    t[4 + i] = _mm512_shuffle_i32x4(rows[i], rows[4 + i], 0xdd);
    t[8 + i] = _mm512_shuffle_i32x4(rows[8 + i], rows[12 + i], 0x88);
    t[12 + i] = _mm512_shuffle_i32x4(rows[8 + i], rows[12 + i], 0xdd);
  });
  repeat<4>([&](int i) {
    rows[i] = _mm512_shuffle_i32x4(t[i], t[8 + i], 0x88);
    rows[8 + i] = _mm512_shuffle_i32x4(t[i], t[8 + i], 0xdd);
    rows[4 + i] = _mm512_shuffle_i32x4(t[4 + i], t[12 + i], 0x88);
    rows[12 + i] = _mm512_shuffle_i32x4(t[4 + i], t[12 + i], 0xdd);
  });
}

// Lane 4 * block + row of quads[q] becomes lane 4 * q + row of blocks[block].
[[gnu::always_inline]] inline void transpose_quads(const __m512 (&quads)[4], __m512 (&blocks)[4]) noexcept {
  const __m512 low_01 = _mm512_shuffle_f32x4(quads[0], quads[1], 0x44);
  const __m512 high_01 = _mm512_shuffle_f32x4(quads[0], quads[1], 0xee);
  const __m512 low_23 = _mm512_shuffle_f32x4(quads[2], quads[3], 0x44);
  const __m512 high_23 = _mm512_shuffle_f32x4(quads[2], quads[3], 0xee);
  blocks[0] = _mm512_shuffle_f32x4(low_01, low_23, 0x88);
  blocks[1] = _mm512_shuffle_f32x4(low_01, low_23, 0xdd);
  blocks[2] = _mm512_shuffle_f32x4(high_01, high_23, 0x88);
  blocks[3] = _mm512_shuffle_f32x4(high_01, high_23, 0xdd);
}

// Unpacks a group of sixteen rows into the lanes from `lane` on; targets: where its (up to four) blocks go.
template <class Format>
[[gnu::flatten]] void unpack_group(const std::byte* const* groups, std::int64_t index,
                                   PanelBlock* const (&targets)[kGroupBlocks], std::int64_t n_blocks,
                                   int lane) noexcept {
  __m512i first[kLanes];
  __m512i second[kLanes];
  const __m512i rebias = _mm512_set1_epi8(static_cast<char>(128 - Format::kBias));
  repeat<kLanes>([&](int r) {
    Format::load(groups[r], index, &first[r], &second[r]);
    if constexpr (Format::kBias != 128) {
      first[r] = _mm512_add_epi8(first[r], rebias);
      second[r] = _mm512_add_epi8(second[r], rebias);
    }
  });
  transpose_16(first);
  transpose_16(second);
  __m512 scales[4];
  __m512 second_scales[4];
  __m512 minima[4];
  repeat<4>([&](int q) {
    const std::byte* const quad[4] = {groups[4 * q], groups[4 * q + 1], groups[4 * q + 2], groups[4 * q + 3]};
    const QuadScales all = Format::scales(quad, index);
    scales[q] = all.first;
    second_scales[q] = all.second;
    minima[q] = all.minimum;
  });
  __m512 of_blocks[4];
  const auto store_scales = [&](const __m512(&quads)[4], const auto& place) {
    transpose_quads(quads, of_blocks);
    for (std::int64_t b = 0; b < n_blocks; ++b) {
      _mm512_storeu_ps(place(b), of_blocks[b]);
    }
  };
  store_scales(scales, [&](std::int64_t b) { return targets[b]->scales + lane; });
  if constexpr (Format::kHalfScales) {
    store_scales(second_scales, [&](std::int64_t b) { return targets[b]->others + lane; });
  }
  if constexpr (Format::kHasMinima) {
    store_scales(minima, [&](std::int64_t b) { return targets[b]->others + lane; });
  }
  for (std::int64_t b = 0; b < n_blocks; ++b) {
    for (int s = 0; s < 4; ++s) {
      _mm512_storeu_si512(targets[b]->weights[s][lane], first[4 * b + s]);
      _mm512_storeu_si512(targets[b]->weights[4 + s][lane], second[4 * b + s]);
    }
  }
}

// panel: [n_blocks], the blocks that leave 0 first.
template <class Format>
void unpack_panel(const MatmulTask& task, std::int64_t row, std::int64_t n_rows, PanelBlock* panel) noexcept {
  const std::int64_t n_blocks = task.n_cols / kQuantBlock;
  const std::int64_t row_bytes = Format::row_bytes(task.n_cols);
  for (std::int64_t b = 0; b < n_blocks; b += kGroupBlocks) {
    const std::int64_t index = b / kGroupBlocks;
    const std::int64_t n = n_blocks - b < kGroupBlocks ? n_blocks - b : kGroupBlocks;
    const std::byte* groups[kPanelRows];
    for (int r = 0; r < kPanelRows; ++r) {
      const std::int64_t from = row + (r < n_rows ? r : 0);
      groups[r] = Format::group(static_cast<const std::byte*>(task.weights) + from * row_bytes, index);
    }
    PanelBlock* targets[kGroupBlocks];
    for (int rest = 0; rest < kGroupBlocks; ++rest) {
      targets[rest] = panel + first_of_rest(n_blocks, rest) + index;
    }
    alignas(64) std::byte padded[Format::kHasTails ? kPanelRows : 1][Format::kPaddedBytes];
    if constexpr (Format::kHasTails) {
      if (n < kGroupBlocks) {
        __builtin_memset(padded, 0, sizeof(padded));
        for (int r = 0; r < kPanelRows; ++r) {
          __builtin_memcpy(padded[r], groups[r], static_cast<std::size_t>(n * Format::kBlockBytes));
          groups[r] = padded[r];
        }
      }
    }
    for (int lane = 0; lane < kPanelRows; lane += kLanes) {
      unpack_group<Format>(groups + lane, index, targets, n, lane);
    }
  }
}

// sums_of_tokens: [kTokens] vectors, a row a lane, over the blocks of one rest.
template <class Format, int kTokens>
[[gnu::flatten]] void tile(const PanelBlock* panel, const TokenTileBlock* tile, std::int64_t n_blocks,
                           float (*sums_of_tokens)[kPanelRows]) noexcept {
  __m512 sums[kTokens][kPanelVectors];
  repeat<kTokens>([&](int t) { repeat<kPanelVectors>([&](int v) { sums[t][v] = _mm512_setzero_ps(); }); });
  for (std::int64_t b = 0; b < n_blocks; ++b, ++panel, ++tile) {
    const auto run = [&](auto first_step, auto n_steps, const std::int32_t* starts, const float* scales) {
      __m512i dots[kTokens][kPanelVectors];
      repeat<kTokens>([&](int t) {
        const __m512i start = _mm512_set1_epi32(starts[t]);
        repeat<kPanelVectors>([&](int v) { dots[t][v] = start; });
      });
      repeat<n_steps.value>([&](int s) {
        __m512i weights[kPanelVectors];
        repeat<kPanelVectors>(
            [&](int v) { weights[v] = _mm512_loadu_si512(panel->weights[first_step.value + s][v * kLanes]); });
        repeat<kTokens>([&](int t) {
          std::int32_t four = 0;
          __builtin_memcpy(&four, tile->values[first_step.value + s][t], sizeof(four));
          const __m512i values = _mm512_set1_epi32(four);
          repeat<kPanelVectors>([&](int v) { dots[t][v] = _mm512_dpbusd_epi32(dots[t][v], weights[v], values); });
        });
      });
      __m512 scale[kPanelVectors];
      repeat<kPanelVectors>([&](int v) { scale[v] = _mm512_loadu_ps(scales + v * kLanes); });
      repeat<kTokens>([&](int t) {
        const __m512 factor = _mm512_set1_ps(tile->scales[t]);
        repeat<kPanelVectors>([&](int v) {
          sums[t][v] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(dots[t][v]), _mm512_mul_ps(scale[v], factor), sums[t][v]);
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
      __m512 minimum[kPanelVectors];
      repeat<kPanelVectors>([&](int v) { minimum[v] = _mm512_loadu_ps(panel->others + v * kLanes); });
      repeat<kTokens>([&](int t) {
        const __m512 offset = _mm512_set1_ps(tile->offsets[t]);
        repeat<kPanelVectors>([&](int v) { sums[t][v] = _mm512_fmadd_ps(minimum[v], offset, sums[t][v]); });
      });
    }
  }
  repeat<kTokens>([&](int t) {
    repeat<kPanelVectors>([&](int v) { _mm512_storeu_ps(sums_of_tokens[t] + v * kLanes, sums[t][v]); });
  });
}

using TileFunction = void (*)(const PanelBlock*, const TokenTileBlock*, std::int64_t, float (*)[kPanelRows]) noexcept;

// The function for 1 to kTokenTile tokens.
template <class Format>
TileFunction tile_for(std::int64_t n_tokens) noexcept {
  static constexpr TileFunction kFunctions[kTokenTile] = {tile<Format, 1>, tile<Format, 2>, tile<Format, 3>,
                                                          tile<Format, 4>, tile<Format, 5>, tile<Format, 6>};
  return kFunctions[n_tokens - 1];
}

// Panels that are unpacked together share the reading of a tile of tokens.
template <class Format>
void multiply_panels(const MatmulTask& task) noexcept {
  const std::int64_t n_blocks = task.n_cols / kQuantBlock;
  auto* panels = static_cast<PanelBlock*>(task.scratch);
  const std::int64_t fitting = static_cast<std::int64_t>(kMatmulScratchBytes / sizeof(PanelBlock)) / n_blocks;
  constexpr auto kMost = static_cast<std::int64_t>(kMostPanels);
  const std::int64_t n_together = fitting < 1 ? 1 : fitting < kMost ? fitting : kMost;
  alignas(64) float sums[kMostPanels][kGroupBlocks][kTokenTile][kPanelRows];
  for (std::int64_t begin = task.row_begin; begin < task.row_end; begin += n_together * kPanelRows) {
    std::int64_t n_panels = (task.row_end - begin + kPanelRows - 1) / kPanelRows;
    n_panels = n_panels < n_together ? n_panels : n_together;
    for (std::int64_t p = 0; p < n_panels; ++p) {
      const std::int64_t row = begin + p * kPanelRows;
      const std::int64_t rest = task.row_end - row;
      unpack_panel<Format>(task, row, rest < kPanelRows ? rest : kPanelRows, panels + p * n_blocks);
    }
    const TokenTileBlock* tiles = task.tiles;
    for (std::int64_t token = 0; token < task.n_tokens; token += kTokenTile, tiles += n_blocks) {
      const std::int64_t n_tokens = task.n_tokens - token < kTokenTile ? task.n_tokens - token : kTokenTile;
      const TileFunction multiply = tile_for<Format>(n_tokens);
      for (std::int64_t rest = 0; rest < kGroupBlocks; ++rest) {
        const std::int64_t from = first_of_rest(n_blocks, rest);
        const std::int64_t n = first_of_rest(n_blocks, rest + 1) - from;
        for (std::int64_t p = 0; p < n_panels; ++p) {
          multiply(panels + p * n_blocks + from, tiles + from, n, sums[p][rest]);
        }
      }
      for (std::int64_t p = 0; p < n_panels; ++p) {
        const std::int64_t row = begin + p * kPanelRows;
        for (std::int64_t lane = 0; lane < kPanelRows && row + lane < task.row_end; lane += kLanes) {
          const std::int64_t n_rows = task.row_end - row - lane;
          const __mmask16 mask = n_rows >= kLanes ? __mmask16{0xffff} : first_lanes(n_rows);
          for (std::int64_t t = 0; t < n_tokens; ++t) {
            const auto load = [&](int rest) { return _mm512_load_ps(sums[p][rest][t] + lane); };
            const __m512 total = _mm512_add_ps(_mm512_add_ps(load(0), load(1)), _mm512_add_ps(load(2), load(3)));
            _mm512_mask_storeu_ps(task.output + (token + t) * task.output_stride + row + lane, mask, total);
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace oree::kernels::avx512_vnni
