// Block formats of the cache: loads of a block's 32 values as four vectors of f32.
// In an anonymous namespace, as load.h.
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

#include "tensor/blocks.h"

namespace oree::kernels::avx2 {
namespace {

inline __m256 broadcast_scale(const std::byte* block) noexcept {
  std::uint16_t half = 0;
  __builtin_memcpy(&half, block, sizeof(half));
  return _mm256_broadcastss_ps(_mm_cvtph_ps(_mm_cvtsi32_si128(half)));
}

inline __m128i load_eight_bytes(const std::byte* bytes) noexcept {
  return _mm_loadl_epi64(reinterpret_cast<const __m128i*>(bytes));
}

// load_block(row, i, values) reads elements i to i + 31 of a row, i a multiple of 32.
struct Q8_0 {
  static constexpr bool kIsBlocks = true;
  static std::int64_t row_bytes(std::int64_t n) noexcept {
    return n / tensor::kBlockSize * std::int64_t{sizeof(tensor::BlockQ8_0)};
  }
  static void load_block(const std::byte* row, std::int64_t i, __m256* values) noexcept {
    const std::byte* block = row + row_bytes(i);
    const __m256 scale = broadcast_scale(block);
    for (int v = 0; v < 4; ++v) {
      const __m256i eight = _mm256_cvtepi8_epi32(load_eight_bytes(block + 2 + v * 8));
      values[v] = _mm256_mul_ps(_mm256_cvtepi32_ps(eight), scale);
    }
  }
};

struct Q4_0 {
  static constexpr bool kIsBlocks = true;
  static std::int64_t row_bytes(std::int64_t n) noexcept {
    return n / tensor::kBlockSize * std::int64_t{sizeof(tensor::BlockQ4_0)};
  }
  static void load_block(const std::byte* row, std::int64_t i, __m256* values) noexcept {
    const std::byte* block = row + row_bytes(i);
    const __m256 scale = broadcast_scale(block);
    for (int v = 0; v < 2; ++v) {
      const __m256i pairs = _mm256_cvtepu8_epi32(load_eight_bytes(block + 2 + v * 8));
      values[v] = scaled(_mm256_and_si256(pairs, _mm256_set1_epi32(15)), scale);
      values[v + 2] = scaled(_mm256_srli_epi32(pairs, 4), scale);
    }
  }

 private:
  static __m256 scaled(__m256i q, __m256 scale) noexcept {
    return _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_sub_epi32(q, _mm256_set1_epi32(8))), scale);
  }
};

}  // namespace
}  // namespace oree::kernels::avx2
