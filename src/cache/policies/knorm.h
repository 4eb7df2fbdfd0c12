// The keys with the smallest norms.
#pragma once

#include "cache/eviction_policy.h"

namespace oree::cache {

// Source: Devoto et al. 2024, arXiv 2406.11430.
class KnormPolicy final : public EvictionPolicy {
 public:
  explicit KnormPolicy(int head_dim) : head_dim_(static_cast<std::size_t>(head_dim)) {}
  std::string_view name() const noexcept override { return "knorm"; }
  Needs needs() const noexcept override { return {.keys = true}; }
  bool is_static() const noexcept override { return true; }
  std::size_t scratch_floats(std::size_t) const noexcept override { return 0; }
  void score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept override;

 private:
  std::size_t head_dim_;
};

}  // namespace oree::cache
