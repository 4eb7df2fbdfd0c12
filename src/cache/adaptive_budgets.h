// How the heads of a layer share their budget.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace oree::cache {

// Rows that each head keeps of its own best before the others compete: a fifth of the budget, but at least one of any.
std::size_t safe_rows(std::size_t budget) noexcept;

// A row of a layer, as working memory.
struct ScoredRow {
  float score;
  std::uint32_t row;
  std::uint32_t head;
};

// budgets[head]: how many rows the head keeps, its best ones. Each head keeps its safe_rows(budget) best; the rest of
// heads * budget goes to the rows with the largest scores of all heads. Among equal ones the later row wins, then the
// lower head. A head has at most as many as it has rows; the budgets add up to heads * budget or, if there are fewer,
// to all rows.
//
// scores: those of each head's rows, of any number. working: as many as all rows together.
// As kvpress's AdaKVPress with its defaults. Source: Feng et al. 2024, arXiv 2407.11550.
void adaptive_budgets(std::span<const std::span<const float>> scores, std::size_t budget,
                      std::span<std::size_t> budgets, std::span<ScoredRow> working) noexcept;

}  // namespace oree::cache
