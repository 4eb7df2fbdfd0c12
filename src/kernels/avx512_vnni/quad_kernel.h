// Products of block-quantised weights for few tokens: four rows at a time, read once, as the file holds them.
//
// Lane 4 * block + row of a sum adds up the blocks of one row whose number, divided by four, leaves the same rest, in
// order: the order of panel_kernel.h, so that the two give the same bits.
// In an anonymous namespace, as load.h.
#pragma once

#include "kernels/avx512_vnni/load.h"
#include "kernels/avx512_vnni/weight_formats.h"
#include "kernels/table.h"

namespace oree::kernels::avx512_vnni {
namespace {

// One token's activations of a group, each scale and sum where the lane of its block needs it.
struct SpreadGroup {
  std::int8_t first[64];   // the first halves of the four blocks
  std::int8_t second[64];  // the second halves
  float scales[16];
  std::int32_t starts[16];         // takes the bias off the sum of a block
  std::int32_t second_starts[16];  // the same of the second halves, when those have sums of their own
  float offsets[16];               // minus the sum of the activations, as a float: a minimum is multiplied by it
};
static_assert(sizeof(SpreadGroup) == 384);

// How far ahead of its reading a row is fetched: what memory delivers while the lines before are worked on. The
// processor's own prefetching ends with a page, and follows four rows less well.
inline constexpr std::int64_t kPrefetchBytes = 1536;
inline constexpr std::int64_t kLineBytes = 64;

// Tokens that share the reading of a weight.
inline constexpr int kQuadTokens = 4;

template <class Format>
void spread(const MatmulTask& task, std::int64_t token, SpreadGroup* groups) noexcept {
  const std::int64_t n_blocks = task.n_cols / kQuantBlock;
  const std::int8_t* values = task.quantized.values + token * task.n_cols;
  const float* scales = task.quantized.scales + token * n_blocks;
  const std::int32_t* negative_sums = task.quantized.negative_sums + token * n_blocks;
  const __m512i block_of_lane = _mm512_setr_epi32(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
  const __m512i firsts = _mm512_setr_epi64(0, 1, 4, 5, 8, 9, 12, 13);
  const __m512i seconds = _mm512_setr_epi64(2, 3, 6, 7, 10, 11, 14, 15);
  for (std::int64_t b = 0; b < n_blocks; b += kGroupBlocks, ++groups) {
    const std::int64_t n = n_blocks - b < kGroupBlocks ? n_blocks - b : kGroupBlocks;
    const __mmask8 mask = static_cast<__mmask8>((1u << static_cast<unsigned>(n)) - 1u);
    const std::int8_t* from = values + b * kQuantBlock;
    const __m512i low = _mm512_maskz_loadu_epi64(n >= 2 ? 0xff : 0x0f, from);
    const __m512i high = _mm512_maskz_loadu_epi64(n >= 4 ? 0xff : n == 3 ? 0x0f : 0, from + 64);
    const __m512i first = _mm512_permutex2var_epi64(low, firsts, high);
    const __m512i second = _mm512_permutex2var_epi64(low, seconds, high);
    const __m512 scale =
        _mm512_permutexvar_ps(block_of_lane, _mm512_castps128_ps512(_mm_maskz_loadu_ps(mask, scales + b)));
    const __m512i sum =
        _mm512_permutexvar_epi32(block_of_lane, _mm512_castsi128_si512(_mm_maskz_loadu_epi32(mask, negative_sums + b)));
    _mm512_storeu_si512(groups->first, first);
    _mm512_storeu_si512(groups->second, second);
    _mm512_storeu_ps(groups->scales, scale);
    _mm512_storeu_ps(groups->offsets, _mm512_mul_ps(scale, _mm512_cvtepi32_ps(sum)));
    __m512i start = sum;
    if constexpr (Format::kHalfScales) {
      // The sum over the four lanes of a block, in each of them.
      __m512i sums = _mm512_dpbusd_epi32(_mm512_setzero_si512(), _mm512_set1_epi8(1), second);
      sums = _mm512_add_epi32(sums, _mm512_shuffle_epi32(sums, _MM_PERM_BADC));
      sums = _mm512_add_epi32(sums, _mm512_shuffle_epi32(sums, _MM_PERM_CDAB));
      const __m512i second_start = _mm512_sub_epi32(_mm512_setzero_si512(), sums);
      start = _mm512_sub_epi32(sum, second_start);
      _mm512_storeu_si512(groups->second_starts, _mm512_mullo_epi32(second_start, _mm512_set1_epi32(Format::kBias)));
    }
    _mm512_storeu_si512(groups->starts, _mm512_mullo_epi32(start, _mm512_set1_epi32(Format::kBias)));
  }
}

// Lane 4 * block + row of the result: the sum of the four lanes of the block in dots[row].
[[gnu::always_inline]] inline __m512i sum_of_quads(const __m512i (&dots)[4]) noexcept {
  const __m512i rows_01 =
      _mm512_add_epi32(_mm512_unpacklo_epi32(dots[0], dots[1]), _mm512_unpackhi_epi32(dots[0], dots[1]));
  const __m512i rows_23 =
      _mm512_add_epi32(_mm512_unpacklo_epi32(dots[2], dots[3]), _mm512_unpackhi_epi32(dots[2], dots[3]));
  return _mm512_add_epi32(_mm512_unpacklo_epi64(rows_01, rows_23), _mm512_unpackhi_epi64(rows_01, rows_23));
}

// The rows row, row + stride, row + 2 * stride and row + 3 * stride, of which the first n_rows are wanted.
template <class Format, int kTokens>
[[gnu::flatten]] void quad(const MatmulTask& task, std::int64_t row, std::int64_t stride, std::int64_t n_rows,
                           const SpreadGroup* spread, std::int64_t n_groups, std::int64_t token) noexcept {
  const std::int64_t row_bytes = Format::row_bytes(task.n_cols);
  const std::byte* rows[4];
  repeat<4>([&](int r) {
    rows[r] = static_cast<const std::byte*>(task.weights) + (row + (r < n_rows ? r * stride : 0)) * row_bytes;
  });
  __m512 sums[kTokens];
  repeat<kTokens>([&](int t) { sums[t] = _mm512_setzero_ps(); });
  const auto take = [&](std::int64_t index, const std::byte* const(&groups)[4]) {
    __m512i first[4];
    __m512i second[4];
    repeat<4>([&](int r) { Format::load(groups[r], index, &first[r], &second[r]); });
    const QuadScales scales = Format::scales(groups, index);
    repeat<kTokens>([&](int t) {
      const SpreadGroup& a = spread[t * n_groups + index];
      const __m512i a_first = _mm512_loadu_si512(a.first);
      const __m512i a_second = _mm512_loadu_si512(a.second);
      const __m512 a_scale = _mm512_loadu_ps(a.scales);
      __m512i dots[4];
      repeat<4>([&](int r) {
        dots[r] = _mm512_dpbusd_epi32(_mm512_setzero_si512(), first[r], a_first);
        if constexpr (!Format::kHalfScales) {
          dots[r] = _mm512_dpbusd_epi32(dots[r], second[r], a_second);
        }
      });
      __m512i dot = sum_of_quads(dots);
      if constexpr (Format::kBias != 0) {
        dot = _mm512_add_epi32(dot, _mm512_loadu_si512(a.starts));
      }
      sums[t] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(dot), _mm512_mul_ps(scales.first, a_scale), sums[t]);
      if constexpr (Format::kHalfScales) {
        repeat<4>([&](int r) { dots[r] = _mm512_dpbusd_epi32(_mm512_setzero_si512(), second[r], a_second); });
        dot = _mm512_add_epi32(sum_of_quads(dots), _mm512_loadu_si512(a.second_starts));
        sums[t] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(dot), _mm512_mul_ps(scales.second, a_scale), sums[t]);
      }
      if constexpr (Format::kHasMinima) {
        sums[t] = _mm512_fmadd_ps(scales.minimum, _mm512_loadu_ps(a.offsets), sums[t]);
      }
    });
  };
  const std::int64_t n_whole = task.n_cols / kGroupCols;
  for (std::int64_t index = 0; index < n_whole; ++index) {
    const std::byte* groups[4];
    repeat<4>([&](int r) { groups[r] = Format::group(rows[r], index); });
    // Not in a lambda: g++ 12 takes a function that does nothing but prefetch for one without effect.
    for (const std::byte* group : groups) {
      for (std::int64_t line = 0; line < Format::kGroupBytes; line += kLineBytes) {
        _mm_prefetch(reinterpret_cast<const char*>(group + kPrefetchBytes + line), _MM_HINT_T0);
      }
    }
    take(index, groups);
  }
  if constexpr (Format::kHasTails) {
    if (n_whole < n_groups) {
      alignas(64) std::byte padded[4][Format::kPaddedBytes] = {};
      const std::int64_t n_blocks = task.n_cols / kQuantBlock - n_whole * kGroupBlocks;
      const std::byte* groups[4];
      for (int r = 0; r < 4; ++r) {
        __builtin_memcpy(padded[r], Format::group(rows[r], n_whole),
                         static_cast<std::size_t>(n_blocks * Format::kBlockBytes));
        groups[r] = padded[r];
      }
      take(n_whole, groups);
    }
  }
  repeat<kTokens>([&](int t) {
    alignas(64) float lanes[16];
    _mm512_store_ps(lanes, sums[t]);
    float* output = task.output + (token + t) * task.output_stride + row;
    for (std::int64_t r = 0; r < n_rows; ++r) {
      output[r * stride] = (lanes[r] + lanes[4 + r]) + (lanes[8 + r] + lanes[12 + r]);
    }
  });
}

template <class Format, int kTokens>
void all_quads(const MatmulTask& task, std::int64_t token, SpreadGroup* groups) noexcept {
  const std::int64_t n_groups = (task.n_cols + kGroupCols - 1) / kGroupCols;
  for (int t = 0; t < kTokens; ++t) {
    spread<Format>(task, token + t, groups + t * n_groups);
  }
  // Four long stretches of memory side by side: what the processor's prefetching follows best.
  const std::int64_t n_rows = task.row_end - task.row_begin;
  const std::int64_t stride = n_rows / 4;
  for (std::int64_t row = task.row_begin; row < task.row_begin + stride; ++row) {
    quad<Format, kTokens>(task, row, stride, 4, groups, n_groups, token);
  }
  if (n_rows % 4 > 0) {
    quad<Format, kTokens>(task, task.row_begin + 4 * stride, 1, n_rows % 4, groups, n_groups, token);
  }
}

template <class Format>
void multiply_quads(const MatmulTask& task) noexcept {
  auto* groups = static_cast<SpreadGroup*>(task.scratch);
  std::int64_t token = 0;
  for (; token + kQuadTokens <= task.n_tokens; token += kQuadTokens) {
    all_quads<Format, kQuadTokens>(task, token, groups);
  }
  for (; token + 2 <= task.n_tokens; token += 2) {
    all_quads<Format, 2>(task, token, groups);
  }
  for (; token < task.n_tokens; ++token) {
    all_quads<Format, 1>(task, token, groups);
  }
}

}  // namespace
}  // namespace oree::kernels::avx512_vnni
