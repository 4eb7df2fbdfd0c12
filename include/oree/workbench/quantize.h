// Writes a model file again with its weights in a smaller type.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "oree/json.h"

namespace oree {

struct QuantizeOptions {
  std::string type;         // f32, f16, bf16, q8_0, q4_0, q4_k, q5_k, q6_k, q4_k_m or q5_k_m, in either case
  int n_threads = 0;        // 0: one per physical core; the file is the same whatever the number
  std::string report_text;  // UTF-8; when not empty, both models predict it and their predictions are compared
  int report_tokens = 512;  // of the text, at most
  // What is under way ("quantizing", "comparing"), how much of it is done and of how much; may be empty.
  std::function<void(std::string_view step, int done, int total)> on_progress;
};

// Writes `input`, a GGUF file of any types Orée reads, to `output` with all weights of two dimensions or more in the
// type; norms, biases and other vectors stay as they are. The mixes q4_k_m and q5_k_m give Q6_K to the output (or the
// embedding that serves as output) and to half of attn_v and ffn_down, as llama.cpp does. Needs memory for a few rows,
// not for tensors; `output` appears when it is complete.
// Returns {"type", "tensors": [{"name", "shape", "source_type", "type", "bytes", "rms_error", "relative_error"}],
// "types": {type: bytes}, "bytes": {"before", "after"}, "fallbacks": [{"name", "wanted", "type"}], "warnings": [str],
// "report": null or {"tokens", "kl_divergence": {"mean", "p99", "max"}, "same_top", "perplexity": {"before",
// "after"}}}. bytes: of tensors. The relative error is the RMS error by the RMS of the values. The divergence, in nats,
// is that of the quantised model's next-token distribution from the source's. docs/commands.md says what falls back to
// what. Throws Error: kUsage (an unknown type, with those there are); kInvalid (output is the input; a NaN, an infinity
// or a value too large for the type, with tensor and element; a text of fewer than two tokens); kUnsupported (a weight
// of a type that is not read; a file in parts); what reading a GGUF file and writing one throw; with a text, what
// Engine throws.
Json quantize_model(const std::filesystem::path& input, const std::filesystem::path& output,
                    const QuantizeOptions& options);

}  // namespace oree
