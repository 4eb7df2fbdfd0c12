#include "workbench/statistics.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "base/check.h"

namespace oree::workbench {
namespace {

constexpr double kNormal95 = 1.959963984540054;
// Beyond it t and the normal distribution agree to four digits.
constexpr int kMaxDegrees = 10'000;

// P(|T| <= t). Source: Abramowitz and Stegun 1964, 26.7.3 and 26.7.4.
double student_t_within(double t, int degrees_of_freedom) {
  const double angle = std::atan(t / std::sqrt(degrees_of_freedom));
  const double cosine = std::cos(angle);
  const bool odd = degrees_of_freedom % 2 == 1;
  double term = odd ? cosine : 1;
  double sum = 0;
  for (int power = odd ? 1 : 0; power <= degrees_of_freedom - 2; power += 2) {
    sum += term;
    term *= cosine * cosine * (power + 1) / (power + 2);
  }
  return odd ? 2 / std::numbers::pi * (angle + std::sin(angle) * sum) : std::sin(angle) * sum;
}

}  // namespace

Interval wilson_interval(double hits, int total) {
  if (total == 0) {
    return {.low = 0, .high = 1};
  }
  const double n = total;
  const double p = hits / n;
  const double square = kNormal95 * kNormal95;
  const double centre = p + square / (2 * n);
  const double spread = kNormal95 * std::sqrt(p * (1 - p) / n + square / (4 * n * n));
  const double scale = 1 + square / n;
  // At the ends it is exact, where rounding would leave a little more or less.
  return {.low = hits <= 0 ? 0 : std::max(0.0, (centre - spread) / scale),
          .high = hits >= n ? 1 : std::min(1.0, (centre + spread) / scale)};
}

double student_t_95(int degrees_of_freedom) {
  check(degrees_of_freedom >= 1, "Student's t needs a degree of freedom");
  if (degrees_of_freedom > kMaxDegrees) {
    return kNormal95;
  }
  double low = 0;
  double high = 16;  // 12.7 at one degree of freedom is the largest
  for (int step = 0; step < 60; ++step) {
    const double middle = (low + high) / 2;
    (student_t_within(middle, degrees_of_freedom) < 0.95 ? low : high) = middle;
  }
  return high;
}

double mean(std::span<const double> parts) {
  check(!parts.empty(), "there is no mean of nothing");
  return std::accumulate(parts.begin(), parts.end(), 0.0) / static_cast<double>(parts.size());
}

std::optional<Interval> mean_interval(std::span<const double> parts, double around) {
  if (parts.size() < 2) {
    return std::nullopt;
  }
  const double n = static_cast<double>(parts.size());
  const double middle = mean(parts);
  double squares = 0;
  for (const double part : parts) {
    squares += (part - middle) * (part - middle);
  }
  const double spread = student_t_95(static_cast<int>(parts.size()) - 1) * std::sqrt(squares / (n - 1) / n);
  return Interval{.low = around - spread, .high = around + spread};
}

std::optional<Interval> mean_interval(std::span<const double> parts) {
  return parts.empty() ? std::nullopt : mean_interval(parts, mean(parts));
}

}  // namespace oree::workbench
