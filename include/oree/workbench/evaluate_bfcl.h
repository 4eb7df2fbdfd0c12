// Scores a model's calls on the Berkeley Function Calling Leaderboard's questions of one turn.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "oree/engine.h"

namespace oree {

struct EvaluateBfclOptions {
  std::filesystem::path folder;         // BFCL_v4_*.json and possible_answer/
  std::vector<std::string> categories;  // of bfcl_categories(); empty: all
  SamplingOptions sampling;
  int limit = 0;                                         // questions of each category; 0: all
  std::function<void(int done, int total)> on_progress;  // may be empty
};

// "simple", "multiple", "parallel", "parallel_multiple", "irrelevance".
const std::vector<std::string>& bfcl_categories();

// One turn a question, with its functions as tools; calls are constrained to their schemas. docs/evaluation.md has the
// rules by which they are right.
// Returns {"score", "low", "high", "total", "exact", "by": {"category": {NAME: the same five}}, "seconds",
// "failures": [{"id", "category", "request", "accepted", "got", "why"}]}; low and high are the 95% Wilson interval.
// Throws Error kNotFound, kIo, kLimit, kCorrupt (file, line and key), kUsage (a category named twice).
Json evaluate_bfcl(const Engine& engine, const EvaluateBfclOptions& options);

}  // namespace oree
