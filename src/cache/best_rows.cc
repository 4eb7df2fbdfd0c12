#include "cache/best_rows.h"

#include <algorithm>
#include <numeric>

namespace oree::cache {

void order_best_rows(std::span<const float> scores, std::size_t n_best, std::span<std::uint32_t> order) noexcept {
  std::iota(order.begin(), order.end(), 0u);
  if (n_best == order.size()) {
    return;
  }
  std::nth_element(
      order.begin(), order.begin() + static_cast<std::ptrdiff_t>(n_best), order.end(),
      [&](std::uint32_t a, std::uint32_t b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a > b; });
}

}  // namespace oree::cache
