// What the value of a token can add to the output of its layer.
#pragma once

#include <cstddef>
#include <span>

namespace oree::cache {

// Immutable and thread-safe.
class ValueNorms {
 public:
  virtual ~ValueNorms() = default;
  // values: [n, head_dim]. norms: [n], the mean over the query heads of the group of the L1 norm of W_o,head * value.
  virtual void norms(int layer, int kv_head, const float* values, std::size_t n,
                     std::span<float> norms) const noexcept = 0;
};

}  // namespace oree::cache
