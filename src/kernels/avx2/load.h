// Vectors of this folder: loads of eight stored elements as f32, sums of lanes, and exp.
// Everything here is in an anonymous namespace, so that no other target can end up with code made for this one.
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

namespace oree::kernels::avx2 {
namespace {

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

// load(p, i) reads elements i to i + 7 of a row; load_first only the first n < 8 of them, the others are 0.
struct F32 {
  static constexpr std::int64_t kBytes = 4;
  static constexpr bool kIsBlocks = false;
  static std::int64_t row_bytes(std::int64_t n) noexcept { return n * kBytes; }
  static __m256 load(const std::byte* row, std::int64_t i) noexcept {
    return _mm256_loadu_ps(reinterpret_cast<const float*>(row + i * kBytes));
  }
  static __m256 load_first(const std::byte* row, std::int64_t i, std::int64_t n) noexcept {
    float padded[8] = {};
    __builtin_memcpy(padded, row + i * kBytes, static_cast<std::size_t>(n * kBytes));
    return _mm256_loadu_ps(padded);
  }
};
struct F16 {
  static constexpr std::int64_t kBytes = 2;
  static constexpr bool kIsBlocks = false;
  static std::int64_t row_bytes(std::int64_t n) noexcept { return n * kBytes; }
  static __m256 load(const std::byte* row, std::int64_t i) noexcept {
    return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(row + i * kBytes)));
  }
  static __m256 load_first(const std::byte* row, std::int64_t i, std::int64_t n) noexcept {
    std::byte padded[16] = {};
    __builtin_memcpy(padded, row + i * kBytes, static_cast<std::size_t>(n * kBytes));
    return load(padded, 0);
  }
};
struct Bf16 {
  static constexpr std::int64_t kBytes = 2;
  static constexpr bool kIsBlocks = false;
  static std::int64_t row_bytes(std::int64_t n) noexcept { return n * kBytes; }
  static __m256 load(const std::byte* row, std::int64_t i) noexcept {
    const __m128i halves = _mm_loadu_si128(reinterpret_cast<const __m128i*>(row + i * kBytes));
    return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(halves), 16));
  }
  static __m256 load_first(const std::byte* row, std::int64_t i, std::int64_t n) noexcept {
    std::byte padded[16] = {};
    __builtin_memcpy(padded, row + i * kBytes, static_cast<std::size_t>(n * kBytes));
    return load(padded, 0);
  }
};

[[maybe_unused]] inline __m256 load_floats(const float* row, std::int64_t n) noexcept {
  return n >= 8 ? _mm256_loadu_ps(row) : F32::load_first(reinterpret_cast<const std::byte*>(row), 0, n);
}

[[maybe_unused]] inline void store_floats(float* row, std::int64_t n, __m256 values) noexcept {
  if (n >= 8) {
    _mm256_storeu_ps(row, values);
    return;
  }
  float padded[8];
  _mm256_storeu_ps(padded, values);
  __builtin_memcpy(row, padded, static_cast<std::size_t>(n) * sizeof(float));
}

[[maybe_unused]] inline float sum_lanes(__m256 x) noexcept {
  const __m128 four = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
  const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

[[maybe_unused]] inline float largest_lane(__m256 x) noexcept {
  const __m128 four = _mm_max_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
  const __m128 two = _mm_max_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_max_ss(two, _mm_movehdup_ps(two)));
}

// exp(x) within 2 units in the last place between -87 and 88, where it stays for x beyond: 2^n times the Taylor series
// of the rest, |rest| <= ln(2) / 2.
[[maybe_unused]] inline __m256 exp(__m256 x) noexcept {
  x = _mm256_min_ps(_mm256_set1_ps(88.0f), x);
  x = _mm256_max_ps(_mm256_set1_ps(-87.0f), x);
  const __m256 n =
      _mm256_round_ps(_mm256_mul_ps(x, _mm256_set1_ps(1.44269504f)), _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  // ln(2) in two parts, the first with so few bits that n times it is exact.
  __m256 rest = _mm256_fnmadd_ps(n, _mm256_set1_ps(0.693359375f), x);
  rest = _mm256_fnmadd_ps(n, _mm256_set1_ps(-2.12194440e-4f), rest);
  __m256 series = _mm256_set1_ps(1.0f / 5040);
  series = _mm256_fmadd_ps(series, rest, _mm256_set1_ps(1.0f / 720));
  series = _mm256_fmadd_ps(series, rest, _mm256_set1_ps(1.0f / 120));
  series = _mm256_fmadd_ps(series, rest, _mm256_set1_ps(1.0f / 24));
  series = _mm256_fmadd_ps(series, rest, _mm256_set1_ps(1.0f / 6));
  series = _mm256_fmadd_ps(series, rest, _mm256_set1_ps(0.5f));
  series = _mm256_fmadd_ps(series, rest, _mm256_set1_ps(1.0f));
  series = _mm256_fmadd_ps(series, rest, _mm256_set1_ps(1.0f));
  const __m256i exponent = _mm256_slli_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(n), _mm256_set1_epi32(127)), 23);
  return _mm256_mul_ps(series, _mm256_castsi256_ps(exponent));
}

}  // namespace
}  // namespace oree::kernels::avx2
