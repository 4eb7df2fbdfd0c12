#include "cache/best_rows.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

namespace oree::cache {
namespace {

using testing::UnorderedElementsAre;

std::vector<std::uint32_t> best(const std::vector<float>& scores, std::size_t n) {
  std::vector<std::uint32_t> order(scores.size());
  order_best_rows(scores, n, order);
  std::vector<std::uint32_t> all = order;
  std::sort(all.begin(), all.end());
  for (std::size_t row = 0; row < all.size(); ++row) {
    EXPECT_EQ(all[row], row) << "every row is there once";
  }
  order.resize(n);
  return order;
}

TEST(BestRows, AreThoseWithTheLargestScoresAndOfEqualOnesTheLater) {
  EXPECT_THAT(best({1, 5, -2, 4}, 2), UnorderedElementsAre(1u, 3u));
  EXPECT_THAT(best({3, 3, 3, 1}, 2), UnorderedElementsAre(1u, 2u));
  EXPECT_THAT(best({3, 4}, 0), UnorderedElementsAre());
  EXPECT_THAT(best({3, 4}, 2), UnorderedElementsAre(0u, 1u));
  EXPECT_THAT(best({}, 0), UnorderedElementsAre());
}

TEST(BestRows, AgreeWithASort) {
  std::mt19937 random(5);
  for (int round = 0; round < 300; ++round) {
    std::vector<float> scores(std::uniform_int_distribution<std::size_t>(0, 50)(random));
    for (float& score : scores) {
      score = static_cast<float>(std::uniform_int_distribution(-4, 4)(random));
    }
    const auto n = std::uniform_int_distribution<std::size_t>(0, scores.size())(random);
    std::vector<std::pair<float, std::uint32_t>> sorted;
    for (std::size_t row = 0; row < scores.size(); ++row) {
      sorted.emplace_back(scores[row], row);
    }
    std::sort(sorted.rbegin(), sorted.rend());
    std::vector<std::uint32_t> expected;
    for (std::size_t i = 0; i < n; ++i) {
      expected.push_back(sorted[i].second);
    }
    EXPECT_THAT(best(scores, n), testing::UnorderedElementsAreArray(expected));
  }
}

}  // namespace
}  // namespace oree::cache
