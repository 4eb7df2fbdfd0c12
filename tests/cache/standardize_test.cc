#include "cache/standardize.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <vector>

namespace oree::cache {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::FloatEq;

TEST(Standardize, GivesDistancesFromTheMeanInDeviations) {
  std::vector<float> scores{1, 3, 5, 7};  // mean 4, deviation sqrt(5)
  standardize(scores);
  const float unit = 1 / std::sqrt(5.0f);
  EXPECT_THAT(scores, ElementsAre(FloatEq(-3 * unit), FloatEq(-unit), FloatEq(unit), FloatEq(3 * unit)));
}

TEST(Standardize, DoesNotSeeScaleOrOffset) {
  std::vector<float> scores{0.5f, -2, 3, 8, 1};
  std::vector<float> moved;
  for (const float score : scores) {
    moved.push_back(score * 1024 + 512);
  }
  standardize(scores);
  standardize(moved);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    EXPECT_NEAR(moved[i], scores[i], 1e-6);
  }
}

TEST(Standardize, WhereAllAreAlikeTheyAreZero) {
  std::vector<float> scores(7, 2.5f);
  standardize(scores);
  EXPECT_THAT(scores, Each(0.0f));
  std::vector<float> none;
  standardize(none);
}

TEST(Standardize, TheLargestFloatsStayFinite) {
  constexpr float kLargest = std::numeric_limits<float>::max();
  std::vector<float> scores{kLargest, -kLargest, 0, kLargest};
  standardize(scores);
  for (const float score : scores) {
    EXPECT_TRUE(std::isfinite(score));
  }
  EXPECT_GT(scores[0], scores[2]);
  EXPECT_GT(scores[2], scores[1]);
}

}  // namespace
}  // namespace oree::cache
