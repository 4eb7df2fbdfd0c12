// Directions along which the keys worth keeping lie, one a KV head, calibrated once for a model.
#pragma once

#include <vector>

namespace oree::cache {

// In the order of the model file's own query and key rows.
struct QFilters {
  int n_layers = 0;
  int n_kv_heads = 0;
  int head_dim = 0;
  std::vector<float> values;  // [n_layers, n_kv_heads, head_dim]
};

}  // namespace oree::cache
