// Tokens whose keys and values stand out from those that follow.
#pragma once

#include "cache/eviction_policy.h"

namespace oree::cache {

// Rows after the sinks are cut into parts of lag_size; each is scaled by the range of the next one, and a row scores by
// the rank, inside its part, of how much its scaled key and value vary. The last part and what follows it stay; they
// are --window here. Source: Liang et al. 2025, arXiv 2504.04704.
class LagKvPolicy final : public EvictionPolicy {
 public:
  LagKvPolicy(int head_dim, int n_sinks = 4, int lag_size = 128);
  std::string_view name() const noexcept override { return "lag_kv"; }
  Needs needs() const noexcept override { return {.keys = true, .values = true}; }
  bool is_static() const noexcept override { return false; }
  std::size_t scratch_floats(std::size_t) const noexcept override { return 4 * lag_size_ + 2 * head_dim_; }
  void score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept override;

 private:
  // Of the rows of one part against the next: softmax over the part of the deviation of each scaled row.
  void add_part(const float* part, std::span<float> sums, std::span<float> scratch) const noexcept;

  std::size_t head_dim_;
  std::size_t n_sinks_;
  std::size_t lag_size_;
};

}  // namespace oree::cache
