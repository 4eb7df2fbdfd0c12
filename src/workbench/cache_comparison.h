// One full cache after another, asked, and forks of each compressed in many ways and asked the same.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "workbench/cache_scores.h"
#include "workbench/ruler_tasks.h"

namespace oree::workbench {

struct CacheWay {
  CacheOptions options;
  CacheScores scores;
};

struct CacheComparison {
  std::vector<RulerTask> tasks;
  CacheScores full;
  std::vector<CacheWay> ways;
};

// The text's continuation whose loss is taken.
inline constexpr int kNextTokens = 256;

struct ComparisonPlan {
  std::span<const std::string> hay;
  std::vector<std::vector<TokenId>> pieces;  // contexts with the kNextTokens that follow each
  int length = 0;                            // of needles and tasks
  int n_samples = 0;
  std::uint64_t seed = 0;
  std::function<void()> on_cache;  // asked; may be empty
};

// How often on_cache is called.
std::int64_t caches_asked(const CacheComparison& comparison, const ComparisonPlan& plan);

// Fills the scores. The engine keeps everything and records queries. Throws Error as Session::append, Session::compress
// and the makers of samples.
void compare_caches(const Engine& engine, const ComparisonPlan& plan, CacheComparison& comparison);

}  // namespace oree::workbench
