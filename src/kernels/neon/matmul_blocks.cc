#include "kernels/neon/block_products.h"
#include "kernels/neon/row_tile.h"
#include "kernels/targets.h"

namespace oree::kernels::neon {
namespace {

// Products of 16 bits. As many are added in a lane of 16 bits as fit, whatever the activations, which are 127 at most;
// of weights of 6 bits or less that saves widening.
template <int kMagnitude>
constexpr int kFitting = 32767 / (127 * kMagnitude);

// Sixteen products, two a lane.
[[gnu::always_inline]] inline int16x8_t multiply(int8x16_t weights, int8x16_t values) noexcept {
  return vmlal_high_s8(vmull_s8(vget_low_s8(weights), vget_low_s8(values)), weights, values);
}

// A block's products, four a lane.
[[gnu::always_inline]] inline int16x8_t multiply_block(const Integers& weights, const Integers& values) noexcept {
  const int16x8_t three = vmlal_s8(multiply(weights[0], values[0]), vget_low_s8(weights[1]), vget_low_s8(values[1]));
  return vmlal_high_s8(three, weights[1], values[1]);
}

// The same, eight a lane of 32 bits.
[[gnu::always_inline]] inline int32x4_t widen_block(const Integers& weights, const Integers& values) noexcept {
  return vpadalq_s16(vpaddlq_s16(multiply(weights[0], values[0])), multiply(weights[1], values[1]));
}

// Lane r of the result is the sum of x[r]'s lanes, of which each holds kProducts.
template <int kMagnitude, int kProducts>
[[gnu::always_inline]] inline int32x4_t sum_lanes_of_four(const int16x8_t (&x)[kLanes]) noexcept {
  if constexpr (4 * kProducts <= kFitting<kMagnitude>) {
    return vpaddlq_s16(vpaddq_s16(vpaddq_s16(x[0], x[1]), vpaddq_s16(x[2], x[3])));
  } else {
    static_assert(2 * kProducts <= kFitting<kMagnitude>);
    return vpaddq_s32(vpaddlq_s16(vpaddq_s16(x[0], x[1])), vpaddlq_s16(vpaddq_s16(x[2], x[3])));
  }
}

struct WideningProducts {
  // Lane r of the result: the products of row r's block.
  template <int kMagnitude>
  [[gnu::always_inline]] static int32x4_t of_blocks(const Integers (&weights)[kLanes],
                                                    const Integers& values) noexcept {
    if constexpr (kFitting<kMagnitude> >= 8) {
      return sum_lanes_of_four<kMagnitude, 4>({multiply_block(weights[0], values), multiply_block(weights[1], values),
                                               multiply_block(weights[2], values), multiply_block(weights[3], values)});
    } else {
      const int32x4_t first = vpaddq_s32(widen_block(weights[0], values), widen_block(weights[1], values));
      return vpaddq_s32(first, vpaddq_s32(widen_block(weights[2], values), widen_block(weights[3], values)));
    }
  }

  template <int kMagnitude, int half>
  [[gnu::always_inline]] static int32x4_t of_halves(const Integers (&weights)[kLanes],
                                                    const Integers& values) noexcept {
    return sum_lanes_of_four<kMagnitude, 2>(
        {multiply(weights[0][half], values[half]), multiply(weights[1][half], values[half]),
         multiply(weights[2][half], values[half]), multiply(weights[3][half], values[half])});
  }

  // A panel holds row after row.
  [[gnu::always_inline]] static void arrange(const Integers (&weights)[kLanes], int first,
                                             std::int8_t* panel) noexcept {
    repeat<kLanes>([&](auto r) {
      repeat<2>([&](auto i) { vst1q_s8(panel + (first + r) * kQuantBlock + i * 16, weights[r][i]); });
    });
  }

  struct Tile : RowTile {
    template <int kMagnitude, int kFirstHalf, int kHalves, class Column>
    [[gnu::always_inline]] void add(const std::int8_t* panel, const Column& column, const float* factors,
                                    float32x4_t token_scales) noexcept {
      repeat<kVectors>([&](auto v) {
        Integers weights[kLanes];
        repeat<kLanes>([&](auto r) {
          const std::int8_t* row = panel + (v * kLanes + r) * kQuantBlock;
          repeat<kHalves>([&](auto i) { weights[r][kFirstHalf + i] = vld1q_s8(row + (kFirstHalf + i) * 16); });
        });
        const float32x4_t factor = vld1q_f32(factors + v * kLanes);
        repeat<kTileTokens>([&](auto t) {
          Integers values;
          repeat<kHalves>([&](auto i) { values[kFirstHalf + i] = vld1q_s8(column(t) + (kFirstHalf + i) * 16); });
          if constexpr (kHalves == 2) {
            add_dots<decltype(t)::value>(v, of_blocks<kMagnitude>(weights, values), factor, token_scales);
          } else {
            add_dots<decltype(t)::value>(v, of_halves<kMagnitude, kFirstHalf>(weights, values), factor, token_scales);
          }
        });
      });
    }
  };
};

}  // namespace

void fill_matmul_blocks(Table& table) noexcept { fill_block_products<WideningProducts>(table); }

}  // namespace oree::kernels::neon
