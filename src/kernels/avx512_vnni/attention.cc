// Attention in f32: keys and values are widened once a block, keys transposed, so that both products are sums of
// scalars times vectors without a sum over lanes.
#include "kernels/avx512_vnni/dequantize.h"
#include "kernels/avx512_vnni/load.h"
#include "kernels/avx512_vnni/product.h"
#include "kernels/avx512_vnni/score_panel.h"
#include "kernels/avx512_vnni/transpose.h"
#include "kernels/targets.h"

namespace oree::kernels::avx512_vnni {
namespace {

void prepare(const float* query, std::int64_t head_dim, float* prepared) noexcept {
  const std::int64_t n = padded(head_dim);
  for (std::int64_t dim = 0; dim < n; ++dim) {
    prepared[place_of_dim(dim, n)] = dim < head_dim ? query[dim] : 0.0f;
  }
}

// Sixteen rows of the element type, from dim on, as columns of packed [padded dims, stride].
template <class Element>
struct Columns {
  static_assert(Element::kBytes == 2);
  static constexpr std::int64_t kDims = 32;

  [[gnu::flatten]] static void pack(const std::byte* const* rows, std::int64_t dim, std::int64_t head_dim,
                                    float* packed, std::int64_t stride) noexcept {
    const std::int64_t n_dims = head_dim - dim;
    const std::int64_t n_padded = padded(head_dim);
    const __mmask32 mask = n_dims >= kDims ? ~__mmask32{0} : (__mmask32{1} << static_cast<unsigned>(n_dims)) - 1;
    __m512i halves[2][8];
    repeat<2>([&](int h) {
      repeat<8>([&](int i) { halves[h][i] = _mm512_maskz_loadu_epi16(mask, rows[h * 8 + i] + dim * 2); });
      transpose_halves(halves[h]);
    });
    alignas(64) std::uint16_t columns[kDims][16];
    const __m512i low = _mm512_setr_epi64(0, 1, 8, 9, 2, 3, 10, 11);
    const __m512i high = _mm512_setr_epi64(4, 5, 12, 13, 6, 7, 14, 15);
    repeat<8>([&](int j) {
      const __m512i first = _mm512_permutex2var_epi64(halves[0][j], low, halves[1][j]);
      const __m512i second = _mm512_permutex2var_epi64(halves[0][j], high, halves[1][j]);
      _mm256_store_si256(reinterpret_cast<__m256i*>(columns[j]), _mm512_castsi512_si256(first));
      _mm256_store_si256(reinterpret_cast<__m256i*>(columns[8 + j]), _mm512_extracti64x4_epi64(first, 1));
      _mm256_store_si256(reinterpret_cast<__m256i*>(columns[16 + j]), _mm512_castsi512_si256(second));
      _mm256_store_si256(reinterpret_cast<__m256i*>(columns[24 + j]), _mm512_extracti64x4_epi64(second, 1));
    });
    const std::int64_t dims_of_sum = n_padded / kSums;
    float* to = packed + dim / kSums * stride;
    repeat<kSums>([&](int sum) {
      float* of_sum = to + place_of_sum(sum) * dims_of_sum * stride;
      _mm512_store_ps(of_sum, Element::load(reinterpret_cast<const std::byte*>(columns[sum]), 0));
      if (n_padded - dim > kSums) {
        _mm512_store_ps(of_sum + stride, Element::load(reinterpret_cast<const std::byte*>(columns[kSums + sum]), 0));
      }
    });
  }
};

template <>
struct Columns<F32> {
  static constexpr std::int64_t kDims = 16;

  [[gnu::flatten]] static void pack(const std::byte* const* rows, std::int64_t dim, std::int64_t head_dim,
                                    float* packed, std::int64_t stride) noexcept {
    const std::int64_t n_dims = head_dim - dim;
    const std::int64_t n_padded = padded(head_dim);
    const __mmask16 mask = n_dims >= kDims ? __mmask16{0xffff} : first_lanes(n_dims);
    __m512 x[16];
    repeat<16>([&](int i) { x[i] = F32::load_first(rows[i], dim, mask); });
    transpose(x);
    const std::int64_t dims_of_sum = n_padded / kSums;
    float* to = packed + dim / kSums * stride;
    repeat<kSums>([&](int sum) { _mm512_store_ps(to + place_of_sum(sum) * dims_of_sum * stride, x[sum]); });
  }
};

// [padded dims, n_keys rounded up to 16]; in the place of keys that are missing the last one stands again.
template <class Element>
void pack_keys(const std::byte* const* rows, std::int64_t n_rows, std::int64_t head_dim, float* packed) noexcept {
  const std::int64_t stride = padded(n_rows);
  for (std::int64_t row = 0; row < n_rows; row += 16) {
    const std::byte* sixteen[16];
    for (std::int64_t i = 0; i < 16; ++i) {
      sixteen[i] = rows[row + i < n_rows ? row + i : n_rows - 1];
    }
    for (std::int64_t dim = 0; dim < head_dim; dim += Columns<Element>::kDims) {
      Columns<Element>::pack(sixteen, dim, head_dim, packed + row, stride);
    }
  }
}

void score(const BlockScoreTask& task) noexcept {
  static_assert(kKeyBlock == kPanel, "a block of keys is one panel");
  std::int64_t n_keys = padded(task.n_keys);
  PanelScores panel{.queries = task.queries,
                    .padded_dims = padded(task.head_dim),
                    .keys = task.packed,
                    .key_stride = n_keys,
                    .scores = task.scores};
  for (; n_keys >= 32; n_keys -= 32, panel.keys += 32, panel.scores += 32) {
    score_queries<2>(panel, task.n_queries);
  }
  if (n_keys > 0) {
    score_queries<1>(panel, task.n_queries);
  }
}

// Panels of values [n_rows, dims of the panel].
template <class Element>
void pack_values(const std::byte* const* rows, std::int64_t n_rows, std::int64_t head_dim, float* packed) noexcept {
  const std::int64_t n_cols = padded(head_dim);
  for (std::int64_t row = 0; row < n_rows; ++row) {
    for (std::int64_t first = 0; first < n_cols; first += kPanel) {
      const std::int64_t width = panel_width(n_cols, first);
      float* to = packed + first * n_rows + row * width;
      if constexpr (Element::kIsBlocks) {
        for (std::int64_t dim = 0; dim < width; dim += 32) {
          __m512 values[2];
          Element::load_block(rows[row], first + dim, values);
          _mm512_store_ps(to + dim, values[0]);
          _mm512_store_ps(to + dim + 16, values[1]);
        }
      } else {
        for (std::int64_t dim = 0; dim < width; dim += 16) {
          const std::int64_t rest = head_dim - first - dim;
          _mm512_store_ps(to + dim, rest >= 16 ? Element::load(rows[row], first + dim)
                                               : Element::load_first(rows[row], first + dim, first_lanes(rest)));
        }
      }
    }
  }
}

void mix_block(const BlockMixTask& task) noexcept {
  const std::int64_t n_cols = padded(task.head_dim);
  for (std::int64_t first = 0; first < n_cols; first += kPanel) {
    const std::int64_t width = panel_width(n_cols, first);
    multiply_panel({.a = task.weights + task.begin,
                    .a_stride = kKeyBlock,
                    .b = task.packed + first * task.n_keys + task.begin * width,
                    .b_stride = width,
                    .c = task.accumulators + first,
                    .c_stride = n_cols,
                    .depth = task.end - task.begin},
                   task.n_queries, width);
  }
}

}  // namespace

// After fill_row_products.
void fill_attention(Table& table) noexcept {
  table.keys_f32 = {.prepare = prepare, .pack = pack_keys<F32>, .score = score, .score_rows = table.scores_f32};
  table.keys_f16 = {.prepare = prepare, .pack = pack_keys<F16>, .score = score, .score_rows = table.scores_f16};
  table.keys_bf16 = {.prepare = prepare, .pack = pack_keys<Bf16>, .score = score, .score_rows = table.scores_bf16};
  table.values_f32.pack = pack_values<F32>;
  table.values_f16.pack = pack_values<F16>;
  table.values_bf16.pack = pack_values<Bf16>;
  table.values_q8_0.pack = pack_values<Q8_0>;
  table.values_q4_0.pack = pack_values<Q4_0>;
  table.mix_block = mix_block;
}

}  // namespace oree::kernels::avx512_vnni
