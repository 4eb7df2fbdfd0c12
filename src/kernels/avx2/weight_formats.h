// Block formats of weights, as the kernels of 256 bits take them: 32 integers of a byte, with their scales.
// In an anonymous namespace, as load.h.
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "kernels/table.h"
#include "tensor/blocks.h"
#include "tensor/iq4_values.h"

namespace oree::kernels::avx2 {
namespace {

// One block of 32 weights of a row: weight i is scales[i / 16] * (integer i - kBias) - minimum.
struct UnpackedBlock {
  __m256i integers;
  float scales[2];
  float minimum;
};

inline float widen(std::uint16_t half) noexcept { return _mm_cvtss_f32(_mm_cvtph_ps(_mm_cvtsi32_si128(half))); }

inline __m256i load_32(const void* address) noexcept {
  return _mm256_loadu_si256(static_cast<const __m256i*>(address));
}

// The low or the high nibbles of 32 bytes.
inline __m256i nibbles(__m256i bytes, std::int64_t high) noexcept {
  const __m256i moved = high != 0 ? _mm256_srli_epi16(bytes, 4) : bytes;
  return _mm256_and_si256(moved, _mm256_set1_epi8(15));
}

// Bits 2 * pair and 2 * pair + 1, or bit n, of each byte.
inline __m256i bits_of(__m256i bytes, std::int64_t first_bit, char mask) noexcept {
  return _mm256_and_si256(_mm256_srl_epi16(bytes, _mm_cvtsi64_si128(first_bit)), _mm256_set1_epi8(mask));
}

// Scale and minimum of block b of a super-block of Q4_K or Q5_K: 6 bits each, of the last four in two places.
template <class Stored>
inline void unpack_scales(const Stored& stored, std::int64_t b, UnpackedBlock* block) noexcept {
  const std::uint8_t* s = stored.scales;
  const int scale = b < 4 ? s[b] & 63 : (s[b + 4] & 15) | (s[b - 4] >> 6) << 4;
  const int minimum = b < 4 ? s[b + 4] & 63 : s[b + 4] >> 4 | (s[b] >> 6) << 4;
  block->scales[0] = block->scales[1] = widen(stored.d) * static_cast<float>(scale);
  block->minimum = widen(stored.dmin) * static_cast<float>(minimum);
}

// kBias: what an integer is more than what the scale multiplies. kIsWide: whether integers are signed and of all 8
// bits.

struct Q8_0 {
  using Stored = tensor::BlockQ8_0;
  static constexpr std::int64_t kBlocks = 1;  // of a Stored
  static constexpr int kBias = 0;
  static constexpr bool kIsWide = true;
  static constexpr bool kHalfScales = false;
  static constexpr bool kHasMinima = false;
  static void unpack(const Stored& stored, std::int64_t, UnpackedBlock* block) noexcept {
    block->integers = load_32(stored.q);
    block->scales[0] = block->scales[1] = widen(stored.d);
    block->minimum = 0;
  }
};

// Values 0 to 15 from the low nibbles of 16 bytes, 16 to 31 from the high ones.
inline __m256i nibbles_in_halves(const std::uint8_t* bytes) noexcept {
  const __m128i packed = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
  const __m256i both = _mm256_inserti128_si256(_mm256_castsi128_si256(packed), _mm_srli_epi16(packed, 4), 1);
  return _mm256_and_si256(both, _mm256_set1_epi8(15));
}

struct Q4_0 {
  using Stored = tensor::BlockQ4_0;
  static constexpr std::int64_t kBlocks = 1;
  static constexpr int kBias = 8;
  static constexpr bool kIsWide = false;
  static constexpr bool kHalfScales = false;
  static constexpr bool kHasMinima = false;
  static void unpack(const Stored& stored, std::int64_t, UnpackedBlock* block) noexcept {
    block->integers = nibbles_in_halves(stored.q);
    block->scales[0] = block->scales[1] = widen(stored.d);
    block->minimum = 0;
  }
};

struct Iq4Nl {
  using Stored = tensor::BlockIq4Nl;
  static constexpr std::int64_t kBlocks = 1;
  static constexpr int kBias = 0;
  static constexpr bool kIsWide = true;
  static constexpr bool kHalfScales = false;
  static constexpr bool kHasMinima = false;
  static void unpack(const Stored& stored, std::int64_t, UnpackedBlock* block) noexcept {
    const __m256i levels =
        _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(tensor::kIq4Values)));
    block->integers = _mm256_shuffle_epi8(levels, nibbles_in_halves(stored.q));
    block->scales[0] = block->scales[1] = widen(stored.d);
    block->minimum = 0;
  }
};

struct Q4K {
  using Stored = tensor::BlockQ4K;
  static constexpr std::int64_t kBlocks = 8;
  static constexpr int kBias = 0;
  static constexpr bool kIsWide = false;
  static constexpr bool kHalfScales = false;
  static constexpr bool kHasMinima = true;
  static void unpack(const Stored& stored, std::int64_t b, UnpackedBlock* block) noexcept {
    block->integers = nibbles(load_32(stored.q + b / 2 * 32), b % 2);
    unpack_scales(stored, b, block);
  }
};

struct Q5K {
  using Stored = tensor::BlockQ5K;
  static constexpr std::int64_t kBlocks = 8;
  static constexpr int kBias = 0;
  static constexpr bool kIsWide = false;
  static constexpr bool kHalfScales = false;
  static constexpr bool kHasMinima = true;
  static void unpack(const Stored& stored, std::int64_t b, UnpackedBlock* block) noexcept {
    const __m256i low = nibbles(load_32(stored.q + b / 2 * 32), b % 2);
    const __m256i high = bits_of(load_32(stored.high), b, 1);
    block->integers = _mm256_or_si256(low, _mm256_slli_epi16(high, 4));
    unpack_scales(stored, b, block);
  }
};

struct Q6K {
  using Stored = tensor::BlockQ6K;
  static constexpr std::int64_t kBlocks = 8;
  static constexpr int kBias = 32;
  static constexpr bool kIsWide = false;
  static constexpr bool kHalfScales = true;
  static constexpr bool kHasMinima = false;
  static void unpack(const Stored& stored, std::int64_t b, UnpackedBlock* block) noexcept {
    // Of a half of the super-block: low nibbles of 64 bytes are blocks 0 and 1, high ones blocks 2 and 3.
    const std::int64_t half = b / 4;
    const std::int64_t in_half = b % 4;
    const __m256i low = nibbles(load_32(stored.q + half * 64 + in_half % 2 * 32), in_half / 2);
    const __m256i high = bits_of(load_32(stored.high + half * 32), in_half * 2, 3);
    block->integers = _mm256_or_si256(low, _mm256_slli_epi16(high, 4));
    const float d = widen(stored.d);
    block->scales[0] = d * static_cast<float>(stored.scales[b * 2]);
    block->scales[1] = d * static_cast<float>(stored.scales[b * 2 + 1]);
    block->minimum = 0;
  }
};

}  // namespace
}  // namespace oree::kernels::avx2
