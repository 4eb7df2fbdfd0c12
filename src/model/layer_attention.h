// Attention of one layer over all heads, shared among threads.
#pragma once

#include <cstdint>
#include <span>

#include "base/thread_pool.h"
#include "cache/kv_cache.h"
#include "kernels/attention.h"
#include "model/model.h"
#include "model/scratch.h"

namespace oree::model {

struct LayerAttention {
  const kernels::Table& kernels;
  const HyperParameters& hyper;
  const cache::KvCache& cache;  // the tokens are reserved and stored, but not counted yet
  int layer;
  std::int64_t n_tokens;
  const float* queries;  // [n_tokens, n_heads * head_dim]
  float* output;         // the same
};

// Bytes of Partials.
std::size_t partials_bytes(const HyperParameters& hyper) noexcept;
void resize_partials(Partials& partials, const HyperParameters& hyper);

// Few tokens: threads take parts of a head's rows. More: they take tiles of tokens. A token's output is the same bits
// either way, whatever the number of threads.
void attend_layer(const LayerAttention& attention, std::span<ThreadBuffer> buffers, Partials& partials,
                  ThreadPool& threads) noexcept;

}  // namespace oree::model
