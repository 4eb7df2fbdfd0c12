// How the heads of a layer share what they may hold.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace oree::cache {

// The part of its equal share that every head keeps in any case.
inline constexpr double kSafeShare = 0.2;

// scores: of each head, [heads][rows]; rows that stay in any case hold the largest float. Returns budgets [heads] that
// add up to heads * budget, or to all rows where these are fewer: the best rows of the layer stay, whatever head they
// are of, but each head keeps its best max(1, kSafeShare * budget). Of equal scores the later row is better, then that
// of the later head. Source: Feng et al. 2024 (AdaKV), arXiv 2407.11550.
std::vector<int> adaptive_budgets(std::span<const std::span<const float>> scores, int budget);

// Scores by their distance from their mean, in deviations, in place; rows [first, end) are judged and changed.
void standardize(std::span<float> scores, std::size_t first, std::size_t end) noexcept;

}  // namespace oree::cache
