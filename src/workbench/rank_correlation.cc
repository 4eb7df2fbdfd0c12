#include "workbench/rank_correlation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

#include "base/check.h"

namespace oree::workbench {
namespace {

// Ranks from 0, less their mean.
std::vector<double> centred_ranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  const double mean = static_cast<double>(values.size() - 1) / 2;
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;  // of those that are equal
    while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]]) {
      ++last;
    }
    for (std::size_t i = first; i <= last; ++i) {
      ranks[order[i]] = static_cast<double>(first + last) / 2 - mean;
    }
    first = last + 1;
  }
  return ranks;
}

double product(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

}  // namespace

double rank_correlation(std::span<const double> a, std::span<const double> b) {
  check(a.size() == b.size(), "rank_correlation: the series differ in length");
  if (a.size() < 2) {
    return 0;
  }
  const std::vector<double> ranks_a = centred_ranks(a);
  const std::vector<double> ranks_b = centred_ranks(b);
  const double squares = product(ranks_a, ranks_a) * product(ranks_b, ranks_b);
  return squares > 0 ? std::clamp(product(ranks_a, ranks_b) / std::sqrt(squares), -1.0, 1.0) : 0.0;
}

}  // namespace oree::workbench
