// Keeps the keys that are least like the others.
#pragma once

#include "cache/attention_geometry.h"
#include "cache/eviction_policy.h"
#include "kernels/table.h"

namespace oree::cache {

// Score: minus the cosine of a key with the mean of all the head's keys, each of these brought to length 1 before.
// kvpress's KeyDiffPress reserves nothing: --sinks 0 --window 0 is the same.
// Cost: three passes over the keys. Source: Park et al. 2025, arXiv 2504.15364.
class KeyDiffPolicy final : public EvictionPolicy {
 public:
  // kernels must outlive the policy.
  KeyDiffPolicy(const kernels::Table& kernels, const AttentionGeometry& geometry)
      : kernels_(&kernels), head_dim_(static_cast<std::size_t>(geometry.head_dim)) {}

  std::string_view name() const noexcept override { return "keydiff"; }
  Needs needs() const noexcept override { return {.keys = true}; }
  bool is_static() const noexcept override { return false; }
  std::size_t scratch_floats(std::size_t n_rows) const noexcept override { return n_rows + head_dim_; }
  void score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept override;

 private:
  const kernels::Table* kernels_;
  std::size_t head_dim_;
};

}  // namespace oree::cache
