// Makes a GGUF file from a Hugging Face folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "oree/json.h"

namespace oree {

struct ConvertOptions {
  std::string type;  // of matrices: "f32", "f16", "bf16", "q8_0", "q4_0"; "": the source's
  std::function<void(std::uint64_t done_bytes, std::uint64_t total_bytes)> on_progress;  // may be empty
};

// folder: config.json; safetensors, sharded or not; tokenizer.json, tokenizer.model or tekken.json; chat templates.
// Vectors become f32. In memory are, besides the maps of files, the tokenizer and a few rows of one tensor.
// output appears under its name when it is complete and has been read back as a model; until then a file of that name
// stays what it was.
// Returns {"architecture", "parameters", "tensors", "types": {type: bytes}, "skipped": [tensor], "tokenizer": {"kind",
// "size"}, "template": bool, "bytes"}; skipped are the tensors that are no part of the text model.
// Throws Error: kNotFound, kPermission, kIo; kCorrupt (files that contradict their format or each other); kUnsupported
// (an architecture, with those supported; a tensor or feature, by name); kLimit; kUsage (the type); kInvalid (a number
// that it cannot hold).
Json convert_model(const std::filesystem::path& folder, const std::filesystem::path& output,
                   const ConvertOptions& options);

}  // namespace oree
