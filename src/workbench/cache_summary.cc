#include "workbench/cache_summary.h"

#include <cstdio>
#include <string>

#include "oree/plan.h"

namespace oree::workbench {
namespace {

Json budget_tokens(const std::filesystem::path& model, const EngineOptions& options) {
  const CacheOptions& cache = options.cache;
  if (cache.policy == "none") {
    return nullptr;
  }
  if (cache.budget.unit == CacheBudget::Unit::kTokens) {
    return static_cast<int>(cache.budget.amount);
  }
  return cache.evict_at_end ? Json() : plan_memory(model, options).document["settings"]["budget"];
}

}  // namespace

std::string budget_flag(const CacheBudget& budget) {
  char text[40];
  switch (budget.unit) {
    case CacheBudget::Unit::kTokens:
      std::snprintf(text, sizeof text, "%.0f", budget.amount);
      break;
    case CacheBudget::Unit::kBytes:
      std::snprintf(text, sizeof text, "%.6gMiB", budget.amount / (1 << 20));
      break;
    case CacheBudget::Unit::kFraction:
      std::snprintf(text, sizeof text, "%.6g%%", budget.amount * 100);
      break;
  }
  return text;
}

Json cache_summary(const std::filesystem::path& model, const EngineOptions& options, std::size_t bytes) {
  const CacheOptions& cache = options.cache;
  return {{"policy", cache.policy},
          {"budget", budget_tokens(model, options)},
          {"asked", cache.policy == "none" ? Json() : Json(budget_flag(cache.budget))},
          {"evict_at", cache.evict_at_end ? "end" : "steps"},
          {"bytes", bytes}};
}

std::string cache_title(const Json& summary) {
  const std::string policy = summary["policy"].get<std::string>();
  return summary["asked"].is_null() ? policy : policy + ", " + summary["asked"].get<std::string>();
}

}  // namespace oree::workbench
