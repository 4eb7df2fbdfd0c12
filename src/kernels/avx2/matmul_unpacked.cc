// Products of block formats whose weights take some work to unpack: a few rows at a time are unpacked to bytes, once
// for all tokens. Whatever the tile, one output adds up its columns in the same order.
#include <cstring>

#include "kernels/avx2/load.h"
#include "kernels/targets.h"
#include "tensor/blocks.h"
#include "tensor/iq4_values.h"

namespace oree::kernels::avx2 {
namespace {

// Rows that are unpacked together; a byte a weight of them stays in the second-level cache.
constexpr std::int64_t kUnpackedRows = 8;
constexpr int kTileRows = 2;
constexpr int kTileTokens = 4;
constexpr int kSingleTokenRows = 4;

// Weight i is scales[i / 16] * integers[i] - minimum.
struct UnpackedBlock {
  std::uint8_t integers[kQuantBlock];  // of signed formats int8
  float scales[2];
  float minimum;
};

inline float widen(std::uint16_t half) noexcept { return _mm_cvtss_f32(_mm_cvtph_ps(_mm_cvtsi32_si128(half))); }

inline __m256i load_32(const void* address) noexcept {
  return _mm256_loadu_si256(static_cast<const __m256i*>(address));
}

inline void store_32(std::uint8_t* address, __m256i bytes) noexcept {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(address), bytes);
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

struct Iq4Nl {
  using Stored = tensor::BlockIq4Nl;
  static constexpr std::int64_t kBlocks = 1;
  static constexpr bool kSigned = true;
  static constexpr bool kHasMinima = false;
  static void unpack(const Stored& stored, std::int64_t, UnpackedBlock* block) noexcept {
    const __m256i levels =
        _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(tensor::kIq4Values)));
    const __m128i packed = _mm_loadu_si128(reinterpret_cast<const __m128i*>(stored.q));
    const __m256i both = _mm256_inserti128_si256(_mm256_castsi128_si256(packed), _mm_srli_epi16(packed, 4), 1);
    store_32(block->integers, _mm256_shuffle_epi8(levels, _mm256_and_si256(both, _mm256_set1_epi8(15))));
    block->scales[0] = block->scales[1] = widen(stored.d);
    block->minimum = 0;
  }
};

struct Q4K {
  using Stored = tensor::BlockQ4K;
  static constexpr std::int64_t kBlocks = 8;
  static constexpr bool kSigned = false;
  static constexpr bool kHasMinima = true;
  static void unpack(const Stored& stored, std::int64_t b, UnpackedBlock* block) noexcept {
    store_32(block->integers, nibbles(load_32(stored.q + b / 2 * 32), b % 2));
    unpack_scales(stored, b, block);
  }
};

struct Q5K {
  using Stored = tensor::BlockQ5K;
  static constexpr std::int64_t kBlocks = 8;
  static constexpr bool kSigned = false;
  static constexpr bool kHasMinima = true;
  static void unpack(const Stored& stored, std::int64_t b, UnpackedBlock* block) noexcept {
    const __m256i low = nibbles(load_32(stored.q + b / 2 * 32), b % 2);
    const __m256i high = bits_of(load_32(stored.high), b, 1);
    store_32(block->integers, _mm256_or_si256(low, _mm256_slli_epi16(high, 4)));
    unpack_scales(stored, b, block);
  }
};

struct Q6K {
  using Stored = tensor::BlockQ6K;
  static constexpr std::int64_t kBlocks = 8;
  static constexpr bool kSigned = true;
  static constexpr bool kHasMinima = false;
  static void unpack(const Stored& stored, std::int64_t b, UnpackedBlock* block) noexcept {
    // Of a half of the super-block: low nibbles of 64 bytes are blocks 0 and 1, high ones blocks 2 and 3.
    const std::int64_t half = b / 4;
    const std::int64_t in_half = b % 4;
    const __m256i low = nibbles(load_32(stored.q + half * 64 + in_half % 2 * 32), in_half / 2);
    const __m256i high = bits_of(load_32(stored.high + half * 32), in_half * 2, 3);
    store_32(block->integers, _mm256_sub_epi8(_mm256_or_si256(low, _mm256_slli_epi16(high, 4)), _mm256_set1_epi8(32)));
    const float d = widen(stored.d);
    block->scales[0] = d * static_cast<float>(stored.scales[b * 2]);
    block->scales[1] = d * static_cast<float>(stored.scales[b * 2 + 1]);
    block->minimum = 0;
  }
};

template <class Format>
void unpack_rows(const MatmulTask& task, std::int64_t row, std::int64_t n_rows, UnpackedBlock* blocks) noexcept {
  const std::int64_t n_blocks = task.n_cols / kQuantBlock;
  const std::int64_t n_stored = n_blocks / Format::kBlocks;
  const auto* stored =
      static_cast<const std::byte*>(task.weights) + row * n_stored * std::int64_t{sizeof(typename Format::Stored)};
  for (std::int64_t i = 0; i < n_rows * n_stored; ++i) {
    typename Format::Stored copy;
    std::memcpy(&copy, stored + i * std::int64_t{sizeof(copy)}, sizeof(copy));
    for (std::int64_t b = 0; b < Format::kBlocks; ++b) {
      Format::unpack(copy, b, blocks++);
    }
  }
}

template <class Format>
struct UnpackedKernel {
  // rows: blocks of the row `row` and those behind it.
  template <int kRows, int kTokens>
  static void tile(const MatmulTask& task, const UnpackedBlock* rows, std::int64_t row, std::int64_t token) noexcept {
    const std::int64_t n_blocks = task.n_cols / kQuantBlock;
    const __m256i ones = _mm256_set1_epi16(1);
    __m256 sums[kRows][kTokens];
    for (int r = 0; r < kRows; ++r) {
      for (int t = 0; t < kTokens; ++t) {
        sums[r][t] = _mm256_setzero_ps();
      }
    }
    for (std::int64_t b = 0; b < n_blocks; ++b) {
      for (int r = 0; r < kRows; ++r) {
        const UnpackedBlock& block = rows[r * n_blocks + b];
        const __m256i w = load_32(block.integers);
        const __m256i magnitudes = Format::kSigned ? _mm256_abs_epi8(w) : w;
        // The pairs of products of the first 16 columns end up in the lower four lanes.
        const __m256 scale = _mm256_set_m128(_mm_set1_ps(block.scales[1]), _mm_set1_ps(block.scales[0]));
        for (int t = 0; t < kTokens; ++t) {
          const std::int64_t at = (token + t) * n_blocks + b;
          const float a_scale = task.quantized.scales[at];
          __m256i a = load_32(task.quantized.values + (token + t) * task.n_cols + b * kQuantBlock);
          if constexpr (Format::kSigned) {
            a = _mm256_sign_epi8(a, w);
          }
          // Two products are at most 2 * 127 * 127, which 16 bits hold.
          const __m256 dots = _mm256_cvtepi32_ps(_mm256_madd_epi16(_mm256_maddubs_epi16(magnitudes, a), ones));
          sums[r][t] = _mm256_fmadd_ps(dots, _mm256_mul_ps(scale, _mm256_set1_ps(a_scale)), sums[r][t]);
          if constexpr (Format::kHasMinima) {
            const float offset = a_scale * static_cast<float>(task.quantized.negative_sums[at]);
            const __m256 minimum = _mm256_zextps128_ps256(_mm_set_ss(block.minimum));
            sums[r][t] = _mm256_fmadd_ps(minimum, _mm256_set1_ps(offset), sums[r][t]);
          }
        }
      }
    }
    for (int r = 0; r < kRows; ++r) {
      for (int t = 0; t < kTokens; ++t) {
        task.output[(token + t) * task.output_stride + row + r] = sum_lanes(sums[r][t]);
      }
    }
  }
};

template <class Kernel, int kRows, int kTokens>
void rows_of_tile(const MatmulTask& task, const UnpackedBlock* blocks, std::int64_t begin, std::int64_t n_rows,
                  std::int64_t token) noexcept {
  const std::int64_t n_blocks = task.n_cols / kQuantBlock;
  std::int64_t r = 0;
  for (; r + kRows <= n_rows; r += kRows) {
    Kernel::template tile<kRows, kTokens>(task, blocks + r * n_blocks, begin + r, token);
  }
  for (; r < n_rows; ++r) {
    Kernel::template tile<1, kTokens>(task, blocks + r * n_blocks, begin + r, token);
  }
}

template <class Format>
void matmul(const MatmulTask& task) noexcept {
  auto* blocks = static_cast<UnpackedBlock*>(task.scratch);
  for (std::int64_t begin = task.row_begin; begin < task.row_end; begin += kUnpackedRows) {
    const std::int64_t n_rows = task.row_end - begin < kUnpackedRows ? task.row_end - begin : kUnpackedRows;
    unpack_rows<Format>(task, begin, n_rows, blocks);
    std::int64_t token = 0;
    for (; token + kTileTokens <= task.n_tokens; token += kTileTokens) {
      rows_of_tile<UnpackedKernel<Format>, kTileRows, kTileTokens>(task, blocks, begin, n_rows, token);
    }
    for (; token < task.n_tokens; ++token) {
      rows_of_tile<UnpackedKernel<Format>, kSingleTokenRows, 1>(task, blocks, begin, n_rows, token);
    }
  }
}

}  // namespace

void fill_matmul_unpacked(Table& table) noexcept {
  table.uses_matmul_scratch = true;
  table.matmul_iq4_nl = matmul<Iq4Nl>;
  table.matmul_q4_k = matmul<Q4K>;
  table.matmul_q5_k = matmul<Q5K>;
  table.matmul_q6_k = matmul<Q6K>;
}

}  // namespace oree::kernels::avx2
