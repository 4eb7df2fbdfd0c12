// Tiles of rows and tokens: a weight is read and widened once for the tokens of a tile, an activation once for its
// rows. Whatever the tile, one output adds up its columns in the same order.
#include "kernels/avx512_vnni/load.h"
#include "kernels/targets.h"

namespace oree::kernels::avx512_vnni {
namespace {

// Weights of this many rows stay in the second-level cache while all tokens pass.
constexpr std::int64_t kRowBlock = 32;
constexpr int kTileRows = 4;
constexpr int kTileTokens = 4;

template <class Element>
struct FloatKernel {
  template <int kRows, int kTokens>
  static void tile(const MatmulTask& task, std::int64_t row, std::int64_t token) noexcept {
    const std::byte* weights[kRows];
    const std::byte* activations[kTokens];
    __m512 sums[kRows][kTokens];
    for (int r = 0; r < kRows; ++r) {
      weights[r] = static_cast<const std::byte*>(task.weights) + (row + r) * task.n_cols * Element::kBytes;
      for (int t = 0; t < kTokens; ++t) {
        sums[r][t] = _mm512_setzero_ps();
      }
    }
    for (int t = 0; t < kTokens; ++t) {
      activations[t] = reinterpret_cast<const std::byte*>(task.activations + (token + t) * task.n_cols);
    }
    std::int64_t col = 0;
    for (; col + 16 <= task.n_cols; col += 16) {
      __m512 w[kRows];
      for (int r = 0; r < kRows; ++r) {
        w[r] = Element::load(weights[r], col);
      }
      for (int t = 0; t < kTokens; ++t) {
        const __m512 a = F32::load(activations[t], col);
        for (int r = 0; r < kRows; ++r) {
          sums[r][t] = _mm512_fmadd_ps(w[r], a, sums[r][t]);
        }
      }
    }
    if (col < task.n_cols) {
      const __mmask16 mask = first_lanes(task.n_cols - col);
      for (int r = 0; r < kRows; ++r) {
        const __m512 w = Element::load_first(weights[r], col, mask);
        for (int t = 0; t < kTokens; ++t) {
          sums[r][t] = _mm512_fmadd_ps(w, F32::load_first(activations[t], col, mask), sums[r][t]);
        }
      }
    }
    for (int t = 0; t < kTokens; ++t) {
      for (int r = 0; r < kRows; ++r) {
        task.output[(token + t) * task.output_stride + row + r] = _mm512_reduce_add_ps(sums[r][t]);
      }
    }
  }
};

inline std::uint32_t read_u16(const std::byte* address) noexcept {
  std::uint16_t value = 0;
  __builtin_memcpy(&value, address, sizeof(value));
  return value;
}

// 32 int8 a block. vpdpbusd wants one unsigned side: the weights get 128 more, and the sum of the activations times 128
// is taken off again. In integers, so nothing is lost.
struct Q8_0 {
  static constexpr std::int64_t kBytes = 34;
  static constexpr int kOffsetShift = 7;
  static __m512i pair(const std::byte* block) noexcept {
    const __m256i first = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(block + 2));
    const __m256i second = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(block + kBytes + 2));
    return _mm512_xor_si512(_mm512_inserti64x4(_mm512_castsi256_si512(first), second, 1), _mm512_set1_epi8(-128));
  }
  static __m512i single(const std::byte* block) noexcept {
    const __m256i only = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(block + 2));
    return _mm512_zextsi256_si512(_mm256_xor_si256(only, _mm256_set1_epi8(-128)));
  }
};

// 32 values of 4 bits a block, already unsigned with an offset of 8.
struct Q4_0 {
  static constexpr std::int64_t kBytes = 18;
  static constexpr int kOffsetShift = 3;
  // packed: in its 128-bit lanes the bytes of block 0 twice, then of block 1 twice.
  static __m512i unpack(__m512i packed) noexcept {
    const __m512i shifts = _mm512_setr_epi64(0, 0, 4, 4, 0, 0, 4, 4);
    return _mm512_and_si512(_mm512_srlv_epi64(packed, shifts), _mm512_set1_epi8(15));
  }
  static __m512i pair(const std::byte* block) noexcept {
    const __m128i first = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + 2));
    const __m128i second = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + kBytes + 2));
    const __m512i both = _mm512_castsi256_si512(_mm256_inserti128_si256(_mm256_castsi128_si256(first), second, 1));
    return unpack(_mm512_shuffle_i64x2(both, both, 0x50));
  }
  static __m512i single(const std::byte* block) noexcept {
    const __m128i only = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + 2));
    return unpack(_mm512_zextsi256_si512(_mm256_broadcastsi128_si256(only)));
  }
};

// Value 0 of a vector in its lower eight lanes, value 1 in its upper ones.
inline __m512 spread(__m128 two) noexcept {
  const __m512i halves = _mm512_setr_epi32(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
  return _mm512_permutexvar_ps(halves, _mm512_castps128_ps512(two));
}

// Where the dot products start: what takes off the offset, in lanes 0 and 8.
template <class Block>
inline __m512i start_of(__m128i two_negative_sums) noexcept {
  const __m512i halves = _mm512_setr_epi32(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
  const __m128i offsets = _mm_slli_epi32(two_negative_sums, Block::kOffsetShift);
  return _mm512_maskz_permutexvar_epi32(0x0101, halves, _mm512_castsi128_si512(offsets));
}

template <class Block>
struct BlockKernel {
  template <int kRows, int kTokens>
  static void tile(const MatmulTask& task, std::int64_t row, std::int64_t token) noexcept {
    const std::int64_t n_blocks = task.n_cols / kQuantBlock;
    const std::byte* weights[kRows];
    const std::int8_t* values[kTokens];
    const float* scales[kTokens];
    const std::int32_t* negative_sums[kTokens];
    __m512 sums[kRows][kTokens];
    for (int r = 0; r < kRows; ++r) {
      weights[r] = static_cast<const std::byte*>(task.weights) + (row + r) * n_blocks * Block::kBytes;
      for (int t = 0; t < kTokens; ++t) {
        sums[r][t] = _mm512_setzero_ps();
      }
    }
    for (int t = 0; t < kTokens; ++t) {
      values[t] = task.quantized.values + (token + t) * task.n_cols;
      scales[t] = task.quantized.scales + (token + t) * n_blocks;
      negative_sums[t] = task.quantized.negative_sums + (token + t) * n_blocks;
    }
    std::int64_t b = 0;
    for (; b + 2 <= n_blocks; b += 2) {
      __m512i w[kRows];
      __m512 w_scales[kRows];
      for (int r = 0; r < kRows; ++r) {
        const std::byte* block = weights[r] + b * Block::kBytes;
        w[r] = Block::pair(block);
        const std::uint32_t two = read_u16(block) | read_u16(block + Block::kBytes) << 16;
        w_scales[r] = spread(_mm_cvtph_ps(_mm_cvtsi32_si128(static_cast<int>(two))));
      }
      for (int t = 0; t < kTokens; ++t) {
        const __m512i a = _mm512_loadu_si512(values[t] + b * kQuantBlock);
        const __m512 a_scales =
            spread(_mm_castsi128_ps(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(scales[t] + b))));
        const __m512i start = start_of<Block>(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(negative_sums[t] + b)));
        for (int r = 0; r < kRows; ++r) {
          const __m512 dots = _mm512_cvtepi32_ps(_mm512_dpbusd_epi32(start, w[r], a));
          sums[r][t] = _mm512_fmadd_ps(dots, _mm512_mul_ps(w_scales[r], a_scales), sums[r][t]);
        }
      }
    }
    if (b < n_blocks) {
      for (int r = 0; r < kRows; ++r) {
        const std::byte* block = weights[r] + b * Block::kBytes;
        const __m512i w = Block::single(block);
        const __m512 w_scale = spread(_mm_cvtph_ps(_mm_cvtsi32_si128(static_cast<int>(read_u16(block)))));
        for (int t = 0; t < kTokens; ++t) {
          const __m512i a =
              _mm512_zextsi256_si512(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(values[t] + b * kQuantBlock)));
          const __m512i start = start_of<Block>(_mm_cvtsi32_si128(negative_sums[t][b]));
          const __m512 dots = _mm512_cvtepi32_ps(_mm512_dpbusd_epi32(start, w, a));
          sums[r][t] = _mm512_fmadd_ps(dots, _mm512_mul_ps(w_scale, spread(_mm_load_ss(scales[t] + b))), sums[r][t]);
        }
      }
    }
    for (int t = 0; t < kTokens; ++t) {
      for (int r = 0; r < kRows; ++r) {
        task.output[(token + t) * task.output_stride + row + r] = _mm512_reduce_add_ps(sums[r][t]);
      }
    }
  }
};

template <class Kernel, int kTokens>
void rows_of_tile(const MatmulTask& task, std::int64_t begin, std::int64_t end, std::int64_t token) noexcept {
  std::int64_t row = begin;
  for (; row + kTileRows <= end; row += kTileRows) {
    Kernel::template tile<kTileRows, kTokens>(task, row, token);
  }
  for (; row < end; ++row) {
    Kernel::template tile<1, kTokens>(task, row, token);
  }
}

template <class Kernel>
void matmul(const MatmulTask& task) noexcept {
  for (std::int64_t begin = task.row_begin; begin < task.row_end; begin += kRowBlock) {
    const std::int64_t end = begin + kRowBlock < task.row_end ? begin + kRowBlock : task.row_end;
    std::int64_t token = 0;
    for (; token + kTileTokens <= task.n_tokens; token += kTileTokens) {
      rows_of_tile<Kernel, kTileTokens>(task, begin, end, token);
    }
    for (; token < task.n_tokens; ++token) {
      rows_of_tile<Kernel, 1>(task, begin, end, token);
    }
  }
}

}  // namespace

void fill_matmul(Table& table) noexcept {
  table.matmul_f32 = matmul<FloatKernel<F32>>;
  table.matmul_f16 = matmul<FloatKernel<F16>>;
  table.matmul_bf16 = matmul<FloatKernel<Bf16>>;
  table.matmul_q8_0 = matmul<BlockKernel<Q8_0>>;
  table.matmul_q4_0 = matmul<BlockKernel<Q4_0>>;
}

}  // namespace oree::kernels::avx512_vnni
