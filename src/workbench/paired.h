// Measurements of the same samples in several ways, compared sample by sample: what a sample's difficulty adds to both
// falls out.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "workbench/statistics.h"

namespace oree::workbench {

struct Difference {
  double mean = 0;
  std::optional<Interval> interval;  // 95%, Student's t; nullopt for a single sample
};

// values - base, both [samples], at least one.
Difference paired_difference(std::span<const double> values, std::span<const double> base);

enum class Mark { kNone, kBest, kTied };

// The best mean, of several the first, and those whose paired difference to it has an interval that holds 0, or none.
// values: [ways][samples]; with no way there are no marks.
std::vector<Mark> best_and_tied(std::span<const std::vector<double>> values, bool higher_is_better);

}  // namespace oree::workbench
