// Attention sinks and the last tokens.
#pragma once

#include "cache/eviction_policy.h"

namespace oree::cache {

// The newest tokens are kept; with sinks this is StreamingLLM. Source: Xiao et al. 2023, arXiv 2309.17453, but for the
// positions, which stay those of the text.
class StreamingPolicy final : public EvictionPolicy {
 public:
  std::string_view name() const noexcept override { return "streaming"; }
  Needs needs() const noexcept override { return {}; }
  bool is_static() const noexcept override { return true; }
  std::size_t scratch_floats(std::size_t) const noexcept override { return 0; }
  void score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept override;
};

}  // namespace oree::cache
