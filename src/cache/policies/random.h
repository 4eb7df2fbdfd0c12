// Keeps anything: what the other policies must beat.
#pragma once

#include "cache/eviction_policy.h"

namespace oree::cache {

// Score: uniform in [0, 1), a hash of seed, layer, head and position, so that it does not depend on what was scored
// before. Cost: a few integer operations a row.
class RandomPolicy final : public EvictionPolicy {
 public:
  explicit RandomPolicy(std::uint64_t seed) : seed_(seed) {}

  std::string_view name() const noexcept override { return "random"; }
  Needs needs() const noexcept override { return {}; }
  bool is_static() const noexcept override { return true; }
  std::size_t scratch_floats(std::size_t) const noexcept override { return 0; }
  void score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept override;

 private:
  std::uint64_t seed_;
};

}  // namespace oree::cache
