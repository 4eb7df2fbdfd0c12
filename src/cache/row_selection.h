// Which rows of a head an eviction leaves.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace oree::cache {

struct SelectionRule {
  int budget = 0;                 // rows that may stay
  int sinks = 0;                  // rows at positions below it stay
  std::int32_t window_begin = 0;  // and those at positions from here on
};

// The rows that stay, ascending: those the rule protects, even if they exceed the budget, then those with the largest
// scores; of equal ones the later. positions: [n], ascending. scores: [n], finite.
// order: working memory, [n]. kept: takes at most n rows; returns how many. Allocates nothing.
int select_rows(const SelectionRule& rule, std::span<const std::int32_t> positions, std::span<const float> scores,
                std::span<std::int32_t> order, std::span<std::int32_t> kept) noexcept;

}  // namespace oree::cache
