#include "kernels/avx512_vnni/load.h"
#include "kernels/targets.h"

namespace oree::kernels::avx512_vnni {
namespace {

// Enough that no instruction waits for the result of the one before.
constexpr int kAccumulators = 16;
constexpr int kUnrolled = 16;  // a round's steps

std::int64_t int8_peak(std::int64_t n_rounds, double* result) noexcept {
  __m512i sums[kAccumulators];
  for (__m512i& sum : sums) {
    sum = _mm512_setzero_si512();
  }
  const __m512i left = _mm512_set1_epi8(1);  // unsigned
  const __m512i right = _mm512_set1_epi8(1);
  for (std::int64_t round = 0; round < n_rounds; ++round) {
    for (int step = 0; step < kUnrolled; ++step) {
#pragma GCC unroll 16
      for (int i = 0; i < kAccumulators; ++i) {
        sums[i] = _mm512_dpbusd_epi32(sums[i], left, right);
      }
    }
  }
  *result = 0;
  for (const __m512i& sum : sums) {
    alignas(64) std::int32_t lanes[16];
    _mm512_store_si512(lanes, sum);
    for (const std::int32_t lane : lanes) {
      *result += lane;
    }
  }
  return n_rounds * kUnrolled * kAccumulators * 64 * 2;
}

std::int64_t f32_peak(std::int64_t n_rounds, double* result) noexcept {
  __m512 sums[kAccumulators];
  for (__m512& sum : sums) {
    sum = _mm512_setzero_ps();
  }
  const __m512 factor = _mm512_set1_ps(0.5f);
  const __m512 term = _mm512_set1_ps(1.0f);
  for (std::int64_t round = 0; round < n_rounds; ++round) {
    for (int step = 0; step < kUnrolled; ++step) {
#pragma GCC unroll 16
      for (int i = 0; i < kAccumulators; ++i) {
        sums[i] = _mm512_fmadd_ps(sums[i], factor, term);
      }
    }
  }
  *result = 0;
  for (const __m512& sum : sums) {
    alignas(64) float lanes[16];
    _mm512_store_ps(lanes, sum);
    for (const float lane : lanes) {
      *result += static_cast<double>(lane);
    }
  }
  return n_rounds * kUnrolled * kAccumulators * 16 * 2;
}

template <int kStreams>
std::uint64_t read_side_by_side(const std::byte* bytes, std::int64_t n_bytes, std::int64_t prefetch_bytes) noexcept {
  constexpr std::int64_t kLine = 64;
  const std::int64_t run = n_bytes / kStreams;
  __m512i all = _mm512_setzero_si512();
  for (std::int64_t at = 0; at < run; at += kLine) {
#pragma GCC unroll 8
    for (int stream = 0; stream < kStreams; ++stream) {
      const std::byte* line = bytes + stream * run + at;
      if (prefetch_bytes > 0) {
        _mm_prefetch(reinterpret_cast<const char*>(line + prefetch_bytes), _MM_HINT_T0);
      }
      all = _mm512_xor_si512(all, _mm512_loadu_si512(line));
    }
  }
  alignas(64) std::uint64_t words[8];
  _mm512_store_si512(words, all);
  std::uint64_t result = 0;
  for (const std::uint64_t word : words) {
    result ^= word;
  }
  return result;
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

}  // namespace oree::kernels::avx512_vnni
