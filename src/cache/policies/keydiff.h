// The keys that differ most from the usual one.
#pragma once

#include "cache/eviction_policy.h"

namespace oree::cache {

// Minus the cosine of a key with the mean of the normalised keys that the head holds. Source: Park et al. 2025,
// arXiv 2504.15364.
class KeydiffPolicy final : public EvictionPolicy {
 public:
  explicit KeydiffPolicy(int head_dim) : head_dim_(static_cast<std::size_t>(head_dim)) {}
  std::string_view name() const noexcept override { return "keydiff"; }
  Needs needs() const noexcept override { return {.keys = true}; }
  bool is_static() const noexcept override { return false; }
  std::size_t scratch_floats(std::size_t n_rows) const noexcept override { return n_rows + head_dim_; }
  void score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept override;

 private:
  std::size_t head_dim_;
};

}  // namespace oree::cache
