// Blockwise attention with online softmax: no matrix of tokens by context is ever stored.
//
// A token passes over the rows it sees in parts of kPartRows, each with a softmax of its own; the parts are then merged
// in order. So threads can share the parts of one head, and the bits stay those of a single pass.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "kernels/key_blocks.h"
#include "kernels/table.h"
#include "tensor/kv_view.h"

namespace oree::kernels {

// Rows of a part, a multiple of kKeyBlock; parts begin at rows divisible by it.
inline constexpr std::int32_t kPartRows = 1024;

// The queries of one KV head: those of its query heads, which share what is read of the cache.
struct AttentionTask {
  const float* queries;       // token t, head g of the group: queries + t * token_stride + g * head_dim
  std::int64_t token_stride;  // floats
  std::int32_t n_tokens;
  std::int32_t group;           // query heads of this KV head
  std::int32_t first_position;  // of token 0
  std::int32_t window;          // tokens a token sees, itself included; 0: all before it and itself
  float scale;                  // on the scores
  float soft_cap;               // scores become soft_cap * tanh(score / soft_cap); 0: they stay
  tensor::KvView view;          // holds the keys and values of these tokens as well; of types with kernels in the table
  float* output;                // laid out as the queries
};

// Tokens one call of attend() should get: enough for its queries to share the packing of keys.
std::int32_t attention_tile_tokens(std::int32_t group) noexcept;

// Floats of working memory for n_tokens up to attention_tile_tokens(group).
std::size_t attention_scratch_floats(std::int32_t group, std::int32_t head_dim) noexcept;

// A token's output depends on its position, its query, and the keys it sees with their positions and rows; not on how
// tokens were cut into chunks or keys into segments. n_tokens at most attention_tile_tokens(group). scratch:
// attention_scratch_floats().
void attend(const Table& table, const AttentionTask& task, std::span<float> scratch) noexcept;

// The same in pieces. Softmax over some of the keys of a query: what it adds up to, [head_dim], not divided by the sum
// yet; then the largest score and the sum, which is 0 when the query saw none of these keys.
constexpr std::size_t partial_floats(std::int32_t head_dim) noexcept { return static_cast<std::size_t>(head_dim) + 2; }

// Parts that a token of the task sees, [begin, end).
Range parts_of(const AttentionTask& task) noexcept;

// partials [n_tokens, group, partial_floats(head_dim)]: of part number `part`. Does not write output.
void attend_part(const Table& table, const AttentionTask& task, std::int32_t part, std::span<float> scratch,
                 float* partials) noexcept;

// Takes a later part into the total of those before it.
void merge_partial(std::int32_t head_dim, const float* part, float* total) noexcept;

// output [head_dim]: the total of all parts over its sum; 0 when nothing was seen.
void finish_partial(const Table& table, std::int32_t head_dim, const float* total, float* output) noexcept;

}  // namespace oree::kernels
