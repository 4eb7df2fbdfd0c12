// Scores a model's tool calls against requests with known answers.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "oree/engine.h"
#include "oree/tool.h"

namespace oree {

struct EvaluateCallsOptions {
  std::filesystem::path requests;  // JSON lines, evaluation/README.md
  SamplingOptions sampling;
  int limit = 0;                                         // requests; 0: all
  std::function<void(int done, int total)> on_progress;  // may be empty
};

// tools: those that a request may name; others it describes itself.
// same: whether two calls of that tool ask for the same at that moment (same_arguments).
// Returns {"score", "low", "high", "total", "exact", "by": {"category": {...}, "phrasing": {...}, "language": {...},
// "tool": {...}}, "seconds", "confusion": {expected: {written: count}}, "failures": [{"id", "category", "request",
// "expected", "got"}]}; low and high are the 95% Wilson interval, by language only where requests have one. "none"
// stands for no call.
// Throws Error kNotFound, kCorrupt (line of the file), kLimit.
Json evaluate_calls(
    const Engine& engine, const std::vector<ToolDescription>& tools, const EvaluateCallsOptions& options,
    const std::function<bool(const ToolDescription&, const Json&, const Json&, const std::string& now)>& same);

// Samples n_samples turns that must call, over the requests in turn, each with another seed and some with few tokens,
// and counts the calls that parse and are valid under their tool's schema.
// Returns {"sampled", "calls", "valid", "failures": [{"id", "seed", "what"}]}; a turn that does not parse is one call.
// Throws as evaluate_calls.
Json sample_calls(const Engine& engine, const std::vector<ToolDescription>& tools, const EvaluateCallsOptions& options,
                  int n_samples);

}  // namespace oree
