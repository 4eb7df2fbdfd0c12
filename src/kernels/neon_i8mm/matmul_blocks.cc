#include "kernels/neon_dotprod/dot_products.h"
#include "kernels/targets.h"

namespace oree::kernels::neon_i8mm {
namespace {

using neon::Integers;
using neon::kLanes;
using neon::kPanelRows;
using neon::kTileTokens;
using neon::repeat;

// The rows of one vector's low half and of the other's, or of their high halves.
inline int8x16_t low_halves(int8x16_t a, int8x16_t b) noexcept {
  return vreinterpretq_s8_s64(vzip1q_s64(vreinterpretq_s64_s8(a), vreinterpretq_s64_s8(b)));
}
inline int8x16_t high_halves(int8x16_t a, int8x16_t b) noexcept {
  return vreinterpretq_s8_s64(vzip2q_s64(vreinterpretq_s64_s8(a), vreinterpretq_s64_s8(b)));
}

// Two rows times two tokens, eight columns each, in one instruction (FEAT_I8MM). Few tokens are multiplied as without
// it: the other token of a pair would be missing.
struct MatrixProducts : neon_dotprod::DotProducts {
  static constexpr int kRowPairs = kPanelRows / 2;
  static constexpr int kTokenPairs = kTileTokens / 2;

  // A panel holds steps of eight columns, of each the four pairs of rows.
  [[gnu::always_inline]] static void arrange(const Integers (&weights)[kLanes], int first,
                                             std::int8_t* panel) noexcept {
    repeat<2>([&](auto i) {
      repeat<2>([&](auto pair) {
        std::int8_t* to = panel + i * 2 * kPanelRows * 8 + (first + pair * 2) * 8;
        vst1q_s8(to, low_halves(weights[pair * 2][i], weights[pair * 2 + 1][i]));
        vst1q_s8(to + kPanelRows * 8, high_halves(weights[pair * 2][i], weights[pair * 2 + 1][i]));
      });
    });
  }

  // Lanes: the first row with both tokens, then the second.
  struct Tile {
    float32x4_t sums[kRowPairs][kTokenPairs];

    [[gnu::always_inline]] Tile() noexcept {
      repeat<kRowPairs>([&](auto r) { repeat<kTokenPairs>([&](auto t) { sums[r][t] = vdupq_n_f32(0); }); });
    }

    template <int kMagnitude, int kFirstHalf, int kHalves, class Column>
    [[gnu::always_inline]] void add(const std::int8_t* panel, const Column& column, const float* factors,
                                    float32x4_t token_scales) noexcept {
      int32x4_t dots[kRowPairs][kTokenPairs];
      repeat<kRowPairs>([&](auto r) { repeat<kTokenPairs>([&](auto t) { dots[r][t] = vdupq_n_s32(0); }); });
      repeat<kHalves>([&](auto i) {
        int8x16_t values[2][kTokenPairs];
        repeat<kTokenPairs>([&](auto t) {
          constexpr std::integral_constant<int, decltype(t)::value * 2> first;
          constexpr std::integral_constant<int, decltype(t)::value * 2 + 1> second;
          const int8x16_t a = vld1q_s8(column(first) + (kFirstHalf + i) * 16);
          const int8x16_t b = vld1q_s8(column(second) + (kFirstHalf + i) * 16);
          values[0][t] = low_halves(a, b);
          values[1][t] = high_halves(a, b);
        });
        repeat<2>([&](auto s) {
          const std::int8_t* step = panel + ((kFirstHalf + i) * 2 + s) * kPanelRows * 8;
          repeat<kRowPairs>([&](auto r) {
            const int8x16_t weights = vld1q_s8(step + r * 16);
            repeat<kTokenPairs>([&](auto t) { dots[r][t] = vmmlaq_s32(dots[r][t], weights, values[s][t]); });
          });
        });
      });
      for_each_sum(factors, token_scales, [&](auto r, auto t, float32x4_t factor, float32x4_t scale) {
        sums[r][t] = vfmaq_f32(sums[r][t], vmulq_f32(vcvtq_f32_s32(dots[r][t]), factor), scale);
      });
    }

    [[gnu::always_inline]] void add_minima(const float* minima, float32x4_t offsets) noexcept {
      for_each_sum(minima, offsets, [&](auto r, auto t, float32x4_t minimum, float32x4_t offset) {
        sums[r][t] = vfmaq_f32(sums[r][t], minimum, offset);
      });
    }

    [[gnu::always_inline]] void store(float (*output)[kPanelRows]) const noexcept {
      repeat<kRowPairs>([&](auto r) {
        repeat<kTokenPairs>([&](auto t) {
          float lanes[4];
          vst1q_f32(lanes, sums[r][t]);
          repeat<4>([&](auto lane) { output[t * 2 + lane % 2][r * 2 + lane / 2] = lanes[lane]; });
        });
      });
    }

   private:
    // Calls step with each sum's place and, in its lanes, the numbers of its rows and of its tokens.
    template <class Step>
    [[gnu::always_inline]] static void for_each_sum(const float* of_rows, float32x4_t of_tokens,
                                                    const Step& step) noexcept {
      const float32x2_t low = vget_low_f32(of_tokens);
      const float32x2_t high = vget_high_f32(of_tokens);
      const float32x4_t pairs[kTokenPairs] = {vcombine_f32(low, low), vcombine_f32(high, high)};
      repeat<kRowPairs / 2>([&](auto four) {
        const float32x4_t rows = vld1q_f32(of_rows + four * 4);
        const float32x4_t twice[2] = {vzip1q_f32(rows, rows), vzip2q_f32(rows, rows)};
        repeat<2>([&](auto pair) {
          constexpr std::integral_constant<int, decltype(four)::value * 2 + decltype(pair)::value> r;
          repeat<kTokenPairs>([&](auto t) { step(r, t, twice[pair], pairs[t]); });
        });
      });
    }
  };
};

}  // namespace

void fill_matmul_blocks(Table& table) noexcept { neon::fill_block_products<MatrixProducts>(table); }

}  // namespace oree::kernels::neon_i8mm
