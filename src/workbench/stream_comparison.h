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
  std::vector<std::string> texts;
  std::vector<std::string> policies;  // "none" comes first of itself
  CacheBudget budget;
  int n_tokens = 0;
  std::uint64_t seed = 0;
  std::function<void()> on_stream;  // read; may be empty
  std::function<void()> on_part;    // of a stream; may be empty, may throw
};

// {"tokens", "budget", "policies": [{"policy", "loss": {"value", "difference", "low", "high", "mark"}, "by_position":
// [[position, loss]], "bytes"}]}: differences to the full cache over blocks of 256 tokens. options: of the engines;
// their policy and budget are not looked at. Throws Error as Engine's constructor, Session::append and draw_pieces.
Json compare_streams(const std::filesystem::path& model, EngineOptions options, const StreamPlan& plan);

}  // namespace oree::workbench
