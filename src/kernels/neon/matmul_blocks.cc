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
      int16x8_t dots[kLanes];
      repeat<kLanes>([&](auto r) {
        dots[r] = multiply(weights[r][0], values[0]);
        dots[r] = vmlal_s8(dots[r], vget_low_s8(weights[r][1]), vget_low_s8(values[1]));
        dots[r] = vmlal_high_s8(dots[r], weights[r][1], values[1]);
      });
      return sum_lanes_of_four<kMagnitude, 4>(dots);
    } else {
      int32x4_t dots[kLanes];
      repeat<kLanes>([&](auto r) {
        dots[r] = vpaddlq_s16(multiply(weights[r][0], values[0]));
        dots[r] = vpadalq_s16(dots[r], multiply(weights[r][1], values[1]));
      });
      return vpaddq_s32(vpaddq_s32(dots[0], dots[1]), vpaddq_s32(dots[2], dots[3]));
    }
  }

  template <int kMagnitude, int half>
  [[gnu::always_inline]] static int32x4_t of_halves(const Integers (&weights)[kLanes],
                                                    const Integers& values) noexcept {
    int16x8_t dots[kLanes];
    repeat<kLanes>([&](auto r) { dots[r] = multiply(weights[r][half], values[half]); });
    return sum_lanes_of_four<kMagnitude, 2>(dots);
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
