// What heads a model or its filters have, for messages.
#pragma once

#include <string>

namespace oree::cache {

// "26 layers of 8 KV heads of 128"
inline std::string head_dimensions(int n_layers, int n_kv_heads, int head_dim) {
  return std::to_string(n_layers) + " layers of " + std::to_string(n_kv_heads) + " KV heads of " +
         std::to_string(head_dim);
}

}  // namespace oree::cache
