// Block formats of the cache: loads of a block's 32 values as two vectors of f32.
// In an anonymous namespace, as load.h.
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

#include "tensor/blocks.h"

namespace oree::kernels::avx512_vnni {
namespace {

inline __m512 broadcast_scale(const std::byte* block) noexcept {
  std::uint16_t half = 0;
  __builtin_memcpy(&half, block, sizeof(half));
  return _mm512_broadcastss_ps(_mm_cvtph_ps(_mm_cvtsi32_si128(half)));
}

// load_block(row, i, values) reads elements i to i + 31 of a row, i a multiple of 32.
struct Q8_0 {
  static constexpr bool kIsBlocks = true;
  static std::int64_t row_bytes(std::int64_t n) noexcept {
    return n / tensor::kBlockSize * std::int64_t{sizeof(tensor::BlockQ8_0)};
  }
  static void load_block(const std::byte* row, std::int64_t i, __m512* values) noexcept {
    const std::byte* block = row + row_bytes(i);
    const __m512 scale = broadcast_scale(block);
    for (int half = 0; half < 2; ++half) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + 2 + half * 16));
      values[half] = _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(bytes)), scale);
    }
  }
};

struct Q4_0 {
  static constexpr bool kIsBlocks = true;
  static std::int64_t row_bytes(std::int64_t n) noexcept {
    return n / tensor::kBlockSize * std::int64_t{sizeof(tensor::BlockQ4_0)};
  }
  static void load_block(const std::byte* row, std::int64_t i, __m512* values) noexcept {
    const std::byte* block = row + row_bytes(i);
    // The sixteen numbers the block can hold; the permutation looks at the four low bits of a lane.
    const __m512 numbers =
        _mm512_mul_ps(_mm512_setr_ps(-8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7), broadcast_scale(block));
    const __m512i pairs = _mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(block + 2)));
    values[0] = _mm512_permutexvar_ps(pairs, numbers);
    values[1] = _mm512_permutexvar_ps(_mm512_srli_epi32(pairs, 4), numbers);
  }
};

}  // namespace
}  // namespace oree::kernels::avx512_vnni
