#include "cache/row_selection.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <set>

namespace oree::cache {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::int32_t> select(const SelectionRule& rule, const std::vector<std::int32_t>& positions,
                                 const std::vector<float>& scores) {
  std::vector<std::int32_t> order(positions.size());
  std::vector<std::int32_t> kept(positions.size());
  kept.resize(static_cast<std::size_t>(select_rows(rule, positions, scores, order, kept)));
  return kept;
}

TEST(RowSelection, TakesSinksWindowAndTheLargestOfTheRestInOrder) {
  const std::vector<std::int32_t> positions{0, 1, 5, 6, 7, 9, 12, 13};
  const std::vector<float> scores{0, 0, 3, 9, 4, 5, 0, 0};
  EXPECT_THAT(select({.budget = 6, .sinks = 2, .window_begin = 12}, positions, scores), ElementsAre(0, 1, 3, 5, 6, 7));
}

TEST(RowSelection, SinksAreFirstPositionsNotFirstRows) {
  EXPECT_THAT(select({.budget = 2, .sinks = 4, .window_begin = 100}, {3, 6, 7, 8}, {0, 5, 9, 1}), ElementsAre(0, 2));
  EXPECT_THAT(select({.budget = 2, .sinks = 4, .window_begin = 100}, {5, 6, 7, 8}, {0, 5, 9, 1}), ElementsAre(1, 2));
}

TEST(RowSelection, OfEqualScoresTheLaterRowsStay) {
  EXPECT_THAT(select({.budget = 2, .window_begin = 9}, {0, 1, 2, 3}, {7, 7, 7, 7}), ElementsAre(2, 3));
}

TEST(RowSelection, WhatIsProtectedStaysEvenBeyondTheBudget) {
  EXPECT_THAT(select({.budget = 1, .sinks = 2, .window_begin = 4}, {0, 1, 2, 3, 4, 5}, {9, 9, 9, 9, 9, 9}),
              ElementsAre(0, 1, 4, 5));
}

TEST(RowSelection, SinksAndWindowMayOverlap) {
  EXPECT_THAT(select({.budget = 3, .sinks = 5, .window_begin = 2}, {0, 1, 2, 3}, {1, 2, 3, 4}),
              ElementsAre(0, 1, 2, 3));
}

TEST(RowSelection, ABudgetAboveTheRowsKeepsAllAndNoRowsAreNone) {
  EXPECT_THAT(select({.budget = 10, .window_begin = 9}, {0, 1, 2}, {1, 2, 3}), ElementsAre(0, 1, 2));
  EXPECT_THAT(select({.budget = 10, .window_begin = 9}, {}, {}), IsEmpty());
}

// Against a plain reading of the header, with many equal scores.
TEST(RowSelection, AnyRowsAreChosenAsTheHeaderSays) {
  std::mt19937 random(3);
  const auto draw = [&](int from, int to) { return std::uniform_int_distribution(from, to)(random); };
  for (int round = 0; round < 500; ++round) {
    std::set<std::int32_t> drawn;
    for (int i = draw(0, 40); i > 0; --i) {
      drawn.insert(draw(0, 80));
    }
    const std::vector<std::int32_t> positions(drawn.begin(), drawn.end());
    std::vector<float> scores;
    for (std::size_t i = 0; i < positions.size(); ++i) {
      scores.push_back(static_cast<float>(draw(0, 6)));
    }
    const SelectionRule rule{.budget = draw(0, 45), .sinks = draw(0, 20), .window_begin = draw(0, 90)};
    std::vector<std::int32_t> expected;
    std::vector<std::pair<float, std::int32_t>> open;
    for (std::size_t row = 0; row < positions.size(); ++row) {
      if (positions[row] < rule.sinks || positions[row] >= rule.window_begin) {
        expected.push_back(static_cast<std::int32_t>(row));
      } else {
        open.emplace_back(scores[row], row);
      }
    }
    std::sort(open.rbegin(), open.rend());
    for (const auto& [score, row] : open) {
      if (static_cast<int>(expected.size()) < rule.budget) {
        expected.push_back(row);
      }
    }
    std::sort(expected.begin(), expected.end());
    ASSERT_EQ(select(rule, positions, scores), expected) << "round " << round;
  }
}

}  // namespace
}  // namespace oree::cache
