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

// Weight i of a block is scale[i / 16] * (integer i - kBias) - minimum.
//
// unpack() gives the integers of block b of what a row stores from an address on, which needs no alignment; factors()
// the scales of eight rows (of the first halves of their blocks where a half has its own) and others() the scales of
// the second halves or the minima. kIsWide: whether integers are signed and of all 8 bits.
inline constexpr int kLanes = 8;
using StoredRows = const std::byte* [kLanes];

inline std::uint16_t read_u16(const std::byte* address) noexcept {
  std::uint16_t value = 0;
  std::memcpy(&value, address, sizeof(value));
  return value;
}

// The f16 at an offset of each of eight rows.
[[gnu::always_inline]] inline __m256 widen_at(const StoredRows& rows, std::int64_t offset) noexcept {
  const auto half = [&](int r) { return static_cast<short>(read_u16(rows[r] + offset)); };
  return _mm256_cvtph_ps(_mm_setr_epi16(half(0), half(1), half(2), half(3), half(4), half(5), half(6), half(7)));
}

// Small integers of eight rows.
template <class Integer>
[[gnu::always_inline]] inline __m256 widen_integers(const Integer& integer) noexcept {
  return _mm256_cvtepi32_ps(_mm256_setr_epi32(integer(0), integer(1), integer(2), integer(3), integer(4), integer(5),
                                              integer(6), integer(7)));
}

inline int byte_at(const std::byte* address, std::int64_t offset) noexcept { return static_cast<int>(address[offset]); }

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
inline int six_bit_scale(const std::byte* stored, std::int64_t b) noexcept {
  const std::byte* s = stored + 4;
  return b < 4 ? byte_at(s, b) & 63 : (byte_at(s, b + 4) & 15) | (byte_at(s, b - 4) >> 6) << 4;
}
inline int six_bit_minimum(const std::byte* stored, std::int64_t b) noexcept {
  const std::byte* s = stored + 4;
  return b < 4 ? byte_at(s, b + 4) & 63 : byte_at(s, b + 4) >> 4 | (byte_at(s, b) >> 6) << 4;
}

// Formats with one scale a block.
template <class Stored, int kBiasOfFormat, bool kIsWideFormat>
struct SimpleFormat {
  static constexpr std::int64_t kStoredBytes = sizeof(Stored);
  static constexpr std::int64_t kBlocks = 1;  // of what is stored together
  static constexpr int kBias = kBiasOfFormat;
  static constexpr bool kIsWide = kIsWideFormat;
  static constexpr bool kHalfScales = false;
  static constexpr bool kHasMinima = false;
  static __m256 factors(const StoredRows& rows, std::int64_t) noexcept { return widen_at(rows, 0); }
  static __m256 others(const StoredRows&, std::int64_t) noexcept { return _mm256_setzero_ps(); }
};

// Values 0 to 15 from the low nibbles of 16 bytes, 16 to 31 from the high ones.
inline __m256i nibbles_in_halves(const std::byte* bytes) noexcept {
  const __m128i packed = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
  const __m256i both = _mm256_inserti128_si256(_mm256_castsi128_si256(packed), _mm_srli_epi16(packed, 4), 1);
  return _mm256_and_si256(both, _mm256_set1_epi8(15));
}

struct Q8_0 : SimpleFormat<tensor::BlockQ8_0, 0, true> {
  static __m256i unpack(const std::byte* stored, std::int64_t) noexcept { return load_32(stored + 2); }
};

struct Q4_0 : SimpleFormat<tensor::BlockQ4_0, 8, false> {
  static __m256i unpack(const std::byte* stored, std::int64_t) noexcept { return nibbles_in_halves(stored + 2); }
};

struct Iq4Nl : SimpleFormat<tensor::BlockIq4Nl, 0, true> {
  static __m256i unpack(const std::byte* stored, std::int64_t) noexcept {
    const __m256i levels =
        _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(tensor::kIq4Values)));
    return _mm256_shuffle_epi8(levels, nibbles_in_halves(stored + 2));
  }
};

// Q4_K and Q5_K: d, dmin, then scales and minima of 6 bits.
template <class Stored>
struct MinimumFormat {
  static constexpr std::int64_t kStoredBytes = sizeof(Stored);
  static constexpr std::int64_t kBlocks = 8;
  static constexpr int kBias = 0;
  static constexpr bool kIsWide = false;
  static constexpr bool kHalfScales = false;
  static constexpr bool kHasMinima = true;
  static __m256 factors(const StoredRows& rows, std::int64_t b) noexcept {
    return _mm256_mul_ps(widen_at(rows, 0), widen_integers([&](int r) { return six_bit_scale(rows[r], b); }));
  }
  static __m256 others(const StoredRows& rows, std::int64_t b) noexcept {
    return _mm256_mul_ps(widen_at(rows, 2), widen_integers([&](int r) { return six_bit_minimum(rows[r], b); }));
  }
};

struct Q4K : MinimumFormat<tensor::BlockQ4K> {
  static __m256i unpack(const std::byte* stored, std::int64_t b) noexcept {
    return nibbles(load_32(stored + 16 + b / 2 * 32), b % 2);
  }
};

struct Q5K : MinimumFormat<tensor::BlockQ5K> {
  static __m256i unpack(const std::byte* stored, std::int64_t b) noexcept {
    const __m256i low = nibbles(load_32(stored + 48 + b / 2 * 32), b % 2);
    const __m256i high = bits_of(load_32(stored + 16), b, 1);
    return _mm256_or_si256(low, _mm256_slli_epi16(high, 4));
  }
};

struct Q6K {
  static constexpr std::int64_t kStoredBytes = sizeof(tensor::BlockQ6K);
  static constexpr std::int64_t kBlocks = 8;
  static constexpr int kBias = 32;
  static constexpr bool kIsWide = false;
  static constexpr bool kHalfScales = true;
  static constexpr bool kHasMinima = false;
  static __m256i unpack(const std::byte* stored, std::int64_t b) noexcept {
    // Of a half of the super-block: low nibbles of 64 bytes are blocks 0 and 1, high ones blocks 2 and 3.
    const std::int64_t half = b / 4;
    const std::int64_t in_half = b % 4;
    const __m256i low = nibbles(load_32(stored + half * 64 + in_half % 2 * 32), in_half / 2);
    const __m256i high = bits_of(load_32(stored + 128 + half * 32), in_half * 2, 3);
    return _mm256_or_si256(low, _mm256_slli_epi16(high, 4));
  }
  static __m256 scales(const StoredRows& rows, std::int64_t run) noexcept {
    return _mm256_mul_ps(widen_at(rows, 208), widen_integers([&](int r) {
                           return static_cast<int>(static_cast<std::int8_t>(rows[r][192 + run]));
                         }));
  }
  static __m256 factors(const StoredRows& rows, std::int64_t b) noexcept { return scales(rows, 2 * b); }
  static __m256 others(const StoredRows& rows, std::int64_t b) noexcept { return scales(rows, 2 * b + 1); }
};

}  // namespace
}  // namespace oree::kernels::avx2
