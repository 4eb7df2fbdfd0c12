// Watches queries and keys as a model computes them.
#pragma once

#include <cstdint>

#include "base/thread_pool.h"

namespace oree::cache {

// The tokens of one forward pass in one layer. Everything float32, after query and key norms.
struct QueryChunk {
  int layer = 0;
  int first_position = 0;
  int n_tokens = 0;
  const float* plain_queries = nullptr;  // before RoPE, [n_tokens, n_heads, head_dim]; nullptr unless wanted
  const float* queries = nullptr;        // after RoPE, the same shape
  const float* plain_keys = nullptr;     // before RoPE, [n_tokens, n_kv_heads, head_dim]; nullptr unless wanted
  const float* keys = nullptr;           // after RoPE, the same shape
  const float* values = nullptr;         // the same shape
};

class QueryObserver {
 public:
  virtual ~QueryObserver() = default;
  virtual bool wants_plain() const noexcept = 0;
  // Called once a layer and pass, in order, from one thread.
  virtual void observe(const QueryChunk& chunk, ThreadPool& threads) noexcept = 0;
};

}  // namespace oree::cache
