// Whether a model still does eight kinds of tasks on a long context while its cache is bounded: needles, variables,
// words, a cloze.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "oree/engine.h"
#include "oree/json.h"

namespace oree {

struct RulerOptions {
  std::vector<std::string> texts;     // UTF-8, whose sentences are the hay; empty: made-up sentences
  std::vector<int> lengths = {1024};  // tokens of context, question and answer
  std::vector<std::string> tasks;     // of ruler_task_names(); empty: all
  int n_samples = 4;                  // of a task and length
  std::uint64_t seed = 0;
  std::function<void(int done, int total)> on_progress;  // samples; may be empty
};

std::vector<std::string> ruler_task_names();

// Samples are continuations (docs/evaluation.md) and follow from texts, lengths, seed and tokenizer alone. With
// engine_options.cache.evict_at_end a context is read in full and compressed before the question comes; otherwise the
// cache evicts while the context is read. A context of 0 in engine_options is each sample's length.
// Returns {"score": share of the expected values that were written, mean over samples, "low", "high": its 95% Wilson
// interval, "loss": mean negative log-likelihood of the answers' tokens, in nats, "loss_low", "loss_high": its 95%
// interval over samples (Student's t; null with one), "samples", "by": {"task": {name: the same seven}, "length":
// {tokens: the same seven}}, "cache": {"policy", "budget", "asked", "evict_at", "bytes": held when a question came, at
// most}}. Throws Error: kUsage (a list that names something twice), kInvalid (options; a text that is too short, a
// length too small for a task; invalid UTF-8); what opening a model and compressing a session throw.
Json measure_ruler(const std::filesystem::path& model, const EngineOptions& engine_options,
                   const RulerOptions& options);

}  // namespace oree
