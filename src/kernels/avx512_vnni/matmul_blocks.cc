// Products of block-quantised weights. Nothing is packed ahead: few tokens read the rows as the file holds them, at the
// speed of memory; many share panels that are unpacked as they go, which costs a few per cent of the products.
#include "kernels/avx512_vnni/panel_kernel.h"
#include "kernels/avx512_vnni/quad_kernel.h"
#include "kernels/targets.h"

namespace oree::kernels::avx512_vnni {
namespace {

template <class Format>
void matmul(const MatmulTask& task) noexcept {
  if (task.tiles != nullptr) {
    multiply_panels<Format>(task);
  } else {
    multiply_quads<Format>(task);
  }
}

void quantize_into_tile(const float* columns, std::int64_t n, std::int64_t first_block, std::int64_t n_blocks,
                        std::int64_t lane, TokenTileBlock* tile) noexcept {
  for (std::int64_t i = 0; i < n; i += kQuantBlock) {
    const std::int64_t block = first_block + i / kQuantBlock;
    const __m512 low = _mm512_loadu_ps(columns + i);
    const __m512 high = _mm512_loadu_ps(columns + i + 16);
    // In this order a NaN does not replace what was found so far.
    const __m512 largest_lanes =
        _mm512_max_ps(_mm512_abs_ps(high), _mm512_max_ps(_mm512_abs_ps(low), _mm512_setzero_ps()));
    const float largest = _mm512_reduce_max_ps(largest_lanes);
    const bool usable = largest >= 0x1p-100f && largest <= 0x1p127f;
    const __m512 inverse = _mm512_set1_ps(usable ? 127.0f / largest : 0.0f);
    const float scale = usable ? largest / 127.0f : 0.0f;
    const auto round = [&](__m512 x) {
      const __m512 scaled = _mm512_mul_ps(x, inverse);
      const __mmask16 in_range = _mm512_cmp_ps_mask(_mm512_abs_ps(scaled), _mm512_set1_ps(127.5f), _CMP_LE_OQ);
      return _mm512_maskz_cvtps_epi32(in_range, scaled);
    };
    const __m512i halves[2] = {round(low), round(high)};
    TokenTileBlock& target = tile[place_of_block(n_blocks, block)];
    std::int32_t sums[2];
    for (int half = 0; half < 2; ++half) {
      alignas(16) std::int8_t bytes[16];
      _mm_store_si128(reinterpret_cast<__m128i*>(bytes), _mm512_cvtepi32_epi8(halves[half]));
      for (int step = 0; step < 4; ++step) {
        __builtin_memcpy(target.values[half * 4 + step][lane], bytes + step * 4, 4);
      }
      sums[half] = _mm512_reduce_add_epi32(halves[half]);
      target.half_starts[half][lane] = -128 * sums[half];
    }
    const std::int32_t negative_sum = -(sums[0] + sums[1]);
    target.scales[lane] = scale;
    target.starts[lane] = 128 * negative_sum;
    target.offsets[lane] = scale * static_cast<float>(negative_sum);
  }
}

}  // namespace

void fill_matmul_blocks(Table& table) noexcept {
  table.uses_matmul_scratch = true;
  // Fewer tokens are done sooner from rows, without unpacking the weights ahead.
  table.fewest_tiled_tokens = 5;
  table.quantize_into_tile = quantize_into_tile;
  table.matmul_q8_0 = matmul<Q8_0>;
  table.matmul_q4_0 = matmul<Q4_0>;
  table.matmul_iq4_nl = matmul<Iq4Nl>;
  table.matmul_q4_k = matmul<Q4K>;
  table.matmul_q5_k = matmul<Q5K>;
  table.matmul_q6_k = matmul<Q6K>;
}

}  // namespace oree::kernels::avx512_vnni
