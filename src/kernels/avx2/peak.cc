#include <immintrin.h>

#include "kernels/targets.h"

namespace oree::kernels::avx2 {
namespace {

// Enough that no addition waits for the result of the one before, few enough for the registers.
constexpr int kInt8Accumulators = 6;
constexpr int kAccumulators = 10;
constexpr int kUnrolled = 16;  // a round's steps

std::int64_t int8_peak(std::int64_t n_rounds, double* result) noexcept {
  __m256i sums[kInt8Accumulators];
  for (__m256i& sum : sums) {
    sum = _mm256_setzero_si256();
  }
  __m256i left = _mm256_set1_epi8(1);  // unsigned
  __m256i right = _mm256_set1_epi8(1);
  __m256i pairs = _mm256_set1_epi16(1);
  for (std::int64_t round = 0; round < n_rounds; ++round) {
    for (int step = 0; step < kUnrolled; ++step) {
#pragma GCC unroll 16
      for (int i = 0; i < kInt8Accumulators; ++i) {
        asm volatile("" : "+x"(left));  // the products may not be made once for all
        sums[i] = _mm256_add_epi32(sums[i], _mm256_madd_epi16(_mm256_maddubs_epi16(left, right), pairs));
      }
    }
  }
  *result = 0;
  for (const __m256i& sum : sums) {
    alignas(32) std::int32_t lanes[8];
    _mm256_store_si256(reinterpret_cast<__m256i*>(lanes), sum);
    for (const std::int32_t lane : lanes) {
      *result += lane;
    }
  }
  return n_rounds * kUnrolled * kInt8Accumulators * 32 * 2;
}

std::int64_t f32_peak(std::int64_t n_rounds, double* result) noexcept {
  __m256 sums[kAccumulators];
  for (__m256& sum : sums) {
    sum = _mm256_setzero_ps();
  }
  const __m256 factor = _mm256_set1_ps(0.5f);
  const __m256 term = _mm256_set1_ps(1.0f);
  for (std::int64_t round = 0; round < n_rounds; ++round) {
    for (int step = 0; step < kUnrolled; ++step) {
#pragma GCC unroll 16
      for (int i = 0; i < kAccumulators; ++i) {
        sums[i] = _mm256_fmadd_ps(sums[i], factor, term);
      }
    }
  }
  *result = 0;
  for (const __m256& sum : sums) {
    alignas(32) float lanes[8];
    _mm256_store_ps(lanes, sum);
    for (const float lane : lanes) {
      *result += static_cast<double>(lane);
    }
  }
  return n_rounds * kUnrolled * kAccumulators * 8 * 2;
}

template <int kStreams>
std::uint64_t read_side_by_side(const std::byte* bytes, std::int64_t n_bytes, std::int64_t prefetch_bytes) noexcept {
  constexpr std::int64_t kLine = 64;
  const std::int64_t run = n_bytes / kStreams;
  __m256i first = _mm256_setzero_si256();
  __m256i second = _mm256_setzero_si256();
  for (std::int64_t at = 0; at < run; at += kLine) {
#pragma GCC unroll 8
    for (int stream = 0; stream < kStreams; ++stream) {
      const std::byte* line = bytes + stream * run + at;
      if (prefetch_bytes > 0) {
        _mm_prefetch(reinterpret_cast<const char*>(line + prefetch_bytes), _MM_HINT_T0);
      }
      first = _mm256_xor_si256(first, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(line)));
      second = _mm256_xor_si256(second, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(line + 32)));
    }
  }
  alignas(32) std::uint64_t words[4];
  _mm256_store_si256(reinterpret_cast<__m256i*>(words), _mm256_xor_si256(first, second));
  return words[0] ^ words[1] ^ words[2] ^ words[3];
}

std::uint64_t read_streams(const std::byte* bytes, std::int64_t n_bytes, int n_streams,
                           std::int64_t prefetch_bytes) noexcept {
  switch (n_streams) {
    case 8:
      return read_side_by_side<8>(bytes, n_bytes, prefetch_bytes);
    case 4:
      return read_side_by_side<4>(bytes, n_bytes, prefetch_bytes);
    default:
      return read_side_by_side<1>(bytes, n_bytes, prefetch_bytes);
  }
}

}  // namespace

void fill_peak(Table& table) noexcept {
  table.int8_peak = int8_peak;
  table.f32_peak = f32_peak;
  table.read_streams = read_streams;
}

}  // namespace oree::kernels::avx2
