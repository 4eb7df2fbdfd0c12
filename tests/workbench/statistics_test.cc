#include "workbench/statistics.h"

#include <gtest/gtest.h>

#include <vector>

namespace oree::workbench {
namespace {

TEST(StatisticsTest, WilsonsIntervalIsThatOfStatsmodels) {
  const Interval some = wilson_interval(8, 10);  // statsmodels proportion_confint(8, 10, method="wilson")
  EXPECT_NEAR(some.low, 0.4902, 1e-4);
  EXPECT_NEAR(some.high, 0.9433, 1e-4);
  const Interval none = wilson_interval(0, 10);
  EXPECT_EQ(none.low, 0);
  EXPECT_EQ(wilson_interval(0, 3).low, 0);
  EXPECT_EQ(wilson_interval(3, 3).high, 1);
  EXPECT_NEAR(none.high, 0.2775, 1e-4);
  EXPECT_DOUBLE_EQ(wilson_interval(0, 0).low, 0);
  EXPECT_DOUBLE_EQ(wilson_interval(0, 0).high, 1);
}

TEST(StatisticsTest, StudentsTIsThatOfTheTables) {
  EXPECT_NEAR(student_t_95(1), 12.7062, 1e-4);
  EXPECT_NEAR(student_t_95(2), 4.3027, 1e-4);
  EXPECT_NEAR(student_t_95(3), 3.1824, 1e-4);
  EXPECT_NEAR(student_t_95(10), 2.2281, 1e-4);
  EXPECT_NEAR(student_t_95(29), 2.0452, 1e-4);
  EXPECT_NEAR(student_t_95(120), 1.9799, 1e-4);
  EXPECT_NEAR(student_t_95(20'000), 1.9600, 1e-4);
}

TEST(StatisticsTest, AMeanIsAsSureAsItsPartsAreAlike) {
  EXPECT_DOUBLE_EQ(mean(std::vector<double>{1, 2, 6}), 3);
  // t(3) * stdev([1, 2, 3, 4]) / 2 = 3.182446 * 1.290994 / 2
  const Interval some = mean_interval(std::vector<double>{1, 2, 3, 4}).value();
  EXPECT_NEAR(some.low, 2.5 - 2.054260, 1e-5);
  EXPECT_NEAR(some.high, 2.5 + 2.054260, 1e-5);
  EXPECT_NEAR(mean_interval(std::vector<double>{1, 2, 3, 4}, 10).value().low, 10 - 2.054260, 1e-5);
  EXPECT_DOUBLE_EQ(mean_interval(std::vector<double>{5, 5, 5}).value().high, 5);
  EXPECT_FALSE(mean_interval(std::vector<double>{5}));
  EXPECT_FALSE(mean_interval({}));
}

}  // namespace
}  // namespace oree::workbench
