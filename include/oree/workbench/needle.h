// Whether a model finds one sentence in a long context, by its length and the sentence's depth, while its cache is
// bounded.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "oree/engine.h"
#include "oree/json.h"

namespace oree {

struct NeedleOptions {
  std::vector<std::string> texts;                     // UTF-8, whose sentences are the hay
  std::vector<int> lengths = {1024};                  // tokens of context, question and answer
  std::vector<double> depths = {0, 25, 50, 75, 100};  // percent of the hay before the needle
  int n_repeats = 1;                                  // prompts of a length and depth
  std::uint64_t seed = 0;
  std::filesystem::path picture;                         // found by length and depth, SVG; "": none
  std::function<void(int done, int total)> on_progress;  // prompts; may be empty
};

// Prompts are continuations, so that models without instructions answer too (docs/evaluation.md). With
// engine_options.cache.evict_at_end the context is read in full and compressed before the question comes; otherwise the
// cache evicts while the context is read. A context of 0 in engine_options is each prompt's length, which a budget in
// percent is then a part of.
// Returns {"score": share of the prompts whose number was written, "low", "high": its 95% Wilson interval, "loss": mean
// negative log-likelihood of the numbers' tokens, in nats, "loss_low", "loss_high": its 95% interval over prompts
// (Student's t; null with one prompt), "prompts", "cells": [{"length", "depth", "found": share, "loss"}], "cache":
// {"policy", "budget", "asked", "evict_at", "bytes": held when a question came, at most}}.
// Throws Error: kUsage (a list that names something twice), kInvalid (options; a text that is too short, a length too
// small for the needle; invalid UTF-8); what opening a model, compressing a session and writing a file throw.
Json measure_needle(const std::filesystem::path& model, const EngineOptions& engine_options,
                    const NeedleOptions& options);

}  // namespace oree
