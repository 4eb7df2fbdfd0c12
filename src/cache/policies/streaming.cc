#include "cache/policies/streaming.h"

#include "cache/kv_cache.h"

namespace oree::cache {

// Every position is a float of its own.
static_assert(kMaxContextTokens <= 1 << 24);

void StreamingPolicy::score(const HeadRows& rows, std::span<float> scores, std::span<float>) const noexcept {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    scores[i] = static_cast<float>(rows.positions[i]);
  }
}

}  // namespace oree::cache
