#include "cache/adaptive_budgets.h"

#include <algorithm>

namespace oree::cache {
namespace {

constexpr double kSafeShare = 0.2;

bool better(const ScoredRow& a, const ScoredRow& b) noexcept {
  if (a.score != b.score) {
    return a.score > b.score;
  }
  return a.row != b.row ? a.row > b.row : a.head < b.head;
}

}  // namespace

std::size_t safe_rows(std::size_t budget) noexcept {
  return budget == 0 ? 0 : std::max<std::size_t>(static_cast<std::size_t>(static_cast<double>(budget) * kSafeShare), 1);
}

void adaptive_budgets(std::span<const std::span<const float>> scores, std::size_t budget,
                      std::span<std::size_t> budgets, std::span<ScoredRow> working) noexcept {
  std::size_t n_open = scores.size() * budget;  // rows still to give away
  std::size_t n_rivals = 0;                     // at the front of `working`
  for (std::size_t head = 0; head < scores.size(); ++head) {
    const std::size_t n = scores[head].size();
    const std::size_t n_safe = std::min(safe_rows(budget), n);
    const std::span<ScoredRow> rows = working.subspan(n_rivals, n);
    for (std::size_t row = 0; row < n; ++row) {
      rows[row] = {scores[head][row], static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(head)};
    }
    if (n_safe < n) {
      // The best go to the back, where the next head overwrites them.
      std::nth_element(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(n - n_safe), rows.end(),
                       [](const ScoredRow& a, const ScoredRow& b) { return better(b, a); });
    }
    budgets[head] = n_safe;
    n_open -= n_safe;
    n_rivals += n - n_safe;
  }
  const std::span<ScoredRow> rivals = working.first(n_rivals);
  n_open = std::min(n_open, n_rivals);
  if (n_open < n_rivals) {
    std::nth_element(rivals.begin(), rivals.begin() + static_cast<std::ptrdiff_t>(n_open), rivals.end(), better);
  }
  for (const ScoredRow& row : rivals.first(n_open)) {
    ++budgets[row.head];
  }
}

}  // namespace oree::cache
