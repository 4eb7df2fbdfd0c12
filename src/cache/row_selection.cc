#include "cache/row_selection.h"

#include <algorithm>

namespace oree::cache {

int select_rows(const SelectionRule& rule, std::span<const std::int32_t> positions, std::span<const float> scores,
                std::span<std::int32_t> order, std::span<std::int32_t> kept) noexcept {
  const auto begin = std::lower_bound(positions.begin(), positions.end(), rule.sinks) - positions.begin();
  const auto end =
      std::max(begin, std::lower_bound(positions.begin(), positions.end(), rule.window_begin) - positions.begin());
  const auto n_protected = begin + static_cast<std::ptrdiff_t>(positions.size()) - end;
  const std::ptrdiff_t n_chosen = std::clamp<std::ptrdiff_t>(rule.budget - n_protected, 0, end - begin);

  const auto candidates = order.first(static_cast<std::size_t>(end - begin));
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    candidates[i] = static_cast<std::int32_t>(begin) + static_cast<std::int32_t>(i);
  }
  const auto is_better = [&](std::int32_t left, std::int32_t right) {
    const float a = scores[static_cast<std::size_t>(left)];
    const float b = scores[static_cast<std::size_t>(right)];
    return a > b || (a == b && left > right);
  };
  if (n_chosen < end - begin) {
    std::nth_element(candidates.begin(), candidates.begin() + n_chosen, candidates.end(), is_better);
    std::sort(candidates.begin(), candidates.begin() + n_chosen);
  }
  std::size_t n_kept = 0;
  for (std::ptrdiff_t row = 0; row < begin; ++row) {
    kept[n_kept++] = static_cast<std::int32_t>(row);
  }
  for (std::ptrdiff_t i = 0; i < n_chosen; ++i) {
    kept[n_kept++] = candidates[static_cast<std::size_t>(i)];
  }
  for (std::size_t row = static_cast<std::size_t>(end); row < positions.size(); ++row) {
    kept[n_kept++] = static_cast<std::int32_t>(row);
  }
  return static_cast<int>(n_kept);
}

}  // namespace oree::cache
