// Four products of bytes, added in one instruction (FEAT_DotProd). In an anonymous namespace, so that no other target
// can end up with code made for this one.
#pragma once

#include "kernels/neon/block_products.h"
#include "kernels/neon/load.h"
#include "kernels/neon/row_tile.h"

namespace oree::kernels::neon_dotprod {
namespace {

using neon::Integers;
using neon::kLanes;
using neon::kTileTokens;
using neon::repeat;

[[gnu::always_inline]] inline int32x4_t sum_lanes_of_four(const int32x4_t (&x)[kLanes]) noexcept {
  return vpaddq_s32(vpaddq_s32(x[0], x[1]), vpaddq_s32(x[2], x[3]));
}

struct DotProducts {
  // Lane r of the result: the products of row r's block.
  template <int kMagnitude>
  [[gnu::always_inline]] static int32x4_t of_blocks(const Integers (&weights)[kLanes],
                                                    const Integers& values) noexcept {
    int32x4_t dots[kLanes];
    repeat<kLanes>([&](auto r) {
      dots[r] = vdotq_s32(vdupq_n_s32(0), weights[r][0], values[0]);
      dots[r] = vdotq_s32(dots[r], weights[r][1], values[1]);
    });
    return sum_lanes_of_four(dots);
  }

  template <int kMagnitude, int half>
  [[gnu::always_inline]] static int32x4_t of_halves(const Integers (&weights)[kLanes],
                                                    const Integers& values) noexcept {
    int32x4_t dots[kLanes];
    repeat<kLanes>([&](auto r) { dots[r] = vdotq_s32(vdupq_n_s32(0), weights[r][half], values[half]); });
    return sum_lanes_of_four(dots);
  }

  // A panel holds steps of four columns, of each the eight rows: a lane of the product is a row, and the activations of
  // a step are broadcast by the instruction.
  [[gnu::always_inline]] static void arrange(const Integers (&weights)[kLanes], int first,
                                             std::int8_t* panel) noexcept {
    repeat<2>([&](auto i) {
      float32x4_t steps[kLanes];
      repeat<kLanes>([&](auto r) { steps[r] = vreinterpretq_f32_s8(weights[r][i]); });
      neon::transpose(steps);
      repeat<4>([&](auto s) {
        vst1q_s8(panel + ((i * 4 + s) * neon::kPanelRows + first) * 4, vreinterpretq_s8_f32(steps[s]));
      });
    });
  }

  struct Tile : neon::RowTile {
    template <int kMagnitude, int kFirstHalf, int kHalves, class Column>
    [[gnu::always_inline]] void add(const std::int8_t* panel, const Column& column, const float* factors,
                                    float32x4_t token_scales) noexcept {
      int32x4_t dots[kTileTokens][kVectors];
      repeat<kTileTokens>([&](auto t) { repeat<kVectors>([&](auto v) { dots[t][v] = vdupq_n_s32(0); }); });
      repeat<kHalves>([&](auto i) {
        int8x16_t values[kTileTokens];
        repeat<kTileTokens>([&](auto t) { values[t] = vld1q_s8(column(t) + (kFirstHalf + i) * 16); });
        repeat<4>([&](auto s) {
          const std::int8_t* step = panel + ((kFirstHalf + i) * 4 + s) * neon::kPanelRows * 4;
          repeat<kVectors>([&](auto v) {
            const int8x16_t weights = vld1q_s8(step + v * 16);
            repeat<kTileTokens>(
                [&](auto t) { dots[t][v] = vdotq_laneq_s32(dots[t][v], weights, values[t], decltype(s)::value); });
          });
        });
      });
      repeat<kVectors>([&](auto v) {
        const float32x4_t factor = vld1q_f32(factors + v * kLanes);
        repeat<kTileTokens>([&](auto t) { add_dots<decltype(t)::value>(v, dots[t][v], factor, token_scales); });
      });
    }
  };
};

}  // namespace
}  // namespace oree::kernels::neon_dotprod
