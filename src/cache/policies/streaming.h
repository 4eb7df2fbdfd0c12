// Keeps the newest.
#pragma once

#include "cache/eviction_policy.h"

namespace oree::cache {

// Score: the position. With the sinks that the store keeps this is StreamingLLM without moving the positions of what is
// kept; kvpress's StreamingLLMPress is --sinks 4 with any --window.
// Cost: none. Source: Xiao et al. 2023, arXiv 2309.17453.
class StreamingPolicy final : public EvictionPolicy {
 public:
  std::string_view name() const noexcept override { return "streaming"; }
  Needs needs() const noexcept override { return {}; }
  bool is_static() const noexcept override { return true; }
  std::size_t scratch_floats(std::size_t) const noexcept override { return 0; }
  void score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept override;
};

}  // namespace oree::cache
