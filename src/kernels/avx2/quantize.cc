#include "kernels/avx2/load.h"
#include "kernels/block_order.h"
#include "kernels/targets.h"

namespace oree::kernels::avx2 {
namespace {

void quantize_row(const float* row, std::int64_t n, std::int8_t* values, float* scales,
                  std::int32_t* negative_sums) noexcept {
  const __m256 magnitude_bits = _mm256_castsi256_ps(_mm256_set1_epi32(0x7fffffff));
  for (std::int64_t b = 0; b < n / kQuantBlock; ++b) {
    __m256 x[4];
    __m256 largest_lanes = _mm256_setzero_ps();
    for (int i = 0; i < 4; ++i) {
      x[i] = _mm256_loadu_ps(row + b * kQuantBlock + i * 8);
      // In this order a NaN does not replace what was found so far.
      largest_lanes = _mm256_max_ps(_mm256_and_ps(x[i], magnitude_bits), largest_lanes);
    }
    const float largest = largest_lane(largest_lanes);
    const bool usable = largest >= 0x1p-100f && largest <= 0x1p127f;
    const __m256 inverse = _mm256_set1_ps(usable ? 127.0f / largest : 0.0f);
    __m256i rounded[4];
    __m256i sums = _mm256_setzero_si256();
    for (int i = 0; i < 4; ++i) {
      const __m256 scaled = _mm256_mul_ps(x[i], inverse);
      const __m256 in_range = _mm256_cmp_ps(_mm256_and_ps(scaled, magnitude_bits), _mm256_set1_ps(127.5f), _CMP_LE_OQ);
      rounded[i] = _mm256_cvtps_epi32(_mm256_and_ps(scaled, in_range));
      sums = _mm256_add_epi32(sums, rounded[i]);
    }
    // The packs work within 128-bit lanes; the permutation puts their fours of values back in order.
    const __m256i packed =
        _mm256_packs_epi16(_mm256_packs_epi32(rounded[0], rounded[1]), _mm256_packs_epi32(rounded[2], rounded[3]));
    const __m256i ordered = _mm256_permutevar8x32_epi32(packed, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(values + b * kQuantBlock), ordered);
    __m128i sum = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0x4e));
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0xb1));
    scales[b] = usable ? largest / 127.0f : 0.0f;
    negative_sums[b] = -_mm_cvtsi128_si32(sum);
  }
}

}  // namespace

void quantize_into_tile(const float* columns, std::int64_t n, std::int64_t first_block, std::int64_t n_blocks,
                        std::int64_t lane, TokenTileBlock* tile) noexcept {
  for (std::int64_t i = 0; i < n; i += kQuantBlock) {
    TokenTileBlock& target = tile[place_of_block(n_blocks, first_block + i / kQuantBlock)];
    std::int8_t values[kQuantBlock];
    float scale = 0;
    std::int32_t negative_sum = 0;
    quantize_row(columns + i, kQuantBlock, values, &scale, &negative_sum);
    std::int32_t first_sum = 0;
    for (int v = 0; v < kQuantBlock / 2; ++v) {
      first_sum += values[v];
    }
    for (int step = 0; step < kQuantBlock / 4; ++step) {
      __builtin_memcpy(target.values[step][lane], values + step * 4, 4);
    }
    target.scales[lane] = scale;
    target.starts[lane] = 128 * negative_sum;
    target.offsets[lane] = scale * static_cast<float>(negative_sum);
    target.half_starts[0][lane] = -128 * first_sum;
    target.half_starts[1][lane] = 128 * (negative_sum + first_sum);
  }
}

void fill_quantize(Table& table) noexcept { table.quantize_row = quantize_row; }

}  // namespace oree::kernels::avx2
