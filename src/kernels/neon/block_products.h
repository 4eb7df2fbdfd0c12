// Products of block-quantised weights in vectors of 128 bits, in two ways that give the same bits:
// - few tokens: the blocks of four rows are unpacked in registers and multiplied there;
// - tokens in fours: the weights of eight rows are unpacked into a panel once for all tokens, and a tile of eight rows
//   and four tokens keeps its sums in registers.
//
// An output adds up its blocks in order: the integer sum of a block, which is exact, times the weights' scale, is
// multiplied by the activations' scale and added in one step. How integers are multiplied is a parameter, Products. In
// an anonymous namespace, as repeat.h.
#pragma once

#include <arm_neon.h>

#include <cstdint>
#include <cstring>

#include "kernels/neon/weight_formats.h"
#include "kernels/table.h"

namespace oree::kernels::neon {
namespace {

inline constexpr int kPanelRows = 8;
inline constexpr int kTileTokens = 4;
// Panels that are unpacked together share the reading of four tokens, and stay in the second-level cache: 256 KiB at
// least on the cores that have few.
inline constexpr std::int64_t kPanelsBytes = 160 * 1024;

// One block of the rows of a panel.
struct PanelBlock {
  std::int8_t weights[kPanelRows * kQuantBlock];  // as Products wants them
  float scales[kPanelRows];                       // of the whole block, or of its first half
  float others[kPanelRows];                       // the scales of the second half, or the minima
};

// The activations of four tokens.
struct FourTokens {
  const std::int8_t* values[kTileTokens];
  const float* scales[kTileTokens];
  const std::int32_t* negative_sums[kTileTokens];

  FourTokens(const QuantizedRows& rows, std::int64_t n_cols, std::int64_t token) noexcept {
    for (int t = 0; t < kTileTokens; ++t) {
      values[t] = rows.values + (token + t) * n_cols;
      scales[t] = rows.scales + (token + t) * (n_cols / kQuantBlock);
      negative_sums[t] = rows.negative_sums + (token + t) * (n_cols / kQuantBlock);
    }
  }
  [[gnu::always_inline]] float32x4_t scales_of(std::int64_t block) const noexcept {
    float32x4_t four = vdupq_n_f32(0);
    repeat<kTileTokens>([&](auto t) {
      constexpr int kLane = decltype(t)::value;
      four = vsetq_lane_f32(scales[t][block], four, kLane);
    });
    return four;
  }
  // What the minima of a block are multiplied by.
  [[gnu::always_inline]] float32x4_t offsets_of(std::int64_t block, float32x4_t scales_of_block) const noexcept {
    int32x4_t four = vdupq_n_s32(0);
    repeat<kTileTokens>([&](auto t) {
      constexpr int kLane = decltype(t)::value;
      four = vsetq_lane_s32(negative_sums[t][block], four, kLane);
    });
    return vmulq_f32(vcvtq_f32_s32(four), scales_of_block);
  }
};

// In the place of rows that are missing the first one stands again.
[[maybe_unused]] inline void find_rows(const MatmulTask& task, std::int64_t row, std::int64_t row_bytes,
                                       StoredRows& stored) noexcept {
  for (int r = 0; r < kLanes; ++r) {
    const std::int64_t from = row + r < task.row_end ? row + r : task.row_begin;
    stored[r] = static_cast<const std::byte*>(task.weights) + from * row_bytes;
  }
}

// Between the blocks of what is stored together: the compiler would load what several of them share ahead of all, and
// run out of registers.
[[gnu::always_inline]] inline void keep_order() noexcept { asm volatile("" ::: "memory"); }

// Four rows, kTokens tokens from `token` on.
template <class Format, class Products, int kTokens>
[[gnu::flatten]] void multiply_four_rows(const MatmulTask& task, std::int64_t row, std::int64_t token) noexcept {
  const std::int64_t n_blocks = task.n_cols / kQuantBlock;
  const std::int64_t n_stored = n_blocks / Format::kBlocks;
  const std::byte* stored[kLanes];
  find_rows(task, row, n_stored * Format::kStoredBytes, stored);
  const std::int8_t* values = task.quantized.values + token * task.n_cols;
  const float* scales = task.quantized.scales + token * n_blocks;
  const std::int32_t* negative_sums = task.quantized.negative_sums + token * n_blocks;
  float32x4_t sums[kTokens];
  repeat<kTokens>([&](auto t) { sums[t] = vdupq_n_f32(0); });
  for (std::int64_t i = 0; i < n_stored; ++i) {
    const typename Format::Factors factors(stored);
    repeat<Format::kBlocks>([&](auto block) {
      constexpr int b = decltype(block)::value;
      Integers weights[kLanes];
      repeat<kLanes>([&](auto r) { Format::template unpack<b>(stored[r], weights[r]); });
      if constexpr (b % 2 == 0) {
        keep_order();  // two blocks may share the bytes of their nibbles
      }
      const float32x4_t first = factors.template factors<b>();
      const float32x4_t other = factors.template others<b>();
      repeat<kTokens>([&](auto t) {
        const std::int8_t* of_block = values + t * task.n_cols + b * kQuantBlock;
        const Integers activations{vld1q_s8(of_block), vld1q_s8(of_block + 16)};
        const float scale = scales[t * n_blocks + b];
        const auto add = [&](int32x4_t dots, float32x4_t factor) {
          sums[t] = vfmaq_n_f32(sums[t], vmulq_f32(vcvtq_f32_s32(dots), factor), scale);
        };
        if constexpr (Format::kHalfScales) {
          add(Products::template of_halves<Format::kMagnitude, 0>(weights, activations), first);
          add(Products::template of_halves<Format::kMagnitude, 1>(weights, activations), other);
        } else {
          add(Products::template of_blocks<Format::kMagnitude>(weights, activations), first);
        }
        if constexpr (Format::kHasMinima) {
          const float offset = static_cast<float>(negative_sums[t * n_blocks + b]) * scale;
          sums[t] = vfmaq_n_f32(sums[t], other, offset);
        }
      });
    });
    repeat<kLanes>([&](auto r) { stored[r] += Format::kStoredBytes; });
    values += Format::kBlocks * kQuantBlock;
    scales += Format::kBlocks;
    negative_sums += Format::kBlocks;
  }
  const std::int64_t n_rows = task.row_end - row < kLanes ? task.row_end - row : kLanes;
  repeat<kTokens>([&](auto t) {
    float of_rows[kLanes];
    vst1q_f32(of_rows, sums[t]);
    std::memcpy(task.output + (token + t) * task.output_stride + row, of_rows,
                static_cast<std::size_t>(n_rows) * sizeof(float));
  });
}

// The tokens [token, n_tokens).
template <class Format, class Products>
void multiply_rows(const MatmulTask& task, std::int64_t begin, std::int64_t end, std::int64_t token) noexcept {
  for (; token + 2 <= task.n_tokens; token += 2) {
    for (std::int64_t row = begin; row < end; row += kLanes) {
      multiply_four_rows<Format, Products, 2>(task, row, token);
    }
  }
  for (; token < task.n_tokens; ++token) {
    for (std::int64_t row = begin; row < end; row += kLanes) {
      multiply_four_rows<Format, Products, 1>(task, row, token);
    }
  }
}

// panel: [n_blocks]
template <class Format, class Products>
[[gnu::flatten]] void unpack_panel(const MatmulTask& task, std::int64_t row, PanelBlock* panel) noexcept {
  const std::int64_t n_stored = task.n_cols / kQuantBlock / Format::kBlocks;
  for (int four = 0; four < kPanelRows; four += kLanes) {
    const std::byte* stored[kLanes];
    find_rows(task, row + four, n_stored * Format::kStoredBytes, stored);
    PanelBlock* target = panel;
    for (std::int64_t i = 0; i < n_stored; ++i) {
      const typename Format::Factors factors(stored);
      repeat<Format::kBlocks>([&](auto block) {
        constexpr int b = decltype(block)::value;
        Integers weights[kLanes];
        repeat<kLanes>([&](auto r) { Format::template unpack<b>(stored[r], weights[r]); });
        Products::arrange(weights, four, target[b].weights);
        vst1q_f32(target[b].scales + four, factors.template factors<b>());
        if constexpr (Format::kHalfScales || Format::kHasMinima) {
          vst1q_f32(target[b].others + four, factors.template others<b>());
        }
      });
      repeat<kLanes>([&](auto r) { stored[r] += Format::kStoredBytes; });
      target += Format::kBlocks;
    }
  }
}

// sums: [kTileTokens, kPanelRows]
template <class Format, class Products>
[[gnu::flatten]] void multiply_tile(const PanelBlock* panel, const FourTokens& tokens, std::int64_t n_blocks,
                                    float (*sums)[kPanelRows]) noexcept {
  typename Products::Tile tile;
  for (std::int64_t b = 0; b < n_blocks; ++b, ++panel) {
    const float32x4_t scales = tokens.scales_of(b);
    const auto column = [&](auto t) { return tokens.values[t] + b * kQuantBlock; };
    if constexpr (Format::kHalfScales) {
      tile.template add<Format::kMagnitude, 0, 1>(panel->weights, column, panel->scales, scales);
      tile.template add<Format::kMagnitude, 1, 1>(panel->weights, column, panel->others, scales);
    } else {
      tile.template add<Format::kMagnitude, 0, 2>(panel->weights, column, panel->scales, scales);
    }
    if constexpr (Format::kHasMinima) {
      tile.add_minima(panel->others, tokens.offsets_of(b, scales));
    }
  }
  tile.store(sums);
}

template <class Format, class Products>
void multiply_blocks(const MatmulTask& task) noexcept {
  const std::int64_t n_blocks = task.n_cols / kQuantBlock;
  const std::int64_t n_in_fours = task.n_tokens / kTileTokens * kTileTokens;
  if (n_in_fours == 0) {
    multiply_rows<Format, Products>(task, task.row_begin, task.row_end, 0);
    return;
  }
  auto* panels = static_cast<PanelBlock*>(task.scratch);
  const std::int64_t fitting = kPanelsBytes / std::int64_t{sizeof(PanelBlock)} / n_blocks;
  constexpr std::int64_t kMost = kMostPanels * 32 / kPanelRows;  // what the scratch memory holds
  const std::int64_t n_together = fitting < 1 ? 1 : fitting < kMost ? fitting : kMost;
  for (std::int64_t begin = task.row_begin; begin < task.row_end; begin += n_together * kPanelRows) {
    const std::int64_t limit = begin + n_together * kPanelRows;
    const std::int64_t end = limit < task.row_end ? limit : task.row_end;
    for (std::int64_t row = begin; row < end; row += kPanelRows) {
      unpack_panel<Format, Products>(task, row, panels + (row - begin) / kPanelRows * n_blocks);
    }
    for (std::int64_t token = 0; token < n_in_fours; token += kTileTokens) {
      const FourTokens tokens(task.quantized, task.n_cols, token);
      for (std::int64_t row = begin; row < end; row += kPanelRows) {
        float sums[kTileTokens][kPanelRows];
        multiply_tile<Format, Products>(panels + (row - begin) / kPanelRows * n_blocks, tokens, n_blocks, sums);
        const std::int64_t n_rows = end - row < kPanelRows ? end - row : kPanelRows;
        for (int t = 0; t < kTileTokens; ++t) {
          std::memcpy(task.output + (token + t) * task.output_stride + row, sums[t],
                      static_cast<std::size_t>(n_rows) * sizeof(float));
        }
      }
    }
    multiply_rows<Format, Products>(task, begin, end, n_in_fours);
  }
}

template <class Products>
void fill_block_products(Table& table) noexcept {
  table.uses_matmul_scratch = true;
  table.matmul_q8_0 = multiply_blocks<Q8_0, Products>;
  table.matmul_q4_0 = multiply_blocks<Q4_0, Products>;
  table.matmul_iq4_nl = multiply_blocks<Iq4Nl, Products>;
  table.matmul_q4_k = multiply_blocks<Q4K, Products>;
  table.matmul_q5_k = multiply_blocks<Q5K, Products>;
  table.matmul_q6_k = multiply_blocks<Q6K, Products>;
}

}  // namespace
}  // namespace oree::kernels::neon
