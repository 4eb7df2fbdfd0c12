// What one way to compress a cache comes to, sample by sample.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "workbench/ruler_score.h"

namespace oree::workbench {

struct CacheScores {
  std::vector<double> losses;  // mean of the tokens after each context
  std::vector<SampleScore> needles;
  std::vector<std::vector<SampleScore>> tasks;  // [task][sample]
  std::size_t bytes = 0;                        // held after compression, at most
};

struct CacheMeasure {
  std::string_view name;
  std::string_view title;
  bool higher_is_better;
  std::vector<double> (*values)(const CacheScores& scores);  // a sample each
};

std::span<const CacheMeasure> cache_measures();

}  // namespace oree::workbench
