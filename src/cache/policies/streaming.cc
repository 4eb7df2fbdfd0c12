#include "cache/policies/streaming.h"

namespace oree::cache {

void StreamingPolicy::score(const HeadRows& rows, std::span<float> scores, std::span<float>) const noexcept {
  for (std::size_t row = 0; row < rows.size(); ++row) {
    scores[row] = static_cast<float>(rows.positions[row]);  // exact: positions stay below 2^24
  }
}

}  // namespace oree::cache
