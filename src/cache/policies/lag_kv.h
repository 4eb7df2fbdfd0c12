// Keeps what stands out against the tokens that come next.
#pragma once

#include "cache/attention_geometry.h"
#include "cache/eviction_policy.h"

namespace oree::cache {

// The rows behind the first n_sinks are cut into partitions of `lag`. Every channel of a partition is brought to [0, 1]
// by its least and largest value in the next partition; the standard deviation over the channels of a row, as softmax
// over the partition, is its score, the mean of that of its key and that of its value. What is returned is the score's
// rank within the partition, in [0, 1). The first rows, the last whole partition and the rest behind it, all of which
// have no next one, score 1; where there is no second partition, later rows score higher.
//
// As kvpress's LagKVPress with --sinks 4 and a --window of at least the lag plus what is left behind the last whole
// partition. Where kvpress leaves ties to chance, the later row ranks higher. A channel that does not vary in the next
// partition is not looked at.
// Cost: a few operations a channel, and lag comparisons a row. Source: Liang et al. 2025, arXiv 2504.04704.
class LagKvPolicy final : public EvictionPolicy {
 public:
  // lag: rows, at least 1.
  explicit LagKvPolicy(const AttentionGeometry& geometry, int n_sinks = 4, int lag = 128);

  std::string_view name() const noexcept override { return "lag_kv"; }
  Needs needs() const noexcept override { return {.keys = true, .values = true}; }
  bool is_static() const noexcept override { return false; }
  std::size_t scratch_floats(std::size_t) const noexcept override { return 3 * head_dim_ + 2 * lag_; }
  void score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept override;

 private:
  // Adds to scores [lag] those of the states [lag, head_dim] against the next [lag, head_dim].
  void add_partition(const float* states, std::span<float> scores, std::span<float> scratch) const noexcept;

  std::size_t head_dim_;
  std::size_t n_sinks_;
  std::size_t lag_;
};

}  // namespace oree::cache
