#include "cache/critical_selection.h"

#include <algorithm>
#include <limits>

#include "cache/best_rows.h"
#include "cache/policies/arithmetic.h"

namespace oree::cache {

std::size_t first_stage_rows(std::size_t n_kept) noexcept {
  return n_kept == 0 ? 0 : std::max<std::size_t>(n_kept / 2, 1);
}

void weigh_by_values(std::span<float> scores, std::span<const float> norms, std::size_t n_first,
                     std::span<std::uint32_t> order) noexcept {
  order_best_rows(scores, n_first, order);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    scores[i] = finite((scores[i] + kCriticalEpsilon) * norms[i]);
  }
  for (const std::uint32_t row : order.first(n_first)) {
    scores[row] = std::numeric_limits<float>::max();
  }
}

}  // namespace oree::cache
