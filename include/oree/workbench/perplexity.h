// How well a model predicts a text while its cache is bounded.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "oree/engine.h"
#include "oree/json.h"

namespace oree {

struct PerplexityOptions {
  std::string text;  // UTF-8
  int n_tokens = 0;  // of a sequence, BOS included, at most; 0: as many as the context takes
  int n_sequences = 1;
  std::filesystem::path picture;                         // loss by position, SVG; "": none
  std::function<void(int done, int total)> on_progress;  // tokens; may be empty
};

// Reads the text as one sequence, or as several that follow each other in it and begin anew, each cut at the context;
// the cache evicts as it goes. Every token but a sequence's first is predicted from those before it that are held.
// Returns {"tokens": read, "sequences", "loss": mean, in nats, "perplexity", "low", "high": the loss's 95% interval
// over blocks of 256 tokens (Student's t; null with one block), "by_position": [[position, loss]]: mean of the block
// that ends there, "cache": {"policy", "budget", "asked", "evict_at", "bytes": held at the end, at most}}.
// Throws Error: kInvalid (a text of too few tokens; invalid UTF-8; an eviction at the end, which is after the last
// prediction; predictions that are not finite); what opening a model and writing a file throw.
Json measure_perplexity(const std::filesystem::path& model, const EngineOptions& engine_options,
                        const PerplexityOptions& options);

}  // namespace oree
