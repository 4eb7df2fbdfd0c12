// One direction for each KV head: keys that lie along it are those that queries attend to.
#pragma once

#include <vector>

namespace oree::cache {

// A key's score is its product with its head's filter, in the RoPE layout of the model's file; the largest are kept.
// Source: Godey et al. 2025 (Q-Filters), arXiv 2503.02812.
struct QFilters {
  int n_layers = 0;
  int n_kv_heads = 0;
  int head_dim = 0;
  std::vector<float> values;  // [n_layers, n_kv_heads, head_dim]
};

}  // namespace oree::cache
