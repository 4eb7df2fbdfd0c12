// The keys that the last queries attend to.
#pragma once

#include "cache/attention_geometry.h"
#include "cache/eviction_policy.h"
#include "kernels/table.h"

namespace oree::cache {

// The attention of the last `window` tokens on the keys before them, averaged over these tokens and the query heads of
// the group and smoothed over `kernel` neighbours. The rows of the window itself stay. Source: Li et al. 2024,
// arXiv 2404.14469.
class SnapKvPolicy final : public EvictionPolicy {
 public:
  static constexpr int kWindow = 64;

  SnapKvPolicy(const kernels::Table& kernels, const AttentionGeometry& geometry, int window = kWindow, int kernel = 5);
  std::string_view name() const noexcept override { return "snap_kv"; }
  Needs needs() const noexcept override { return {.keys = true, .last_queries = window_}; }
  bool is_static() const noexcept override { return false; }
  bool is_comparable() const noexcept override { return true; }
  std::size_t scratch_floats(std::size_t n_rows) const noexcept override { return 2 * n_rows; }
  void score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept override;

 private:
  const kernels::Table& kernels_;
  int n_heads_;
  int group_;
  int head_dim_;
  float scale_;
  int window_;
  int kernel_;
};

}  // namespace oree::cache
