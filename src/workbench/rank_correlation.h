// Spearman's rank correlation.
#pragma once

#include <span>

namespace oree::workbench {

// Pearson's correlation of the ranks of two series of equal length, ties with the mean of their ranks; from -1 to 1.
// 0 when a series is constant or has fewer than two values: it then orders nothing. No value is NaN.
double rank_correlation(std::span<const double> a, std::span<const double> b);

}  // namespace oree::workbench
