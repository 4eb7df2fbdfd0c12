// One long text, read under each policy while its cache is bounded.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "oree/engine.h"
#include "oree/json.h"

namespace oree::workbench {

struct StreamPlan {
  std::vector<TokenId> tokens;        // what is read
  std::vector<std::string> policies;  // "none" comes first of itself
  CacheBudget budget;
  std::function<void()> on_stream;  // read; may be empty
  std::function<void()> on_part;    // of a stream; may be empty, may throw
};

// Opens the engines that compare_streams will need, one after the other, before any work; plan.tokens is not looked at.
// Throws Error kInvalid at --streaming or --streaming-budget, and as Engine's constructor.
void check_streams(const std::filesystem::path& model, EngineOptions options, int n_tokens, const StreamPlan& plan);

// {"tokens", "budget", "policies": [{"policy", "loss": {"value", "difference", "low", "high", "mark"}, "by_position":
// [[position, loss]], "bytes"}]}: differences to the full cache over blocks of 256 tokens. options: of the engines;
// their policy and budget are not looked at. Throws Error as Engine's constructor and Session::append.
Json compare_streams(const std::filesystem::path& model, EngineOptions options, const StreamPlan& plan);

}  // namespace oree::workbench
