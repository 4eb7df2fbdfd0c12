// Any tokens: what every other policy has to beat.
#pragma once

#include <cstdint>

#include "cache/eviction_policy.h"

namespace oree::cache {

// Every head has its own lot, the same in every run with that seed.
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
