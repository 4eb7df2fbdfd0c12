// How much a cached value can add to the output of its layer.
#pragma once

#include <cstddef>
#include <span>

namespace oree::cache {

// Immutable and thread-safe; the model implements it.
class ValueNorms {
 public:
  virtual ~ValueNorms() = default;

  // norms[i] = the mean over the query heads of the KV head of the L1 norm of W * values[i], where W
  // [embedding_length, head_dim] are the query head's columns of the layer's output matrix.
  // values [n, head_dim], norms [n].
  virtual void norms(int layer, int kv_head, const float* values, std::size_t n,
                     std::span<float> norms) const noexcept = 0;
};

}  // namespace oree::cache
