// Scores of keys in block formats: int8 products with queries that are rounded to int8, a scale for 32 dims.
#include "kernels/avx512_vnni/dequantize.h"
#include "kernels/avx512_vnni/load.h"
#include "kernels/avx512_vnni/product.h"
#include "kernels/avx512_vnni/transpose.h"
#include "kernels/targets.h"

namespace oree::kernels::avx512_vnni {
namespace {

constexpr int kDwords = kQuantBlock / 4;  // of the int8 numbers of a block

// 32 dims of a query. The products take unsigned numbers of a key, which are its own plus an offset; the sum of the
// products starts with minus the offset times the query's numbers.
struct RoundedBlock {
  std::int8_t numbers[kQuantBlock];
  float scale;
  std::int32_t start;
};
static_assert(sizeof(RoundedBlock) <= kQuantBlock * sizeof(float), "a rounded query is no longer than its floats");

template <class Element>
constexpr int kOffset = 0;
template <>
constexpr int kOffset<Q8_0> = 128;
template <>
constexpr int kOffset<Q4_0> = 8;

template <class Element>
void prepare(const float* query, std::int64_t head_dim, float* prepared) noexcept {
  auto* rounded = reinterpret_cast<std::byte*>(prepared);
  for (std::int64_t dim = 0; dim < head_dim; dim += kQuantBlock, rounded += sizeof(RoundedBlock)) {
    const __m512 x[2] = {_mm512_loadu_ps(query + dim), _mm512_loadu_ps(query + dim + 16)};
    const float largest = _mm512_reduce_max_ps(_mm512_max_ps(_mm512_abs_ps(x[0]), _mm512_abs_ps(x[1])));
    // As quantize_row: what has no scale that is a number counts as zero.
    const bool usable = largest >= 0x1p-100f && largest <= 0x1p127f;
    const __m512 inverse = _mm512_set1_ps(usable ? 127.0f / largest : 0.0f);
    const auto round = [&](__m512 values) {
      const __m512 scaled = _mm512_mul_ps(values, inverse);
      const __mmask16 in_range = _mm512_cmp_ps_mask(_mm512_abs_ps(scaled), _mm512_set1_ps(127.5f), _CMP_LE_OQ);
      return _mm512_maskz_cvtps_epi32(in_range, scaled);
    };
    const __m512i numbers[2] = {round(x[0]), round(x[1])};
    RoundedBlock block{};
    block.scale = usable ? largest / 127.0f : 0.0f;
    block.start = -kOffset<Element> * _mm512_reduce_add_epi32(_mm512_add_epi32(numbers[0], numbers[1]));
    for (int half = 0; half < 2; ++half) {
      _mm_storeu_si128(reinterpret_cast<__m128i*>(block.numbers + half * 16), _mm512_cvtepi32_epi8(numbers[half]));
    }
    __builtin_memcpy(rounded, &block, sizeof(block));
  }
}

// Sixteen rows from a block on: numbers [kBlocks, kDwords, stride], the dwords of a key in its column.
template <class Element>
struct Numbers;

template <>
struct Numbers<Q8_0> {
  static constexpr std::int64_t kBlocks = 2;

  [[gnu::flatten]] static void pack(const std::byte* const* rows, std::int64_t block, std::int64_t n_blocks,
                                    std::uint32_t* numbers, std::int64_t stride) noexcept {
    __m512 x[16];
    repeat<16>([&](int i) {
      const std::byte* from = rows[i] + Q8_0::row_bytes(block * kQuantBlock);
      __m512i two = _mm512_castsi256_si512(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + 2)));
      if (n_blocks >= kBlocks) {
        const std::byte* next = from + Q8_0::row_bytes(kQuantBlock);
        two = _mm512_inserti64x4(two, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(next + 2)), 1);
      }
      x[i] = _mm512_castsi512_ps(_mm512_xor_si512(two, _mm512_set1_epi8(-128)));
    });
    transpose(x);
    repeat<16>([&](int d) {
      if (d < n_blocks * kDwords) {
        _mm512_store_ps(numbers + d * stride, x[d]);
      }
    });
  }
};

template <>
struct Numbers<Q4_0> {
  static constexpr std::int64_t kBlocks = 4;

  [[gnu::flatten]] static void pack(const std::byte* const* rows, std::int64_t block, std::int64_t n_blocks,
                                    std::uint32_t* numbers, std::int64_t stride) noexcept {
    __m512 x[16];
    repeat<16>([&](int i) {
      const std::byte* from = rows[i] + Q4_0::row_bytes(block * kQuantBlock) + 2;
      const std::int64_t step = Q4_0::row_bytes(kQuantBlock);
      __m512i four = _mm512_castsi128_si512(load_16(from));
      if (n_blocks > 1) {
        four = _mm512_inserti32x4(four, load_16(from + step), 1);
      }
      if (n_blocks > 2) {
        four = _mm512_inserti32x4(four, load_16(from + step * 2), 2);
      }
      if (n_blocks > 3) {
        four = _mm512_inserti32x4(four, load_16(from + step * 3), 3);
      }
      x[i] = _mm512_castsi512_ps(four);
    });
    transpose(x);
    // Values i and i + 16 of a block share byte i.
    const __m512i nibbles = _mm512_set1_epi8(15);
    repeat<16>([&](int d) {
      if (d < n_blocks * kDwords / 2) {
        const __m512i pairs = _mm512_castps_si512(x[d]);
        std::uint32_t* to = numbers + (d / 4 * kDwords + d % 4) * stride;
        _mm512_store_si512(to, _mm512_and_si512(pairs, nibbles));
        _mm512_store_si512(to + kDwords / 2 * stride, _mm512_and_si512(_mm512_srli_epi32(pairs, 4), nibbles));
      }
    });
  }
};

// Numbers [n_blocks, kDwords, n_keys rounded up to 16], then scales [n_blocks, the same]. In the place of keys that are
// missing the last one stands again.
template <class Element>
void pack(const std::byte* const* rows, std::int64_t n_rows, std::int64_t head_dim, float* packed) noexcept {
  const std::int64_t n_blocks = head_dim / kQuantBlock;
  const std::int64_t stride = padded(n_rows);
  auto* numbers = reinterpret_cast<std::uint32_t*>(packed);
  float* scales = packed + n_blocks * kDwords * stride;
  for (std::int64_t row = 0; row < n_rows; row += 16) {
    const std::byte* sixteen[16];
    for (std::int64_t i = 0; i < 16; ++i) {
      sixteen[i] = rows[row + i < n_rows ? row + i : n_rows - 1];
    }
    for (std::int64_t block = 0; block < n_blocks; block += Numbers<Element>::kBlocks) {
      Numbers<Element>::pack(sixteen, block, n_blocks - block, numbers + block * kDwords * stride + row, stride);
    }
    for (std::int64_t block = 0; block < n_blocks; ++block) {
      std::uint16_t halves[16];
      for (int i = 0; i < 16; ++i) {
        __builtin_memcpy(halves + i, sixteen[i] + Element::row_bytes(block * kQuantBlock), sizeof(halves[i]));
      }
      _mm512_store_ps(scales + block * stride + row, F16::load(reinterpret_cast<const std::byte*>(halves), 0));
    }
  }
}

// Queries [kRows], kVectors times 16 keys from `key` on.
template <int kRows, int kVectors>
[[gnu::flatten]] void score_tile(const BlockScoreTask& task, std::int64_t query, std::int64_t key) noexcept {
  const std::int64_t n_blocks = task.head_dim / kQuantBlock;
  const std::int64_t stride = padded(task.n_keys);
  const float* numbers = task.packed + key;
  const float* scales = task.packed + n_blocks * kDwords * stride + key;
  const std::int64_t query_bytes = task.head_dim * std::int64_t{sizeof(float)};  // head_dim is padded as it is
  const std::byte* queries = reinterpret_cast<const std::byte*>(task.queries) + query * query_bytes;
  __m512 sums[kRows][kVectors];
  repeat<kRows>([&](int r) { repeat<kVectors>([&](int v) { sums[r][v] = _mm512_setzero_ps(); }); });
  for (std::int64_t block = 0; block < n_blocks; ++block, queries += sizeof(RoundedBlock), scales += stride) {
    const auto dword = [&](int r, std::size_t offset) {
      std::int32_t value = 0;
      __builtin_memcpy(&value, queries + r * query_bytes + offset, sizeof(value));
      return _mm512_set1_epi32(value);
    };
    __m512i products[kRows][kVectors];
    repeat<kRows>([&](int r) {
      const __m512i start = dword(r, offsetof(RoundedBlock, start));
      repeat<kVectors>([&](int v) { products[r][v] = start; });
    });
    repeat<kDwords>([&](int d) {
      __m512i keys[kVectors];
      repeat<kVectors>([&](int v) { keys[v] = _mm512_load_si512(numbers + v * 16); });
      numbers += stride;
      repeat<kRows>([&](int r) {
        const __m512i four = dword(r, static_cast<std::size_t>(d) * 4);
        repeat<kVectors>([&](int v) { products[r][v] = _mm512_dpbusd_epi32(products[r][v], keys[v], four); });
      });
    });
    repeat<kRows>([&](int r) {
      const __m512 of_query = _mm512_castsi512_ps(dword(r, offsetof(RoundedBlock, scale)));
      repeat<kVectors>([&](int v) {
        const __m512 scale = _mm512_mul_ps(of_query, _mm512_load_ps(scales + v * 16));
        sums[r][v] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(products[r][v]), scale, sums[r][v]);
      });
    });
  }
  repeat<kRows>([&](int r) {
    repeat<kVectors>([&](int v) { _mm512_store_ps(task.scores + (query + r) * kKeyBlock + key + v * 16, sums[r][v]); });
  });
}

template <int kVectors>
void score_keys(const BlockScoreTask& task, std::int64_t key) noexcept {
  std::int64_t query = 0;
  for (; query + 6 <= task.n_queries; query += 6) {
    score_tile<6, kVectors>(task, query, key);
  }
  if (query + 4 <= task.n_queries) {
    score_tile<4, kVectors>(task, query, key);
    query += 4;
  }
  if (query + 2 <= task.n_queries) {
    score_tile<2, kVectors>(task, query, key);
    query += 2;
  }
  if (query < task.n_queries) {
    score_tile<1, kVectors>(task, query, key);
  }
}

void score(const BlockScoreTask& task) noexcept {
  const std::int64_t n_keys = padded(task.n_keys);
  std::int64_t key = 0;
  for (; key + 32 <= n_keys; key += 32) {
    score_keys<2>(task, key);
  }
  if (key < n_keys) {
    score_keys<1>(task, key);
  }
}

template <class Element>
constexpr KeyKernels kKeys{.prepare = prepare<Element>, .pack = pack<Element>, .score = score, .score_rows = nullptr};

}  // namespace

void fill_block_keys(Table& table) noexcept {
  table.keys_q8_0 = kKeys<Q8_0>;
  table.keys_q4_0 = kKeys<Q4_0>;
}

}  // namespace oree::kernels::avx512_vnni
