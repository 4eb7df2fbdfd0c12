// How sure a measured number is.
#pragma once

#include <optional>
#include <span>

namespace oree::workbench {

struct Interval {
  double low = 0;
  double high = 0;
};

// The 95% interval of a proportion; hits may hold parts of one. Of no trials: 0 to 1. Source: Wilson 1927.
Interval wilson_interval(double hits, int total);

// parts: at least one.
double mean(std::span<const double> parts);

// The 95% interval of a mean whose parts are independent and equally weighted, by Student's t; around their mean, or
// around another estimate of it. nullopt for fewer than two parts, which say nothing of their spread.
std::optional<Interval> mean_interval(std::span<const double> parts);
std::optional<Interval> mean_interval(std::span<const double> parts, double around);

// What |t| exceeds in 5% of cases. degrees_of_freedom: at least 1.
double student_t_95(int degrees_of_freedom);

}  // namespace oree::workbench
