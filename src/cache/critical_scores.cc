#include "cache/critical_scores.h"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace oree::cache {
namespace {

constexpr double kFirstStage = 0.5;
constexpr float kEpsilon = 1e-4f;

}  // namespace

void weigh_by_values(std::span<float> scores, std::span<const float> norms, int budget,
                     std::span<std::int32_t> order) noexcept {
  if (scores.empty()) {
    return;
  }
  const auto n_first =
      std::min(static_cast<std::size_t>(std::max(1, static_cast<int>(budget * kFirstStage))), scores.size());
  for (std::size_t row = 0; row < scores.size(); ++row) {
    order[row] = static_cast<std::int32_t>(row);
  }
  const auto is_better = [&](std::int32_t left, std::int32_t right) {
    const float a = scores[static_cast<std::size_t>(left)];
    const float b = scores[static_cast<std::size_t>(right)];
    return a > b || (a == b && left > right);
  };
  std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(n_first),
                   order.begin() + static_cast<std::ptrdiff_t>(scores.size()), is_better);
  const float least = std::min(*std::ranges::min_element(scores), 0.0f);
  for (std::size_t row = 0; row < scores.size(); ++row) {
    scores[row] = std::min((scores[row] - least + kEpsilon) * norms[row], std::numeric_limits<float>::max());
  }
  for (std::size_t i = 0; i < n_first; ++i) {
    scores[static_cast<std::size_t>(order[i])] = std::numeric_limits<float>::max();
  }
}

}  // namespace oree::cache
