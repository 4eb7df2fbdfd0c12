#include "kernels/avx2/panel_kernel.h"
#include "kernels/targets.h"

namespace oree::kernels::avx2 {
namespace {

// Products of unsigned by signed bytes, of which two are added in 16 bits: weights of 6 bits stay unsigned there, wider
// ones give their sign to the activation.
struct PairsOfProducts {
  static constexpr int kTokens = 3;

  template <class Format>
  static __m256i prepare(__m256i integers) noexcept {
    return integers;
  }
  // start: minus 128 times the sum of the activations.
  template <class Format>
  static __m256i start(std::int32_t start) noexcept {
    return _mm256_set1_epi32(start / 128 * Format::kBias);
  }
  template <class Format>
  static __m256i add(__m256i dots, __m256i weights, __m256i values) noexcept {
    const __m256i pairs = Format::kIsWide
                              ? _mm256_maddubs_epi16(_mm256_abs_epi8(weights), _mm256_sign_epi8(values, weights))
                              : _mm256_maddubs_epi16(weights, values);
    return _mm256_add_epi32(dots, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
  }
};

}  // namespace

void fill_matmul_blocks(Table& table) noexcept {
  table.uses_matmul_scratch = true;
  table.fewest_tiled_tokens = 1;
  table.quantize_into_tile = quantize_into_tile;
  fill_block_products<PairsOfProducts>(table);
}

}  // namespace oree::kernels::avx2
