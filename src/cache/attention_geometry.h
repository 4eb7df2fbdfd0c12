// What a cache or policy knows of a model's attention: plain numbers.
#pragma once

#include <vector>

namespace oree::cache {

// Rotary position embedding of one kind of layer: pair i of a head turns by position * per_token[i] radians and is
// multiplied by amplitude. Values beyond `dimension` are left alone.
struct RopeGeometry {
  bool halves = false;  // pair i is (i, i + dimension / 2); otherwise (2i, 2i + 1)
  int dimension = 0;
  std::vector<double> per_token;  // [dimension / 2]
  float amplitude = 1;
};

struct AttentionGeometry {
  int n_layers = 0;
  int n_heads = 0;
  int n_kv_heads = 0;
  int head_dim = 0;
  float attention_scale = 1;  // on the product of query and key
  std::vector<int> windows;   // [n_layers]; 0 is global
  RopeGeometry rope;
  RopeGeometry local_rope;         // of local layers
  std::vector<bool> local_layers;  // [n_layers]

  int group() const noexcept { return n_heads / n_kv_heads; }  // query heads of a KV head
  const RopeGeometry& rope_of(int layer) const noexcept {
    return local_layers[static_cast<std::size_t>(layer)] ? local_rope : rope;
  }
};

}  // namespace oree::cache
