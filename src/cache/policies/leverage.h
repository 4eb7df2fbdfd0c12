// Keeps the keys that a query could single out among those that are usual for their head.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "cache/attention_geometry.h"
#include "cache/eviction_policy.h"
#include "cache/position_rotation.h"
#include "cache/query_statistics.h"
#include "kernels/table.h"

namespace oree::cache {

// Score: the squared Mahalanobis distance of the key, before RoPE, from the mean of the keys that calibration saw,
//     (k - mean)^T (covariance + ridge)^-1 (k - mean),
// which is the largest number of squared deviations that any query can put between the key and usual ones: its
// leverage. Where no query can tell a key from the rest, the others stand in for it. docs/kv-cache.md has the
// derivation.
//
// What sets it apart from leverage within a prompt (Compactor, arXiv 2507.08143) is that usual keys are those of the
// calibration text: a score depends on the key alone.
// Cost: head_dim^2 multiplications a key.
class LeveragePolicy final : public EvictionPolicy {
 public:
  // The part of the mean variance that is added to every direction, so that those in which keys hardly vary do not
  // decide alone.
  static constexpr double kRidge = 0.001;

  // kernels must outlive the policy; the statistics need not. Throws Error kInvalid when they have other dimensions
  // than the model, kCorrupt when their key moments are none.
  LeveragePolicy(const kernels::Table& kernels, AttentionGeometry geometry, const QueryStatistics& statistics);

  std::string_view name() const noexcept override { return "leverage"; }
  Needs needs() const noexcept override { return {.keys = true}; }
  bool is_static() const noexcept override { return true; }
  std::size_t scratch_floats(std::size_t) const noexcept override { return 0; }
  void score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept override;

 private:
  // L^-1 of the covariance L L^T, and L^-1 mean: score = |whitening * k - whitened mean|^2.
  const kernels::Table* kernels_;
  AttentionGeometry geometry_;
  PositionRotation rotation_;
  PositionRotation local_rotation_;
  std::vector<float> whitening_;      // [n_layers, n_kv_heads, head_dim, head_dim]
  std::vector<float> whitened_mean_;  // [n_layers, n_kv_heads, head_dim]
};

}  // namespace oree::cache
