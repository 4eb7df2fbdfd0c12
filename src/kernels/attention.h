// Blockwise attention with online softmax: no matrix of tokens by context is ever stored.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "kernels/table.h"
#include "tensor/kv_view.h"

namespace oree::kernels {

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
  tensor::KvView view;  // holds the keys and values of these tokens as well; of types scores_for() and mix_for()
  float* output;        // laid out as the queries
};

// Tokens one call of attend() should get: enough for its queries to share the reading of keys.
std::int32_t attention_tile_tokens(std::int32_t group) noexcept;

// Floats of working memory for n_tokens up to attention_tile_tokens(group).
std::size_t attention_scratch_floats(std::int32_t group, std::int32_t head_dim) noexcept;

// A token's output depends on its position, its query, and the keys it sees with their positions and rows; not on how
// tokens were cut into chunks or keys into segments. n_tokens at most attention_tile_tokens(group). scratch:
// attention_scratch_floats().
void attend(const Table& table, const AttentionTask& task, std::span<float> scratch) noexcept;

}  // namespace oree::kernels
