// How far numbers are from those an oracle gave.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace oree::test {

// NaN when either holds one.
inline double largest_difference(const std::vector<float>& actual, const std::vector<float>& expected) {
  EXPECT_EQ(actual.size(), expected.size());
  double largest = 0;
  for (std::size_t i = 0; i < std::min(actual.size(), expected.size()); ++i) {
    const double difference = std::fabs(double{actual[i]} - expected[i]);
    largest = difference > largest || std::isnan(difference) ? difference : largest;
  }
  return largest;
}

// Root of the squared differences' sum over that of the expected numbers.
inline double relative_error(const std::vector<float>& actual, const std::vector<float>& expected) {
  EXPECT_EQ(actual.size(), expected.size());
  double differences = 0;
  double squares = 0;
  for (std::size_t i = 0; i < std::min(actual.size(), expected.size()); ++i) {
    differences += (double{actual[i]} - expected[i]) * (double{actual[i]} - expected[i]);
    squares += double{expected[i]} * expected[i];
  }
  return std::sqrt(differences / squares);
}

}  // namespace oree::test
