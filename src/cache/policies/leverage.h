// Keeps the keys that a query could single out among those that are usual for their head.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "cache/attention_geometry.h"
#include "cache/eviction_policy.h"
#include "cache/position_rotation.h"
#include "cache/q_filters.h"
#include "cache/query_statistics.h"
#include "kernels/table.h"

namespace oree::cache {

// Score: log(leverage) + kFilterWeight * projection / spread.
//
// The leverage of a key, before RoPE, is the squared Mahalanobis distance from the mean of the keys that calibration
// saw,
//     (k - mean)^T (covariance + ridge)^-1 (k - mean):
// the most squared deviations that any query can put between this key and usual ones. Where no query can tell a key
// from the rest, the others stand in for it. The projection is that of Q-Filters, of the key after RoPE on the
// direction in which the head's queries lie; spread is its standard deviation over usual keys. docs/kv-cache.md has the
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

  // Of a deviation of the projection; a squared deviation e times as large counts 1.
  static constexpr double kFilterWeight = 0.2;

  // kernels must outlive the policy; filters and statistics need not. Throws Error kInvalid when they have other
  // dimensions than the model, kCorrupt when their key moments are none.
  LeveragePolicy(const kernels::Table& kernels, AttentionGeometry geometry, const QFilters& filters,
                 const QueryStatistics& statistics);

  std::string_view name() const noexcept override { return "leverage"; }
  Needs needs() const noexcept override { return {.keys = true}; }
  bool is_static() const noexcept override { return true; }
  std::size_t scratch_floats(std::size_t) const noexcept override { return 0; }
  void score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept override;

 private:
  static constexpr std::size_t kBlock = 32;

  void add_head(std::size_t head, const QFilters& filters, const QueryStatistics& statistics);

  const kernels::Table* kernels_;
  AttentionGeometry geometry_;
  PositionRotation rotation_;
  PositionRotation local_rotation_;
  // L^-1 of the covariance L L^T, and L^-1 mean: leverage = |whitening * k - whitened mean|^2. L^-1 is triangular: of
  // each kBlock rows the columns up to the last of them are held, [kBlock, columns], one block after the other.
  std::size_t head_floats_ = 0;
  std::vector<float> whitening_;      // [n_layers, n_kv_heads, head_floats_]
  std::vector<float> whitened_mean_;  // [n_layers, n_kv_heads, head_dim]
  std::vector<float> filters_;        // [n_layers, n_kv_heads, head_dim], times kFilterWeight / spread
};

}  // namespace oree::cache
