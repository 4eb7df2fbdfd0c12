// Learns from text which directions of a model's keys its queries attend to, for cache policies.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "oree/json.h"

namespace oree {

struct CalibrateOptions {
  std::vector<std::string> texts;  // UTF-8
  std::string held_out_text;       // of the report; "": the last tenth of each text, which the filters then never see
  int n_tokens = 20 * 2048;        // at most, spread over the texts
  int sequence_tokens = 2048;      // at most; no more than the model's context
  std::uint32_t seed = 0;          // of the rows that are sampled
  bool statistics = true;          // also means and moments of queries and keys, which make the file larger
  bool report = false;
  std::filesystem::path picture;  // of the report, SVG, which it implies; "": none
  int n_threads = 0;              // 0: one per physical core
  std::function<void(std::string_view step, int done, int total)> on_progress;  // may be empty
};

// Where the filters of a model are looked for when none are named: "small.gguf" -> "small.qfilters.gguf".
std::filesystem::path default_filters(const std::filesystem::path& model);

// Writes the filter file of a model (docs/calibration.md), which appears when it is complete. The result depends on
// model, texts and options, not on the number of threads.
// Returns {"model", "fingerprint", "filters": path, "tokens", "sequences", "seed", "bytes", "statistics": bool,
// "seconds", "accumulation_share", "report": null or the report}. The report: {"held_out_tokens", "verdict",
// "reasons": [str], "variance", "correlation", "key_norm_correlation", "heads": [{"layer", "head", "variance",
// "gap", "positive", "correlation", "key_norm_correlation", "verdict", "reasons": [str]}]}; docs/calibration.md says
// what each means.
// Throws Error: kInvalid (a text of too few tokens; invalid UTF-8; options; a model that computes numbers that are not
// finite; an output that would replace what is no GGUF file, or the model; a picture that would replace what is no
// SVG file, or the output); what opening a model and writing a file throw.
Json calibrate_model(const std::filesystem::path& model, const std::filesystem::path& output,
                     const CalibrateOptions& options);

// Writes the filter file of a model from the filters that the method's authors publish: safetensors with a tensor
// `q_filters` [n_layers, n_kv_heads, head_dim], whose sign is the other and whose RoPE layout is Hugging Face's.
// Returns {"model", "fingerprint", "filters": path, "tokens": 0, "seed": 0, "bytes", "statistics": false,
// "report": null}.
// Throws Error: kNotFound, kPermission; kCorrupt (what, and where); kInvalid (another shape than the model's, a number
// that is not finite); kUnsupported (element type); what opening a model and writing a file throw.
Json import_filters(const std::filesystem::path& model, const std::filesystem::path& safetensors,
                    const std::filesystem::path& output);

}  // namespace oree
