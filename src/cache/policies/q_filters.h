// Keeps the keys that lie along a calibrated direction of their head.
#pragma once

#include <memory>

#include "cache/attention_geometry.h"
#include "cache/eviction_policy.h"
#include "cache/q_filters.h"
#include "kernels/table.h"

namespace oree::cache {

// Score: the projection of the key, after RoPE, on the filter of its head. The filters of kvpress's QFilterPress have
// the other sign; it reserves nothing: --sinks 0 --window 0 is the same.
// Cost: head_dim multiplications a key. Source: Godey et al. 2025, arXiv 2503.02812.
class QFiltersPolicy final : public EvictionPolicy {
 public:
  // kernels must outlive the policy. Throws Error kInvalid when the filters have other dimensions than the model.
  QFiltersPolicy(const kernels::Table& kernels, const AttentionGeometry& geometry,
                 std::shared_ptr<const QFilters> filters);

  std::string_view name() const noexcept override { return "q_filters"; }
  Needs needs() const noexcept override { return {.keys = true}; }
  bool is_static() const noexcept override { return true; }
  std::size_t scratch_floats(std::size_t) const noexcept override { return 0; }
  void score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept override;

 private:
  const kernels::Table* kernels_;
  std::shared_ptr<const QFilters> filters_;
};

}  // namespace oree::cache
