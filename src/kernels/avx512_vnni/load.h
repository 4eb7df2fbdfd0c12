// Vectors of this folder: loads of sixteen stored elements as f32, and exp.
// Everything here is in an anonymous namespace, so that no other target can end up with code made for this one.
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

namespace oree::kernels::avx512_vnni {
namespace {

[[maybe_unused]] inline __mmask16 first_lanes(std::int64_t n) noexcept {
  return static_cast<__mmask16>((1u << static_cast<unsigned>(n)) - 1u);
}

[[maybe_unused]] inline __m128i load_16(const std::byte* address) noexcept {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(address));
}

// Calls step(0) to step(n - 1) with numbers the compiler knows from the start: arrays indexed by them become registers,
// where g++ keeps those of a loop it unrolls later in memory. The caller is [[gnu::flatten]], so that a step is no
// call.
template <int n, int i = 0, class Step>
[[gnu::always_inline]] inline void repeat(const Step& step) noexcept {
  if constexpr (i < n) {
    step(i);
    repeat<n, i + 1>(step);
  }
}

// load(p, i) reads elements i to i + 15 of a row; load_first reads the lanes of the mask and makes the others 0.
// load_two(p, q, i) reads elements i to i + 7 of two rows; load_first_of_two as many of each as the mask has.
struct F32 {
  static constexpr std::int64_t kBytes = 4;
  static constexpr bool kIsBlocks = false;
  static std::int64_t row_bytes(std::int64_t n) noexcept { return n * kBytes; }
  static __m512 load(const std::byte* row, std::int64_t i) noexcept { return _mm512_loadu_ps(row + i * kBytes); }
  static __m512 load_first(const std::byte* row, std::int64_t i, __mmask16 mask) noexcept {
    return _mm512_maskz_loadu_ps(mask, row + i * kBytes);
  }
  static __m512 load_two(const std::byte* first, const std::byte* second, std::int64_t i) noexcept {
    const __m256 a = _mm256_loadu_ps(reinterpret_cast<const float*>(first + i * kBytes));
    const __m256 b = _mm256_loadu_ps(reinterpret_cast<const float*>(second + i * kBytes));
    return _mm512_insertf32x8(_mm512_castps256_ps512(a), b, 1);
  }
  static __m512 load_first_of_two(const std::byte* first, const std::byte* second, std::int64_t i,
                                  __mmask8 mask) noexcept {
    const __m256 a = _mm256_maskz_loadu_ps(mask, first + i * kBytes);
    const __m256 b = _mm256_maskz_loadu_ps(mask, second + i * kBytes);
    return _mm512_insertf32x8(_mm512_castps256_ps512(a), b, 1);
  }
};
// Two rows of elements of two bytes, eight of each.
[[maybe_unused]] inline __m256i load_halves_of_two(const std::byte* first, const std::byte* second) noexcept {
  return _mm256_inserti128_si256(_mm256_castsi128_si256(load_16(first)), load_16(second), 1);
}
[[maybe_unused]] inline __m256i load_first_halves_of_two(const std::byte* first, const std::byte* second,
                                                         __mmask8 mask) noexcept {
  return _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_maskz_loadu_epi16(mask, first)),
                                 _mm_maskz_loadu_epi16(mask, second), 1);
}

struct F16 {
  static constexpr std::int64_t kBytes = 2;
  static constexpr bool kIsBlocks = false;
  static std::int64_t row_bytes(std::int64_t n) noexcept { return n * kBytes; }
  static __m512 load(const std::byte* row, std::int64_t i) noexcept {
    return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(row + i * kBytes)));
  }
  static __m512 load_first(const std::byte* row, std::int64_t i, __mmask16 mask) noexcept {
    return _mm512_cvtph_ps(_mm256_maskz_loadu_epi16(mask, row + i * kBytes));
  }
  static __m512 load_two(const std::byte* first, const std::byte* second, std::int64_t i) noexcept {
    return _mm512_cvtph_ps(load_halves_of_two(first + i * kBytes, second + i * kBytes));
  }
  static __m512 load_first_of_two(const std::byte* first, const std::byte* second, std::int64_t i,
                                  __mmask8 mask) noexcept {
    return _mm512_cvtph_ps(load_first_halves_of_two(first + i * kBytes, second + i * kBytes, mask));
  }
};
struct Bf16 {
  static constexpr std::int64_t kBytes = 2;
  static constexpr bool kIsBlocks = false;
  static std::int64_t row_bytes(std::int64_t n) noexcept { return n * kBytes; }
  static __m512 widen(__m256i halves) noexcept {
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(halves), 16));
  }
  static __m512 load(const std::byte* row, std::int64_t i) noexcept {
    return widen(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(row + i * kBytes)));
  }
  static __m512 load_first(const std::byte* row, std::int64_t i, __mmask16 mask) noexcept {
    return widen(_mm256_maskz_loadu_epi16(mask, row + i * kBytes));
  }
  static __m512 load_two(const std::byte* first, const std::byte* second, std::int64_t i) noexcept {
    return widen(load_halves_of_two(first + i * kBytes, second + i * kBytes));
  }
  static __m512 load_first_of_two(const std::byte* first, const std::byte* second, std::int64_t i,
                                  __mmask8 mask) noexcept {
    return widen(load_first_halves_of_two(first + i * kBytes, second + i * kBytes, mask));
  }
};

// exp(x) within 2 units in the last place: 2^n times the Taylor series of the rest, |rest| <= ln(2) / 2.
[[maybe_unused]] inline __m512 exp(__m512 x) noexcept {
  x = _mm512_min_ps(_mm512_set1_ps(89.0f), x);
  x = _mm512_max_ps(_mm512_set1_ps(-104.0f), x);
  const __m512 n = _mm512_roundscale_ps(_mm512_mul_ps(x, _mm512_set1_ps(1.44269504f)), 0);
  // ln(2) in two parts, the first with so few bits that n times it is exact.
  __m512 rest = _mm512_fnmadd_ps(n, _mm512_set1_ps(0.693359375f), x);
  rest = _mm512_fnmadd_ps(n, _mm512_set1_ps(-2.12194440e-4f), rest);
  __m512 series = _mm512_set1_ps(1.0f / 5040);
  series = _mm512_fmadd_ps(series, rest, _mm512_set1_ps(1.0f / 720));
  series = _mm512_fmadd_ps(series, rest, _mm512_set1_ps(1.0f / 120));
  series = _mm512_fmadd_ps(series, rest, _mm512_set1_ps(1.0f / 24));
  series = _mm512_fmadd_ps(series, rest, _mm512_set1_ps(1.0f / 6));
  series = _mm512_fmadd_ps(series, rest, _mm512_set1_ps(0.5f));
  series = _mm512_fmadd_ps(series, rest, _mm512_set1_ps(1.0f));
  series = _mm512_fmadd_ps(series, rest, _mm512_set1_ps(1.0f));
  return _mm512_scalef_ps(series, n);
}

}  // namespace
}  // namespace oree::kernels::avx512_vnni
