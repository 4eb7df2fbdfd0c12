// How fast a model reads and writes on this machine, beside what the machine allows and beside another program.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "oree/engine.h"
#include "oree/json.h"

namespace oree {

struct BenchOptions {
  std::vector<int> prefill = {512};  // tokens read at once, a measurement each
  std::vector<int> decode = {64};    // tokens written one by one, a measurement each
  std::vector<int> depths = {0};     // tokens there already; every measurement is made at each
  int repetitions = 5;               // of each measurement; medians are reported
  std::uint64_t read_memory = 0;     // bytes that the speed of reading memory is measured over; 0: 1 GiB, or half of
                                     // what is free when that is less
  std::filesystem::path peer;        // a llama-bench program, of llama.cpp or ik_llama.cpp; "": none
  std::vector<std::string> peer_arguments;  // passed on to it
  std::filesystem::path picture;            // SVG; "": none
  // What is under way ("making the model", "measuring"), how much of it is done and of how much. Called often while
  // the peer runs too; what it throws ends the measurement. May be empty.
  std::function<void(std::string_view step, int done, int total)> on_progress;
};

// Measures every number of tokens at every depth, in turn with the peer, which runs the same file with the same number
// of threads and types of keys and values, and before and after them what the machine allows with the engine's threads
// and CPU target. The tokens are random; those of the depth are read once and then shared. docs/performance.md says
// what is counted.
//
// Returns {"prefill": [MEASUREMENT], "decode": [MEASUREMENT], "limits": {"read_gigabytes_per_second", "int8_tops",
// "bf16_tflops": null, "f32_tflops", "read": {"bytes", "streams", "prefetch": bool, "huge_pages": bool}},
// "peer": null or {"path", "arguments", "build": str or null, "prefill": [{"tokens", "depth", "tokens_per_second",
// "samples", "by_difference": bool}], "decode": [the same]}, "ratio": null or {"prefill": [{"tokens", "depth", "ratio":
// of medians, "low", "high": least and most of a pair}], "decode": [the same]}, "model", "bytes": of the weights that a
// token needs, "cpu", "threads", "repetitions", "cache"}; a MEASUREMENT is {"tokens", "depth", "tokens_per_second",
// "gigabytes_per_second", "tops", "read_share", "int8_share": of the limits, "bound": "read" or "int8",
// "bound_tokens_per_second", "bytes_per_token": {"weights", "kv"}, "operations_per_token": {"matmul", "attention"},
// "samples": [tokens per second]}.
//
// Throws Error: kInvalid (nothing to measure; more tokens than the context; a peer that fails or prints something
// else, with its words), kUnsupported (a peer that cannot measure at a depth), kLimit (memory); what opening a model,
// starting a program and writing a file throw.
Json measure_speed(const std::filesystem::path& model, const EngineOptions& engine_options,
                   const BenchOptions& options);

// The same of a model that need not be there: of the shape, with random weights of the type, in a temporary file that
// is removed at the end. Throws as measure_speed and write_shape.
Json measure_shape_speed(const std::string& shape, const std::string& type, const EngineOptions& engine_options,
                         const BenchOptions& options);

// The names of the shapes.
std::vector<std::string> shape_names();

// Writes such a model, with a vocabulary of as many tokens, for any program that reads GGUF files. type: as of
// quantize_model. Returns {"shape", "architecture", "type", "parameters", "bytes", "path"}.
// Throws Error kUsage (shape, type; with those there are), kInvalid (a file that is no GGUF file would be replaced);
// what writing a file throws.
Json write_shape(const std::string& shape, const std::string& type, const std::filesystem::path& path,
                 const std::function<void(std::string_view step, int done, int total)>& on_progress);

}  // namespace oree
