#include "cache/adaptive_budgets.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "cache/bounded_heads.h"

namespace oree::cache {
namespace {

using testing::ElementsAre;

std::vector<std::size_t> budgets_of(const HeadValues& scores, std::size_t budget) {
  std::vector<std::span<const float>> heads(scores.begin(), scores.end());
  std::size_t n_rows = 0;
  for (const auto& head : heads) {
    n_rows += head.size();
  }
  std::vector<std::size_t> budgets(scores.size());
  std::vector<ScoredRow> working(n_rows);
  adaptive_budgets(heads, budget, budgets, working);
  return budgets;
}

struct Row {
  float score;
  int row;
  int head;
};

// The header, step by step.
std::vector<std::size_t> plain_budgets(const HeadValues& scores, std::size_t budget) {
  const std::size_t safe = budget == 0 ? 0 : std::max<std::size_t>(budget / 5, 1);
  std::vector<std::size_t> budgets;
  std::vector<Row> rivals;
  for (std::size_t head = 0; head < scores.size(); ++head) {
    std::vector<Row> rows;
    for (std::size_t row = 0; row < scores[head].size(); ++row) {
      rows.push_back({scores[head][row], static_cast<int>(row), static_cast<int>(head)});
    }
    std::sort(rows.begin(), rows.end(),
              [](const Row& a, const Row& b) { return std::pair(-a.score, -a.row) < std::pair(-b.score, -b.row); });
    budgets.push_back(std::min(safe, rows.size()));
    rivals.insert(rivals.end(), rows.begin() + static_cast<std::ptrdiff_t>(budgets.back()), rows.end());
  }
  std::sort(rivals.begin(), rivals.end(), [](const Row& a, const Row& b) {
    return std::tuple(-a.score, -a.row, a.head) < std::tuple(-b.score, -b.row, b.head);
  });
  std::size_t n_open = scores.size() * budget - std::accumulate(budgets.begin(), budgets.end(), std::size_t{0});
  for (const Row& row : rivals) {
    if (n_open == 0) {
      break;
    }
    ++budgets[static_cast<std::size_t>(row.head)];
    --n_open;
  }
  return budgets;
}

TEST(AdaptiveBudgets, AHeadThatLosesEverywhereKeepsAFifth) {
  HeadValues scores(2, std::vector<float>(20));
  for (int i = 0; i < 20; ++i) {
    scores[0][static_cast<std::size_t>(i)] = static_cast<float>(i);
    scores[1][static_cast<std::size_t>(i)] = static_cast<float>(100 + i);
  }
  EXPECT_THAT(budgets_of(scores, 10), ElementsAre(2u, 18u));
  EXPECT_THAT(budgets_of(scores, 3), ElementsAre(1u, 5u));
  EXPECT_EQ(safe_rows(0), 0u);
  EXPECT_EQ(safe_rows(4), 1u);
  EXPECT_EQ(safe_rows(256), 51u);
}

TEST(AdaptiveBudgets, AHeadWithFewRowsLeavesItsShareToTheOthers) {
  EXPECT_THAT(budgets_of({{1, 2, 3}, std::vector<float>(30, 0.0f)}, 10), ElementsAre(3u, 17u));
  EXPECT_THAT(budgets_of({{1, 2}, {3}}, 10), ElementsAre(2u, 1u));
}

TEST(AdaptiveBudgets, EqualScoresAreSharedFromTheLatestRowOn) {
  EXPECT_THAT(budgets_of({std::vector<float>(8, 1.0f), std::vector<float>(8, 1.0f)}, 3), ElementsAre(3u, 3u));
}

TEST(AdaptiveBudgets, AgreeWithThePlainReadingAndAddUp) {
  std::mt19937 random(11);
  const auto draw = [&](int from, int to) { return std::uniform_int_distribution(from, to)(random); };
  for (int round = 0; round < 500; ++round) {
    HeadValues scores(static_cast<std::size_t>(draw(1, 5)));
    std::size_t n_rows = 0;
    for (auto& head : scores) {
      head.resize(static_cast<std::size_t>(draw(0, 30)));
      n_rows += head.size();
      const int offset = draw(-8, 8);
      for (float& score : head) {
        score = static_cast<float>(offset + draw(0, round % 2 == 0 ? 5 : 100000));
      }
    }
    const auto budget = static_cast<std::size_t>(draw(0, 35));
    const std::vector<std::size_t> budgets = budgets_of(scores, budget);
    ASSERT_EQ(budgets, plain_budgets(scores, budget)) << "round " << round;
    EXPECT_EQ(std::accumulate(budgets.begin(), budgets.end(), std::size_t{0}),
              std::min(scores.size() * budget, n_rows));
  }
}

// Head 1 has the larger scores, head 0 those that stand out: only where scores are comparable are they compared as
// they are.
TEST(AdaptiveBudgets, OfPoliciesThatAreNotComparableScoresAreStandardised) {
  HeadValues keys(2, std::vector<float>(40));
  for (int i = 0; i < 40; ++i) {
    keys[0][static_cast<std::size_t>(i)] = i % 2 == 0 ? 1.0f + static_cast<float>(i) * 0.001f : 0.0f;
    keys[1][static_cast<std::size_t>(i)] = 50 + static_cast<float>(i * i % 37) * 0.1f;
  }
  ThreadPool threads(1);
  for (const bool comparable : {false, true}) {
    const EvictionRule rule{
        .policy = std::make_shared<FirstOfKey>(false, comparable), .budget = 10, .adaptive_heads = true, .every = 0};
    KvCache cache = filled_cache(keys, keys, {});
    cache.compress(rule, threads);
    HeadValues compared = keys;
    if (!comparable) {
      for (auto& head : compared) {
        const double mean = std::accumulate(head.begin(), head.end(), 0.0) / 40;
        double squares = 0;
        for (const float key : head) {
          squares += (key - mean) * (key - mean) / 40;
        }
        for (float& key : head) {
          key = static_cast<float>((key - mean) / std::sqrt(squares));
        }
      }
    }
    const std::vector<std::size_t> expected = plain_budgets(compared, 10);
    if (comparable) {
      EXPECT_THAT(expected, ElementsAre(2u, 18u));
    } else {
      EXPECT_THAT(expected, testing::Each(testing::Gt(2u)));
    }
    EXPECT_EQ(cache.kept(0, 0).size(), expected[0]);
    EXPECT_EQ(cache.kept(0, 1).size(), expected[1]);
  }
}

}  // namespace
}  // namespace oree::cache
