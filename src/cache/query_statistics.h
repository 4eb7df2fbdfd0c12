// What calibration learnt of the queries, keys and values of a model, for policies that expect rather than observe.
#pragma once

#include <cstdint>
#include <vector>

namespace oree::cache {

// Means over tokens, the first of each sequence left out. Queries and keys before RoPE, in the RoPE layout of the
// model's file; moments are those of outer products, not centred.
struct QueryStatistics {
  int n_layers = 0;
  int n_heads = 0;
  int n_kv_heads = 0;
  int head_dim = 0;
  std::int64_t n_tokens = 0;
  std::vector<float> query_mean;    // [n_layers, n_heads, head_dim]
  std::vector<float> query_moment;  // [n_layers, n_heads, head_dim, head_dim]
  std::vector<float> key_mean;      // [n_layers, n_kv_heads, head_dim]
  std::vector<float> key_moment;    // [n_layers, n_kv_heads, head_dim, head_dim]
  std::vector<float> value_norm;    // [n_layers, n_kv_heads]
  // What a value adds to the stream: the sum over a group's query heads of transposed(W) W, W the slice of the output
  // projection that reads the head. [n_layers, n_kv_heads, head_dim, head_dim]
  std::vector<float> value_gram;
};

}  // namespace oree::cache
