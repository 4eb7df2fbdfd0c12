// Block formats of weights, as kernels take them: groups of 128 columns, four blocks of 32.
//
// load() gives the weights of one row's group as unsigned bytes, kBias more than their value, in two vectors: the first
// halves of the four blocks (16 bytes each), then the second halves. scales() gives what their integers are multiplied
// by for a quad of four rows, lane 4 * block + row.
// In an anonymous namespace, as load.h.
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

#include "kernels/avx512_vnni/load.h"
#include "tensor/blocks.h"
#include "tensor/iq4_values.h"

namespace oree::kernels::avx512_vnni {
namespace {

inline constexpr int kGroupBlocks = 4;
inline constexpr std::int64_t kGroupCols = 128;

// A weight is scale * integer - minimum. Formats with a scale every 16 columns have one for the first halves of the
// blocks and one for the second; the others use first alone.
struct QuadScales {
  __m512 first;
  __m512 second;
  __m512 minimum;
};

// Sixteen bytes from each of four blocks.
template <std::int64_t kBlockBytes>
[[gnu::always_inline]] inline __m512i load_lanes(const std::byte* address) noexcept {
  const __m512i one = _mm512_castsi128_si512(load_16(address));
  const __m512i two = _mm512_inserti32x4(one, load_16(address + kBlockBytes), 1);
  const __m512i three = _mm512_inserti32x4(two, load_16(address + 2 * kBlockBytes), 2);
  return _mm512_inserti32x4(three, load_16(address + 3 * kBlockBytes), 3);
}

inline __m512i low_nibbles(__m512i bytes) noexcept { return _mm512_and_si512(bytes, _mm512_set1_epi8(15)); }
inline __m512i high_nibbles(__m512i bytes) noexcept { return low_nibbles(_mm512_srli_epi16(bytes, 4)); }

// Formats whose blocks begin with an f16 scale.
template <std::int64_t kBytesOfBlock, int kBiasOfFormat>
struct BlocksOf32 {
  static constexpr int kBias = kBiasOfFormat;
  static constexpr bool kHalfScales = false;
  static constexpr bool kHasMinima = false;
  static constexpr bool kHasTails = true;  // columns need not be a multiple of a group
  static constexpr std::int64_t kGroupBytes = kGroupBlocks * kBytesOfBlock;
  static constexpr std::int64_t kBlockBytes = kBytesOfBlock;
  static constexpr std::int64_t kPaddedBytes = kGroupBytes + 64;  // what load() and scales() may read of a group
  static std::int64_t row_bytes(std::int64_t n_cols) noexcept { return n_cols / 32 * kBlockBytes; }
  static const std::byte* group(const std::byte* row, std::int64_t index) noexcept { return row + index * kGroupBytes; }

  [[gnu::always_inline]] static QuadScales scales(const std::byte* const (&groups)[4], std::int64_t) noexcept {
    // Lane 4 * block + row of the result is word `block * kBlockBytes / 2` of row `row`.
    __m512i words = _mm512_setzero_si512();
    if constexpr (kGroupBytes - kBlockBytes + 2 <= 64) {
      constexpr short kStep = kBlockBytes / 2;
      const __m512i index =
          _mm512_broadcast_i64x4(_mm256_setr_epi16(0, 0, 0, 0, kStep, kStep, kStep, kStep, 2 * kStep, 2 * kStep,
                                                   2 * kStep, 2 * kStep, 3 * kStep, 3 * kStep, 3 * kStep, 3 * kStep));
      words = _mm512_maskz_permutexvar_epi16(0x1111, index, _mm512_loadu_si512(groups[0]));
      words = _mm512_mask_permutexvar_epi16(words, 0x2222, index, _mm512_loadu_si512(groups[1]));
      words = _mm512_mask_permutexvar_epi16(words, 0x4444, index, _mm512_loadu_si512(groups[2]));
      words = _mm512_mask_permutexvar_epi16(words, 0x8888, index, _mm512_loadu_si512(groups[3]));
    } else {
      // Two blocks are within 64 bytes.
      constexpr short kStep = kBlockBytes / 2;
      const __m512i index = _mm512_broadcast_i64x4(
          _mm256_setr_epi16(0, 0, 0, 0, kStep, kStep, kStep, kStep, 0, 0, 0, 0, kStep, kStep, kStep, kStep));
      for (int r = 0; r < 4; ++r) {
        const __m512i low = _mm512_loadu_si512(groups[r]);
        const __m512i high = _mm512_loadu_si512(groups[r] + 2 * kBlockBytes);
        words = _mm512_mask_permutexvar_epi16(words, 0x0011u << r, index, low);
        words = _mm512_mask_permutexvar_epi16(words, 0x1100u << r, index, high);
      }
    }
    return {.first = _mm512_cvtph_ps(_mm512_castsi512_si256(words)),
            .second = _mm512_setzero_ps(),
            .minimum = _mm512_setzero_ps()};
  }
};

struct Q8_0 : BlocksOf32<sizeof(tensor::BlockQ8_0), 128> {
  [[gnu::always_inline]] static void load(const std::byte* group, std::int64_t, __m512i* first,
                                          __m512i* second) noexcept {
    const __m512i bias = _mm512_set1_epi8(-128);
    *first = _mm512_xor_si512(load_lanes<kBlockBytes>(group + 2), bias);
    *second = _mm512_xor_si512(load_lanes<kBlockBytes>(group + 18), bias);
  }
};

struct Q4_0 : BlocksOf32<sizeof(tensor::BlockQ4_0), 8> {
  [[gnu::always_inline]] static void load(const std::byte* group, std::int64_t, __m512i* first,
                                          __m512i* second) noexcept {
    const __m512i packed = load_lanes<kBlockBytes>(group + 2);
    *first = low_nibbles(packed);
    *second = high_nibbles(packed);
  }
};

struct Iq4Nl : BlocksOf32<sizeof(tensor::BlockIq4Nl), 128> {
  [[gnu::always_inline]] static void load(const std::byte* group, std::int64_t, __m512i* first,
                                          __m512i* second) noexcept {
    const __m128i values =
        _mm_xor_si128(_mm_loadu_si128(reinterpret_cast<const __m128i*>(tensor::kIq4Values)), _mm_set1_epi8(-128));
    const __m512i table = _mm512_broadcast_i32x4(values);
    const __m512i packed = load_lanes<kBlockBytes>(group + 2);
    *first = _mm512_shuffle_epi8(table, low_nibbles(packed));
    *second = _mm512_shuffle_epi8(table, high_nibbles(packed));
  }
};

// Super-blocks of 256 columns; a group is a half of one.
template <class Block, int kBiasOfFormat>
struct SuperBlocks {
  static constexpr int kBias = kBiasOfFormat;
  static constexpr bool kHasTails = false;
  static constexpr std::int64_t kPaddedBytes = 1;
  static constexpr std::int64_t kGroupBytes = (sizeof(Block) + 1) / 2;  // what a group takes on average
  static std::int64_t row_bytes(std::int64_t n_cols) noexcept {
    return n_cols / tensor::kSuperBlockSize * std::int64_t{sizeof(Block)};
  }
  static const std::byte* group(const std::byte* row, std::int64_t index) noexcept {
    return row + index / 2 * std::int64_t{sizeof(Block)};
  }
};

// Low and high nibbles of bytes 0 to 31 are two blocks, those of bytes 32 to 63 two more.
[[gnu::always_inline]] inline void load_nibble_pairs(const std::byte* bytes, __m512i* first, __m512i* second) noexcept {
  const __m512i shifts = _mm512_setr_epi64(0, 0, 4, 4, 0, 0, 4, 4);
  const __m512i packed = _mm512_loadu_si512(bytes);
  *first = low_nibbles(_mm512_srlv_epi64(_mm512_shuffle_i64x2(packed, packed, 0xa0), shifts));
  *second = low_nibbles(_mm512_srlv_epi64(_mm512_shuffle_i64x2(packed, packed, 0xf5), shifts));
}

// Byte 4 * row + block becomes lane 4 * block + row.
inline __m512 widen_transposed(__m128i bytes) noexcept {
  const __m128i order = _mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  return _mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(_mm_shuffle_epi8(bytes, order)));
}

// Of Q4_K and Q5_K: d, dmin, then eight scales and eight minima of 6 bits in 12 bytes.
[[gnu::always_inline]] inline QuadScales six_bit_scales(const std::byte* const (&groups)[4],
                                                        std::int64_t half) noexcept {
  const __m128i low = _mm_unpacklo_epi32(load_16(groups[0]), load_16(groups[1]));
  const __m128i low_next = _mm_unpacklo_epi32(load_16(groups[2]), load_16(groups[3]));
  const __m128i high = _mm_unpackhi_epi32(load_16(groups[0]), load_16(groups[1]));
  const __m128i high_next = _mm_unpackhi_epi32(load_16(groups[2]), load_16(groups[3]));
  const __m128i factors = _mm_unpacklo_epi64(low, low_next);  // d and dmin of each row
  const __m128i a = _mm_unpackhi_epi64(low, low_next);        // bytes 0 to 3 of each row
  const __m128i b = _mm_unpacklo_epi64(high, high_next);      // bytes 4 to 7
  const __m128i c = _mm_unpackhi_epi64(high, high_next);      // bytes 8 to 11
  __m128i scales;
  __m128i minima;
  if (half == 0) {
    scales = _mm_and_si128(a, _mm_set1_epi8(63));
    minima = _mm_and_si128(b, _mm_set1_epi8(63));
  } else {
    const __m128i nibble = _mm_set1_epi8(15);
    const __m128i top = _mm_set1_epi8(48);
    scales = _mm_or_si128(_mm_and_si128(c, nibble), _mm_and_si128(_mm_srli_epi16(a, 2), top));
    minima = _mm_or_si128(_mm_and_si128(_mm_srli_epi16(c, 4), nibble), _mm_and_si128(_mm_srli_epi16(b, 2), top));
  }
  const __m128i order = _mm_setr_epi8(0, 1, 4, 5, 8, 9, 12, 13, 2, 3, 6, 7, 10, 11, 14, 15);
  const __m256 both = _mm256_cvtph_ps(_mm_shuffle_epi8(factors, order));  // d of four rows, then dmin
  const __m512 d = _mm512_broadcast_f32x4(_mm256_castps256_ps128(both));
  const __m512 dmin = _mm512_broadcast_f32x4(_mm256_extractf128_ps(both, 1));
  return {.first = _mm512_mul_ps(d, widen_transposed(scales)),
          .second = _mm512_setzero_ps(),
          .minimum = _mm512_mul_ps(dmin, widen_transposed(minima))};
}

struct Q4K : SuperBlocks<tensor::BlockQ4K, 0> {
  static constexpr bool kHalfScales = false;
  static constexpr bool kHasMinima = true;
  [[gnu::always_inline]] static void load(const std::byte* block, std::int64_t index, __m512i* first,
                                          __m512i* second) noexcept {
    load_nibble_pairs(block + 16 + (index & 1) * 64, first, second);
  }
  [[gnu::always_inline]] static QuadScales scales(const std::byte* const (&blocks)[4], std::int64_t index) noexcept {
    return six_bit_scales(blocks, index & 1);
  }
};

struct Q5K : SuperBlocks<tensor::BlockQ5K, 0> {
  static constexpr bool kHalfScales = false;
  static constexpr bool kHasMinima = true;
  [[gnu::always_inline]] static void load(const std::byte* block, std::int64_t index, __m512i* first,
                                          __m512i* second) noexcept {
    load_nibble_pairs(block + 48 + (index & 1) * 64, first, second);
    // Bit s of byte i of the high bits belongs to value i of block s of the super-block.
    const __m512i bits =
        _mm512_add_epi64(_mm512_setr_epi64(0, 0, 1, 1, 2, 2, 3, 3), _mm512_set1_epi64((index & 1) * 4));
    const __m512i high_first = _mm512_srlv_epi64(_mm512_broadcast_i32x4(load_16(block + 16)), bits);
    const __m512i high_second = _mm512_srlv_epi64(_mm512_broadcast_i32x4(load_16(block + 32)), bits);
    const __m512i one = _mm512_set1_epi8(1);
    *first = _mm512_or_si512(*first, _mm512_slli_epi16(_mm512_and_si512(high_first, one), 4));
    *second = _mm512_or_si512(*second, _mm512_slli_epi16(_mm512_and_si512(high_second, one), 4));
  }
  [[gnu::always_inline]] static QuadScales scales(const std::byte* const (&blocks)[4], std::int64_t index) noexcept {
    return six_bit_scales(blocks, index & 1);
  }
};

struct Q6K : SuperBlocks<tensor::BlockQ6K, 32> {
  static constexpr bool kHalfScales = true;
  static constexpr bool kHasMinima = false;
  [[gnu::always_inline]] static void load(const std::byte* block, std::int64_t index, __m512i* first,
                                          __m512i* second) noexcept {
    // Blocks 0 and 1 of the group are the low nibbles of bytes 0 to 31 and 32 to 63, blocks 2 and 3 the high ones; bits
    // 2 * s and 2 * s + 1 of 32 bytes more are the top of block s.
    const std::byte* high = block + 128 + (index & 1) * 32;
    const __m512i packed = _mm512_loadu_si512(block + (index & 1) * 64);
    const __m512i shifts = _mm512_setr_epi64(0, 0, 0, 0, 4, 4, 4, 4);
    const __m512i low_first = low_nibbles(_mm512_srlv_epi64(_mm512_shuffle_i64x2(packed, packed, 0x88), shifts));
    const __m512i low_second = low_nibbles(_mm512_srlv_epi64(_mm512_shuffle_i64x2(packed, packed, 0xdd), shifts));
    const __m512i pairs = _mm512_setr_epi64(0, 0, 2, 2, 4, 4, 6, 6);
    const __m512i three = _mm512_set1_epi8(3);
    const __m512i top_first = _mm512_and_si512(_mm512_srlv_epi64(_mm512_broadcast_i32x4(load_16(high)), pairs), three);
    const __m512i top_second =
        _mm512_and_si512(_mm512_srlv_epi64(_mm512_broadcast_i32x4(load_16(high + 16)), pairs), three);
    *first = _mm512_or_si512(low_first, _mm512_slli_epi16(top_first, 4));
    *second = _mm512_or_si512(low_second, _mm512_slli_epi16(top_second, 4));
  }
  [[gnu::always_inline]] static QuadScales scales(const std::byte* const (&blocks)[4], std::int64_t index) noexcept {
    const std::int64_t at = 192 + (index & 1) * 8;  // two scales a block
    const auto load_8 = [](const std::byte* address) {
      return _mm_loadl_epi64(reinterpret_cast<const __m128i*>(address));
    };
    const __m128i rows_01 = _mm_unpacklo_epi64(load_8(blocks[0] + at), load_8(blocks[1] + at));
    const __m128i rows_23 = _mm_unpacklo_epi64(load_8(blocks[2] + at), load_8(blocks[3] + at));
    const __m512i words = _mm512_cvtepi8_epi16(_mm256_inserti128_si256(_mm256_castsi128_si256(rows_01), rows_23, 1));
    const __m512i order = _mm512_set_epi16(31, 23, 15, 7, 29, 21, 13, 5, 27, 19, 11, 3, 25, 17, 9, 1, 30, 22, 14, 6, 28,
                                           20, 12, 4, 26, 18, 10, 2, 24, 16, 8, 0);
    const __m512i sorted = _mm512_permutexvar_epi16(order, words);
    std::uint16_t halves[4];
    for (int r = 0; r < 4; ++r) {
      __builtin_memcpy(&halves[r], blocks[r] + 208, sizeof(halves[r]));
    }
    const long long packed = static_cast<long long>(std::uint64_t{halves[0]} | std::uint64_t{halves[1]} << 16 |
                                                    std::uint64_t{halves[2]} << 32 | std::uint64_t{halves[3]} << 48);
    const __m512 d = _mm512_broadcast_f32x4(_mm_cvtph_ps(_mm_cvtsi64_si128(packed)));
    const __m512i first = _mm512_cvtepi16_epi32(_mm512_castsi512_si256(sorted));
    const __m512i second = _mm512_cvtepi16_epi32(_mm512_extracti64x4_epi64(sorted, 1));
    return {.first = _mm512_mul_ps(d, _mm512_cvtepi32_ps(first)),
            .second = _mm512_mul_ps(d, _mm512_cvtepi32_ps(second)),
            .minimum = _mm512_setzero_ps()};
  }
};

}  // namespace
}  // namespace oree::kernels::avx512_vnni
