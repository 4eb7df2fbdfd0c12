// The keys that the queries to come are expected to attend to, judged by those so far.
#pragma once

#include "cache/attention_geometry.h"
#include "cache/eviction_policy.h"
#include "kernels/table.h"

namespace oree::cache {

// Queries before RoPE are taken for normally distributed, with mean and covariance of those seen; turned by the average
// rotation of the next positions they give the expected attention of a key, which is weighted by the norm of its value.
// The first rows, up to n_sinks, stay; with --sinks of at least that the score is the published one. Source: Devoto et
// al. 2025, arXiv 2510.00636.
class ExpectedAttentionPolicy final : public EvictionPolicy {
 public:
  ExpectedAttentionPolicy(const kernels::Table& kernels, AttentionGeometry geometry, int n_future = 512);
  std::string_view name() const noexcept override { return "expected_attention"; }
  Needs needs() const noexcept override { return {.keys = true, .values = true, .query_moments = true}; }
  bool is_static() const noexcept override { return false; }
  bool is_comparable() const noexcept override { return true; }
  std::size_t scratch_floats(std::size_t n_rows) const noexcept override;
  void score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept override;

 private:
  const kernels::Table& kernels_;
  AttentionGeometry geometry_;
  int n_future_;
};

}  // namespace oree::cache
