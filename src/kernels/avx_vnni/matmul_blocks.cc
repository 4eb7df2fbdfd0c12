#include "kernels/avx2/panel_kernel.h"
#include "kernels/targets.h"

namespace oree::kernels::avx_vnni {
namespace {

// Four products of an unsigned by a signed byte, added in one instruction. Weights get 128 more than their value.
struct DotProducts {
  static constexpr int kTokens = 6;

  template <class Format>
  static __m256i prepare(__m256i integers) noexcept {
    return _mm256_add_epi8(integers, _mm256_set1_epi8(static_cast<char>(128 - Format::kBias)));
  }
  // start: minus 128 times the sum of the activations.
  template <class Format>
  static __m256i start(std::int32_t start) noexcept {
    return _mm256_set1_epi32(start);
  }
  template <class Format>
  static __m256i add(__m256i dots, __m256i weights, __m256i values) noexcept {
    return _mm256_dpbusd_avx_epi32(dots, weights, values);
  }
};

}  // namespace

void fill_matmul_blocks(Table& table) noexcept { avx2::fill_block_products<DotProducts>(table); }

}  // namespace oree::kernels::avx_vnni
