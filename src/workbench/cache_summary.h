// What bounded the cache of a measurement, for its document.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "oree/engine.h"
#include "oree/json.h"

namespace oree::workbench {

// "256", "64MiB", "12.5%".
std::string budget_flag(const CacheBudget& budget);

// {"policy", "budget": tokens a head, or null where nothing bounds it or a part is taken of each context,
// "asked": the budget as a flag ("256", "64MiB", "12.5%") or null, "evict_at": "steps" | "end", "bytes"}.
// options: those an engine settled on (MemoryPlan::options). Reads the model's header for budgets in other units than
// tokens. Throws Error as plan_memory.
Json cache_summary(const std::filesystem::path& model, const EngineOptions& options, std::size_t bytes);

// "q_filters, 12.5%", for titles and legends.
std::string cache_title(const Json& summary);

}  // namespace oree::workbench
