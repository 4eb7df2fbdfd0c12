// The keys that lie along the direction of their head's queries.
#pragma once

#include <utility>

#include "cache/eviction_policy.h"
#include "cache/q_filters.h"
#include "kernels/table.h"

namespace oree::cache {

// The projection of a key, after RoPE, on the filter of its head. Source: Godey et al. 2025, arXiv 2503.02812.
class QFiltersPolicy final : public EvictionPolicy {
 public:
  QFiltersPolicy(const kernels::Table& kernels, QFilters filters) : kernels_(kernels), filters_(std::move(filters)) {}
  std::string_view name() const noexcept override { return "q_filters"; }
  Needs needs() const noexcept override { return {.keys = true}; }
  bool is_static() const noexcept override { return true; }
  std::size_t scratch_floats(std::size_t) const noexcept override { return 0; }
  void score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept override;

 private:
  const kernels::Table& kernels_;
  QFilters filters_;
};

}  // namespace oree::cache
