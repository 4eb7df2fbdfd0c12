// Sums of a tile with a row a lane. In an anonymous namespace, as repeat.h.
#pragma once

#include "kernels/neon/block_products.h"

namespace oree::kernels::neon {
namespace {

struct RowTile {
  static constexpr int kVectors = kPanelRows / kLanes;

  float32x4_t sums[kTileTokens][kVectors];

  [[gnu::always_inline]] RowTile() noexcept {
    repeat<kTileTokens>([&](auto t) { repeat<kVectors>([&](auto v) { sums[t][v] = vdupq_n_f32(0); }); });
  }

  template <int t>
  [[gnu::always_inline]] void add_dots(int v, int32x4_t dots, float32x4_t factor, float32x4_t token_scales) noexcept {
    sums[t][v] = vfmaq_laneq_f32(sums[t][v], vmulq_f32(vcvtq_f32_s32(dots), factor), token_scales, t);
  }

  [[gnu::always_inline]] void add_minima(const float* minima, float32x4_t offsets) noexcept {
    repeat<kVectors>([&](auto v) {
      const float32x4_t minimum = vld1q_f32(minima + v * kLanes);
      repeat<kTileTokens>(
          [&](auto t) { sums[t][v] = vfmaq_laneq_f32(sums[t][v], minimum, offsets, decltype(t)::value); });
    });
  }

  [[gnu::always_inline]] void store(float (*output)[kPanelRows]) const noexcept {
    repeat<kTileTokens>(
        [&](auto t) { repeat<kVectors>([&](auto v) { vst1q_f32(output[t] + v * kLanes, sums[t][v]); }); });
  }
};

}  // namespace
}  // namespace oree::kernels::neon
