// Keeps what queries to come are expected to attend to.
#pragma once

#include "cache/attention_geometry.h"
#include "cache/eviction_policy.h"
#include "kernels/table.h"

namespace oree::cache {

// Queries before RoPE are taken for normally distributed, with the mean m and covariance C of those so far, and turned
// by R, the average rotation of the next 512 positions. A key k then expects the weight
//   exp(scale * k R m + scale^2 / 2 * k R C R' k)
// which is divided by the sum over the keys, averaged over the query heads of the KV head and multiplied by ||value||.
//
// As kvpress's ExpectedAttentionPress with its defaults: positions below n_sinks are no part of the softmax and are
// kept, so --sinks 4 (with --window 0) is the same.
// Cost: head_dim^2 multiplications a key and query head. Source: Devoto, Jeblick and Jegou 2025, arXiv 2510.00636.
class ExpectedAttentionPolicy final : public EvictionPolicy {
 public:
  static constexpr int kFuturePositions = 512;

  // kernels must outlive the policy.
  ExpectedAttentionPolicy(const kernels::Table& kernels, AttentionGeometry geometry,
                          int n_sinks = RecordedQueries::kUncounted);

  std::string_view name() const noexcept override { return "expected_attention"; }
  Needs needs() const noexcept override { return {.keys = true, .values = true, .query_moments = true}; }
  bool is_static() const noexcept override { return false; }
  bool is_comparable() const noexcept override { return true; }
  std::size_t scratch_floats(std::size_t n_rows) const noexcept override;
  void score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept override;

 private:
  struct Scratch;

  // mean and covariance of a query head's queries to come, times the scale and half its square.
  void expect_queries(const HeadRows& rows, int head, Scratch& scratch) const noexcept;
  // Adds this head's share, keys [n, head_dim], to scores [n].
  void add_expected_weights(const float* keys, std::size_t n, Scratch& scratch, float* scores) const noexcept;

  const kernels::Table* kernels_;
  AttentionGeometry geometry_;
  int n_sinks_;
};

}  // namespace oree::cache
