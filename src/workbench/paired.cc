#include "workbench/paired.h"

#include "base/check.h"

namespace oree::workbench {

Difference paired_difference(std::span<const double> values, std::span<const double> base) {
  check(values.size() == base.size(), "differences are of the same samples");
  std::vector<double> differences;
  for (std::size_t index = 0; index < values.size(); ++index) {
    differences.push_back(values[index] - base[index]);
  }
  Difference result;
  result.mean = mean(differences);
  result.interval = mean_interval(differences);
  return result;
}

std::vector<Mark> best_and_tied(std::span<const std::vector<double>> values, bool higher_is_better) {
  std::vector<Mark> marks(values.size(), Mark::kNone);
  if (values.empty()) {
    return marks;
  }
  std::size_t best = 0;
  for (std::size_t way = 1; way < values.size(); ++way) {
    const double gain = mean(values[way]) - mean(values[best]);
    best = (higher_is_better ? gain > 0 : gain < 0) ? way : best;
  }
  for (std::size_t way = 0; way < values.size(); ++way) {
    const Difference difference = paired_difference(values[way], values[best]);
    if (way == best) {
      marks[way] = Mark::kBest;
    } else if (!difference.interval || (difference.interval->low <= 0 && difference.interval->high >= 0)) {
      marks[way] = Mark::kTied;
    }
  }
  return marks;
}

}  // namespace oree::workbench
