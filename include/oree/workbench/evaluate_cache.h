// What every policy costs a model at every budget: the loss of a text that goes on, needles, the tasks of RULER.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "oree/engine.h"
#include "oree/json.h"

namespace oree {

struct EvaluateCacheOptions {
  static constexpr int kMinLength = 64;
  static constexpr int kMinStreamTokens = 512;

  std::vector<std::string> texts;     // UTF-8; empty: made-up sentences
  std::vector<std::string> policies;  // empty: all but "none" for which there is what they need
  std::vector<CacheBudget> budgets = {
      {.amount = 0.5}, {.amount = 0.25}, {.amount = 0.125}, {.amount = 0.0625}, {.amount = 0.03125}};
  std::vector<std::string> tasks;  // of ruler_task_names(); empty: all
  int length = 1024;               // tokens of a context; of needles and tasks with question and answer
  int n_samples = 4;               // contexts for the loss, needles, and of each task
  std::uint64_t seed = 0;
  int stream_tokens = 0;  // also read a text of so many tokens with a bounded cache; 0: no
  CacheBudget stream_budget = {.amount = 0.25};
  std::vector<std::filesystem::path> reports;  // files to write the document to: .json, or .md for its tables
  std::filesystem::path pictures;              // a folder for charts, SVG, one a measure; "": none
  // Caches that were compressed and asked, and whole streams; may be empty.
  std::function<void(int done, int total)> on_progress;
};

// Each context is read once, in full, and asked; then, for each policy and budget, a fork of it is compressed and asked
// the same. No more than the full cache, a fork and a session that reads on from one of them exist at a time.
// engine_options.cache gives all policies their other options (window, sinks, ...); its policy and budget are not
// looked at. A context of 0 there is what is needed. The document is in docs/commands.md, the protocol in
// docs/evaluation.md. Throws Error: kUsage (a list that names something twice), kInvalid (options; a text that is too
// short; invalid UTF-8), kLimit (more contexts than can be counted; a stream that engine_options.memory does not hold),
// kNotFound (a policy that was named needs filters; the folder of pictures); what opening a model, compressing a
// session, reading filters that were named or that a named policy needs, and writing a file throw.
Json evaluate_cache(const std::filesystem::path& model, const EngineOptions& engine_options,
                    const EvaluateCacheOptions& options);

// The document of evaluate_cache in Markdown: a table a budget, the best of each and those tied with it marked.
std::string evaluate_cache_table(const Json& document);

}  // namespace oree
