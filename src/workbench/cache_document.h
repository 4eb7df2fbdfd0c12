// Scores of caches as the document of `oree evaluate cache` (docs/commands.md).
#pragma once

#include <span>

#include "oree/json.h"
#include "workbench/cache_comparison.h"
#include "workbench/paired.h"

namespace oree::workbench {

// {"value", "difference", "low", "high": of the difference, "mark": "best", "tied" or null}.
Json measured(std::span<const double> values, std::span<const double> full, Mark mark);

// {"bytes", NAME of each measure: {"value", "low", "high"}, "tasks": {NAME: {"score", "loss"}}}.
Json full_document(const CacheComparison& comparison);

// [{"policy", "budget", "bytes", NAME of each measure: measured(), "tasks"}]; marks are given among the policies of one
// budget.
Json cells_document(const CacheComparison& comparison);

}  // namespace oree::workbench
