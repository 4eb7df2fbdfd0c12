// The choices of a memory plan.
#pragma once

#include <filesystem>

#include "oree/plan.h"

namespace oree::engine {

// The options an engine runs with: those given, or what a plan made of them when there is a limit.
// Throws Error as plan_memory, and kLimit when nothing fits.
EngineOptions settle_memory(const std::filesystem::path& model_path, const EngineOptions& options);

}  // namespace oree::engine
