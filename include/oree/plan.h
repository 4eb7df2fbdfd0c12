// What a model will take of memory, known before any of it is loaded.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "oree/engine.h"

namespace oree {

struct MemoryPlan {
  // What was asked for, with what the plan chose; those of a plan that does not fit are as they were.
  EngineOptions options;
  bool fits = false;
  std::uint64_t total_bytes = 0;
  Json document;  // of `oree plan` (docs/commands.md)
};

// Reads only the file's header. What the options leave open is chosen so that the peak of the process's resident memory
// stays within options.memory.bytes (docs/memory.md says by which rules); without a limit nothing is chosen.
// Throws Error as Engine's constructor, but not kLimit: a plan that does not fit says what would help.
MemoryPlan plan_memory(const std::filesystem::path& model_path, const EngineOptions& options);

// "4GiB", "1.5GB", bytes without a unit. Throws Error kInvalid.
std::uint64_t parse_memory_size(std::string_view text);

}  // namespace oree
