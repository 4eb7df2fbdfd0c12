#include "cache/adaptive_budgets.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace oree::cache {
namespace {

struct Row {
  float score;
  std::int32_t head;
  std::int32_t row;
};

bool is_better(const Row& left, const Row& right) noexcept {
  if (left.score != right.score) {
    return left.score > right.score;
  }
  return left.row != right.row ? left.row > right.row : left.head > right.head;
}

}  // namespace

std::vector<int> adaptive_budgets(std::span<const std::span<const float>> scores, int budget) {
  const auto n_safe = static_cast<std::size_t>(std::max(1, static_cast<int>(budget * kSafeShare)));
  std::vector<Row> rows;
  for (std::size_t head = 0; head < scores.size(); ++head) {
    const std::size_t first = rows.size();
    for (std::size_t row = 0; row < scores[head].size(); ++row) {
      rows.push_back({scores[head][row], static_cast<std::int32_t>(head), static_cast<std::int32_t>(row)});
    }
    const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(first);
    const auto n = static_cast<std::ptrdiff_t>(std::min(n_safe, scores[head].size()));
    std::nth_element(begin, begin + n, rows.end(), is_better);
    std::for_each(begin, begin + n, [](Row& row) { row.score = std::numeric_limits<float>::max(); });
  }
  const std::size_t n_kept = std::min(rows.size(), scores.size() * static_cast<std::size_t>(budget));
  std::nth_element(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(n_kept), rows.end(), is_better);
  std::vector<int> budgets(scores.size());
  for (std::size_t i = 0; i < n_kept; ++i) {
    ++budgets[static_cast<std::size_t>(rows[i].head)];
  }
  return budgets;
}

void standardize(std::span<float> scores, std::size_t first, std::size_t end) noexcept {
  if (first >= end) {
    return;
  }
  const auto part = scores.subspan(first, end - first);
  double sum = 0;
  double squares = 0;
  for (const float score : part) {
    sum += score;
    squares += double{score} * score;
  }
  const auto n = static_cast<double>(part.size());
  const double mean = sum / n;
  const double deviation = std::sqrt(std::max(squares / n - mean * mean, 0.0));
  for (float& score : part) {
    score = deviation > 0 ? static_cast<float>((score - mean) / deviation) : 0.0f;
  }
}

}  // namespace oree::cache
