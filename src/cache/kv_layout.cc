#include "cache/kv_layout.h"

#include <algorithm>
#include <cstdint>

namespace oree::cache {

bool KvLayout::is_bounded(int layer) const noexcept {
  const int window = windows[static_cast<std::size_t>(layer)];
  return eviction.bounds() && layer >= eviction.whole_layers && eviction.every > 0 &&
         (window == 0 || (eviction.inside_windows && window > eviction.budget));
}

int KvLayout::ring_rows(int layer) const noexcept {
  const int window = windows[static_cast<std::size_t>(layer)];
  if (window == 0 || is_bounded(layer)) {
    return 0;
  }
  int step = std::min(chunk, context);
  if (eviction.bounds() && eviction.every > 0) {
    step = std::min(step, eviction.every);
  }
  const std::int64_t tokens = std::min<std::int64_t>(context, std::int64_t{window} + step - 1);
  return static_cast<int>((tokens + page_tokens - 1) / page_tokens * page_tokens);
}

}  // namespace oree::cache
