// Keeps the shortest keys.
#pragma once

#include "cache/attention_geometry.h"
#include "cache/eviction_policy.h"

namespace oree::cache {

// Score: -||key||. kvpress's KnormPress reserves nothing: --sinks 0 --window 0 is the same.
// Cost: head_dim multiplications a key. Source: Devoto et al. 2024, arXiv 2406.11430.
class KnormPolicy final : public EvictionPolicy {
 public:
  explicit KnormPolicy(const AttentionGeometry& geometry) : head_dim_(static_cast<std::size_t>(geometry.head_dim)) {}

  std::string_view name() const noexcept override { return "knorm"; }
  Needs needs() const noexcept override { return {.keys = true}; }
  bool is_static() const noexcept override { return true; }
  std::size_t scratch_floats(std::size_t) const noexcept override { return 0; }
  void score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept override;

 private:
  std::size_t head_dim_;
};

}  // namespace oree::cache
