// The operations of one CPU target as a table of functions, chosen once at run time.
//
// This header is compiled under the flags of every target: it holds plain data only, no inline function.
#pragma once

#include <cstddef>
#include <cstdint>

namespace oree::kernels {

// Values that share one scale in Q8_0, Q4_0 and in quantised activations.
inline constexpr std::int64_t kQuantBlock = 32;

// Keys that one step of online softmax takes. Blocks begin at rows divisible by it (tensor::KvSegment::first_row), so
// that the steps of a token, and with them its bits, do not depend on the chunk. Not at positions: an eviction leaves
// gaps between them, and blocks would hold a few keys each.
inline constexpr int kKeyBlock = 64;

// Tokens whose activations lie side by side, so that a kernel that has a row of weights in each lane finds those of a
// step together.
inline constexpr int kTokenTile = 6;

// One block of the activations of kTokenTile tokens, rounded as in QuantizedRows.
struct TokenTileBlock {
  std::int8_t values[8][kTokenTile][4];  // four columns a step
  float scales[kTokenTile];
  std::int32_t starts[kTokenTile];          // minus 128 times the sum of a token's values
  float offsets[kTokenTile];                // minus their sum, times the scale
  std::int32_t half_starts[2][kTokenTile];  // minus 128 times the sums of the first 16 values and of the others
};

// A product for many tokens unpacks so many panels of rows together, or as many as these bytes hold, but one at least.
inline constexpr std::size_t kMostPanels = 8;
inline constexpr std::size_t kMatmulScratchBytes = 640 * 1024;

// Rows of accumulators are padded to whole vectors of any target.
inline constexpr std::int64_t kDimPadding = 16;

// Activations rounded to int8 with a scale a block: x[i] is about scales[i / 32] * values[i].
struct QuantizedRows {
  std::int8_t* values;          // [n_tokens, n_cols], -127 to 127
  float* scales;                // [n_tokens, n_cols / 32]
  std::int32_t* negative_sums;  // [n_tokens, n_cols / 32]; minus the sum of a block's values
};

// output[token, row] = sum over col of weights[row, col] * activations[token, col], for the rows [row_begin, row_end).
// The bits of one output depend on its row and its token alone, not on the ranges nor on the other tokens.
struct MatmulTask {
  const void* weights;  // [n_rows, n_cols], row after row
  std::int64_t n_cols;  // a multiple of 32 for block-quantised weights
  std::int64_t row_begin;
  std::int64_t row_end;
  const float* activations;  // [n_tokens, n_cols]; read by F32, F16 and BF16 weights
  QuantizedRows quantized;   // the same activations; read by block-quantised weights when there are no tiles
  // The same in tiles, the last of which may be in part: [n_tokens / kTokenTile, n_cols / 32], of a tile first the
  // blocks whose number, divided by four, leaves 0, then those that leave 1, 2 and 3. nullptr: none.
  const TokenTileBlock* tiles = nullptr;
  std::int64_t n_tokens;
  float* output;  // [n_tokens, output_stride]
  std::int64_t output_stride;
  void* scratch = nullptr;  // matmul_scratch_bytes(n_cols) bytes, aligned to 64, for this call alone
};

// scores[query * score_stride + key] = sum over dim of queries[query, dim] * keys[key, dim].
struct ScoreTask {
  const float* queries;  // [n_queries, head_dim]
  const void* keys;      // [n_keys, head_dim], row after row; head_dim is a multiple of 32 for q8_0 and q4_0
  std::int64_t n_queries;
  std::int64_t n_keys;
  std::int64_t head_dim;
  float* scores;
  std::int64_t score_stride;
  const std::byte* ahead = nullptr;  // the next kKeyBlock rows, to be fetched meanwhile; nullptr: none
};

// accumulators[query * accumulator_stride + dim] += sum over key, in order, of weights[query * weight_stride + key] *
// values[key, dim].
struct MixTask {
  const float* weights;
  std::int64_t weight_stride;
  const void* values;  // [n_keys, head_dim], row after row; head_dim as in ScoreTask
  std::int64_t n_queries;
  std::int64_t n_keys;
  std::int64_t head_dim;
  float* accumulators;
  std::int64_t accumulator_stride;
  const std::byte* ahead = nullptr;  // as in ScoreTask
};

// Attention takes keys and values a block at a time: up to kKeyBlock rows, wherever they lie, are packed once as the
// target's products want them, and then meet all the queries of a tile. What is packed belongs to the target.
// packed: kKeyBlock * (head_dim rounded up to kDimPadding) floats, aligned to 64 bytes. head_dim is a multiple of 32
// for q8_0 and q4_0.
using PackRows = void (*)(const std::byte* const* rows, std::int64_t n_rows, std::int64_t head_dim,
                          float* packed) noexcept;

// scores[query * kKeyBlock + key] = sum over dim of queries[query, dim] * keys[key, dim], for keys below n_keys; the
// rest of a row of scores may be written as well. The bits of a score depend on its query and its key alone.
struct BlockScoreTask {
  const float* queries;  // [n_queries, head_dim rounded up to kDimPadding], as KeyKernels::prepare made them
  const float* packed;
  std::int64_t n_queries;
  std::int64_t n_keys;  // that were packed
  std::int64_t head_dim;
  float* scores;
};

using Scores = void (*)(const ScoreTask&) noexcept;
using Mix = void (*)(const MixTask&) noexcept;

// How attention scores the keys of one element type.
struct KeyKernels {
  // Makes of a query what score() wants of it. prepared: [head_dim rounded up to kDimPadding]
  void (*prepare)(const float* query, std::int64_t head_dim, float* prepared) noexcept;
  PackRows pack;
  void (*score)(const BlockScoreTask&) noexcept;
  Scores score_rows;  // the same bits without packing, for few queries; nullptr: packing is faster
};

// How attention adds up the values of one element type; mix_rows gives the bits of Table::mix_block.
struct ValueKernels {
  PackRows pack;
  Mix mix_rows;
};

// accumulators[query, dim] += sum over the keys [begin, end), in order, of weights[query * kKeyBlock + key] *
// values[key, dim].
struct BlockMixTask {
  const float* weights;
  const float* packed;
  std::int64_t n_queries;
  std::int64_t n_keys;  // that were packed
  std::int64_t begin;
  std::int64_t end;
  std::int64_t head_dim;
  float* accumulators;  // [n_queries, head_dim rounded up to kDimPadding], aligned to 64 bytes
};

using Matmul = void (*)(const MatmulTask&) noexcept;
using StoreRow = void (*)(const float* row, std::int64_t n, void* stored) noexcept;

// Runs n_rounds rounds of independent multiply-adds on registers, or on what the first-level cache holds, and returns
// the operations done, a multiplication and an addition counting as one each. result: their sum, so that a compiler
// cannot leave them out.
using Peak = std::int64_t (*)(std::int64_t n_rounds, double* result) noexcept;

// No function allocates, all are thread-safe, and none needs aligned memory.
// The specification of each is in scalar/; what a target may differ by is in tests/kernels.
struct Table {
  const char* name;

  // Rounds one row of n values, a multiple of 32, to nearest, ties to even. Same bits on every target.
  void (*quantize_row)(const float* row, std::int64_t n, std::int8_t* values, float* scales,
                       std::int32_t* negative_sums) noexcept;

  // Rounds n columns of one token's activations, as quantize_row does, into the place of token `lane` in a tile of
  // n_blocks blocks; the first column is that of block first_block. nullptr: the products of this target read rows.
  void (*quantize_into_tile)(const float* columns, std::int64_t n, std::int64_t first_block, std::int64_t n_blocks,
                             std::int64_t lane, TokenTileBlock* tile) noexcept;

  std::int64_t fewest_tiled_tokens;  // with fewer a product reads rows; without quantize_into_tile always
  bool uses_matmul_scratch;          // whether a product reads MatmulTask::scratch
  Matmul matmul_f32;
  Matmul matmul_f16;
  Matmul matmul_bf16;
  Matmul matmul_q8_0;
  Matmul matmul_q4_0;
  Matmul matmul_iq4_nl;
  Matmul matmul_q4_k;
  Matmul matmul_q5_k;
  Matmul matmul_q6_k;

  // output[i] = row[i] / sqrt(mean of squares + epsilon) * weight[i]. output may be row.
  void (*rms_norm)(const float* row, const float* weight, std::int64_t n, float epsilon, float* output) noexcept;

  // Rotates the pairs (2i, 2i + 1) of each head's first rope_dimension values, in place.
  // heads [n_heads, head_dim]; cosines and sines [rope_dimension], each angle's value twice.
  void (*rope)(float* heads, std::int64_t n_heads, std::int64_t head_dim, std::int64_t rope_dimension,
               const float* cosines, const float* sines) noexcept;

  // The same for the pairs (i, i + rope_dimension / 2); cosines and sines [rope_dimension / 2].
  void (*rope_halves)(float* heads, std::int64_t n_heads, std::int64_t head_dim, std::int64_t rope_dimension,
                      const float* cosines, const float* sines) noexcept;

  // output[i] = gate[i] / (1 + exp(-gate[i])) * up[i]. output may be gate or up.
  void (*silu_multiply)(const float* gate, const float* up, std::int64_t n, float* output) noexcept;
  // output[i] = GELU(gate[i]) * up[i], GELU in its tanh form (Hendrycks and Gimpel 2016). output may be gate or up.
  void (*gelu_multiply)(const float* gate, const float* up, std::int64_t n, float* output) noexcept;
  // x[i] = cap * tanh(x[i] / cap)
  void (*soft_cap)(float* x, float cap, std::int64_t n) noexcept;

  void (*add)(float* x, const float* y, std::int64_t n) noexcept;  // x += y
  void (*scale)(float* x, float factor, std::int64_t n) noexcept;  // x *= factor

  // One step of online softmax over n >= 1 scores: replaces each by exp(score - maximum), where *maximum becomes the
  // largest score so far, and brings *sum (0 before the first step) up to date.
  // Returns what was accumulated before must be multiplied by.
  float (*softmax_step)(float* scores, std::int64_t n, float* maximum, float* sum) noexcept;

  Scores scores_f32;
  Scores scores_f16;
  Scores scores_bf16;
  Scores scores_q8_0;
  Scores scores_q4_0;

  KeyKernels keys_f32;
  KeyKernels keys_f16;
  KeyKernels keys_bf16;
  KeyKernels keys_q8_0;
  KeyKernels keys_q4_0;
  ValueKernels values_f32;
  ValueKernels values_f16;
  ValueKernels values_bf16;
  ValueKernels values_q8_0;
  ValueKernels values_q4_0;
  void (*mix_block)(const BlockMixTask&) noexcept;
  // softmax_step for each of n_rows rows of n scores, kKeyBlock apart; factors [n_rows] is what it returns.
  void (*softmax_rows)(float* scores, std::int64_t n_rows, std::int64_t n, float* maxima, float* sums,
                       float* factors) noexcept;

  // Rounds a row to the element type of the cache, to nearest, ties to even. Same bits on every target.
  StoreRow store_f32;
  StoreRow store_f16;
  StoreRow store_bf16;
  // The same into blocks of 32, the bits of tensor::quantize_row. n is a multiple of 32; the values are finite.
  StoreRow store_q8_0;
  StoreRow store_q4_0;

  // The orthonormal Walsh-Hadamard transform of consecutive blocks of a row, in place. A block is as long as the
  // largest power of two that divides n. Its own inverse, and it keeps dot products: rows that are all transformed
  // score as before, but their values are alike in size, so that they lose less to 4 bits. Same bits on every target.
  void (*hadamard)(float* row, std::int64_t n) noexcept;

  // What the machine allows at most, for measurements of speed.
  Peak int8_peak;  // int8 products summed in int32, as matmul_q8_0 makes them
  Peak f32_peak;
  // Reads n_bytes, a multiple of 64 * n_streams, as so many runs of equal length side by side, 64 bytes of each in
  // turn. n_streams: 1, 4 or 8. prefetch_bytes: how far ahead of each run the caches are asked for more; 0: not at all.
  // Returns the exclusive or of all 64-bit words.
  std::uint64_t (*read_streams)(const std::byte* bytes, std::int64_t n_bytes, int n_streams,
                                std::int64_t prefetch_bytes) noexcept;
};

}  // namespace oree::kernels
