#include "kernels/avx2/load.h"
#include "kernels/targets.h"
#include "tensor/blocks.h"

namespace oree::kernels::avx2 {
namespace {

void store_f16(const float* row, std::int64_t n, void* stored) noexcept {
  auto* halves = static_cast<std::byte*>(stored);
  for (std::int64_t i = 0; i < n; i += 8) {
    const std::int64_t rest = n - i < 8 ? n - i : 8;
    const __m128i eight = _mm256_cvtps_ph(load_floats(row + i, rest), _MM_FROUND_TO_NEAREST_INT);
    __builtin_memcpy(halves + i * 2, &eight, static_cast<std::size_t>(rest) * 2);
  }
}

inline __m256 magnitudes(__m256 x) noexcept { return _mm256_andnot_ps(_mm256_set1_ps(-0.0f), x); }

inline std::uint16_t to_half(float value) noexcept {
  return static_cast<std::uint16_t>(_mm_cvtsi128_si32(_mm_cvtps_ph(_mm_set_ss(value), _MM_FROUND_TO_NEAREST_INT)));
}

// The 32 values of a block and the largest of their magnitudes.
struct Values {
  __m256 x[4];
  float largest;
};

inline Values load_values(const float* row) noexcept {
  Values values;
  __m256 largest = _mm256_setzero_ps();
  for (int v = 0; v < 4; ++v) {
    values.x[v] = _mm256_loadu_ps(row + v * 8);
    largest = _mm256_max_ps(magnitudes(values.x[v]), largest);
  }
  values.largest = largest_lane(largest);
  return values;
}

void store_q8_0(const float* row, std::int64_t n, void* stored) noexcept {
  auto* block = static_cast<std::byte*>(stored);
  for (std::int64_t b = 0; b < n / tensor::kBlockSize; ++b, block += sizeof(tensor::BlockQ8_0)) {
    const Values values = load_values(row + b * tensor::kBlockSize);
    const float d = values.largest / 127.0f;
    const __m256 inverse = _mm256_set1_ps(d == 0 ? 0 : 1.0f / d);
    __m256i q[4];
    for (int v = 0; v < 4; ++v) {
      // Halves away from zero: the float before a half is added, and what is behind the point is cut off.
      const __m256 scaled = _mm256_mul_ps(values.x[v], inverse);
      const __m256 sign = _mm256_and_ps(scaled, _mm256_set1_ps(-0.0f));
      const __m256 moved = _mm256_add_ps(scaled, _mm256_or_ps(sign, _mm256_set1_ps(0x1.FFFFFEp-2f)));
      // An infinity, where d is so small that its inverse is one, must stay in the range of integers.
      q[v] = _mm256_cvttps_epi32(_mm256_min_ps(_mm256_set1_ps(127), moved));
    }
    // The packs work within 128-bit lanes; the permutation puts their fours of values back in order.
    const __m256i packed = _mm256_packs_epi16(_mm256_packs_epi32(q[0], q[1]), _mm256_packs_epi32(q[2], q[3]));
    const __m256i ordered = _mm256_permutevar8x32_epi32(packed, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
    const std::uint16_t half = to_half(d);
    __builtin_memcpy(block, &half, sizeof(half));
    __builtin_memcpy(block + sizeof(half), &ordered, sizeof(ordered));
  }
}

void store_q4_0(const float* row, std::int64_t n, void* stored) noexcept {
  auto* block = static_cast<std::byte*>(stored);
  for (std::int64_t b = 0; b < n / tensor::kBlockSize; ++b, block += sizeof(tensor::BlockQ4_0)) {
    const Values values = load_values(row + b * tensor::kBlockSize);
    // The first value of the largest magnitude, with its sign.
    unsigned largest_at = 0;
    for (int v = 0; v < 4; ++v) {
      const __m256 equal = _mm256_cmp_ps(magnitudes(values.x[v]), _mm256_set1_ps(values.largest), _CMP_EQ_OQ);
      largest_at |= static_cast<unsigned>(_mm256_movemask_ps(equal)) << (v * 8);
    }
    const float largest = largest_at == 0 ? 0.0f : row[b * tensor::kBlockSize + __builtin_ctz(largest_at)];
    const float d = largest / -8.0f;
    const __m256 inverse = _mm256_set1_ps(d == 0 ? 0 : 1.0f / d);
    __m256i q[4];
    for (int v = 0; v < 4; ++v) {
      const __m256 moved = _mm256_add_ps(_mm256_mul_ps(values.x[v], inverse), _mm256_set1_ps(8.5f));
      q[v] = _mm256_cvttps_epi32(_mm256_min_ps(_mm256_max_ps(moved, _mm256_setzero_ps()), _mm256_set1_ps(15)));
    }
    const __m256i first = _mm256_or_si256(q[0], _mm256_slli_epi32(q[2], 4));
    const __m256i second = _mm256_or_si256(q[1], _mm256_slli_epi32(q[3], 4));
    const __m256i packed = _mm256_permute4x64_epi64(_mm256_packus_epi32(first, second), 0xd8);
    const __m128i bytes = _mm_packus_epi16(_mm256_castsi256_si128(packed), _mm256_extracti128_si256(packed, 1));
    const std::uint16_t half = to_half(d);
    __builtin_memcpy(block, &half, sizeof(half));
    __builtin_memcpy(block + sizeof(half), &bytes, sizeof(bytes));
  }
}

}  // namespace

void fill_store(Table& table) noexcept {
  table.store_f16 = store_f16;
  table.store_q8_0 = store_q8_0;
  table.store_q4_0 = store_q4_0;
}

}  // namespace oree::kernels::avx2
