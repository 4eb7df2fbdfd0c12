#include "cache/make_policy.h"

#include <utility>

#include "base/check.h"
#include "cache/policies/expected_attention.h"
#include "cache/policies/keydiff.h"
#include "cache/policies/knorm.h"
#include "cache/policies/lag_kv.h"
#include "cache/policies/leverage.h"
#include "cache/policies/q_filters.h"
#include "cache/policies/random.h"
#include "cache/policies/snap_kv.h"
#include "cache/policies/streaming.h"
#include "oree/error.h"

namespace oree::cache {
namespace {

using Made = std::unique_ptr<EvictionPolicy>;

Made make_q_filters(const PolicyContext& context) {
  if (context.filters == nullptr) {
    throw Error(ErrorCode::kNotFound, "the policy q_filters needs filters for this model, and there are none",
                "--cache q_filters", "make them once with oree calibrate, or name the file with --filters");
  }
  return std::make_unique<QFiltersPolicy>(*context.kernels, context.geometry, context.filters);
}

Made make_leverage(const PolicyContext& context) {
  if (context.filters == nullptr || context.statistics == nullptr) {
    throw Error(ErrorCode::kNotFound, "the policy leverage needs statistics of this model's keys, and there are none",
                "--cache leverage", "make them with oree calibrate, without --no-statistics");
  }
  return std::make_unique<LeveragePolicy>(*context.kernels, context.geometry, *context.filters, *context.statistics);
}

struct Entry {
  std::string_view name;
  Made (*make)(const PolicyContext& context);
};

constexpr Entry kPolicies[] = {
    {"none", [](const PolicyContext&) { return Made(); }},
    {"streaming", [](const PolicyContext&) -> Made { return std::make_unique<StreamingPolicy>(); }},
    {"knorm", [](const PolicyContext& context) -> Made { return std::make_unique<KnormPolicy>(context.geometry); }},
    {"keydiff",
     [](const PolicyContext& context) -> Made {
       return std::make_unique<KeyDiffPolicy>(*context.kernels, context.geometry);
     }},
    {"q_filters", make_q_filters},
    {"leverage", make_leverage},
    {"expected_attention",
     [](const PolicyContext& context) -> Made {
       return std::make_unique<ExpectedAttentionPolicy>(*context.kernels, context.geometry);
     }},
    {"lag_kv", [](const PolicyContext& context) -> Made { return std::make_unique<LagKvPolicy>(context.geometry); }},
    {"snap_kv",
     [](const PolicyContext& context) -> Made {
       return std::make_unique<SnapKvPolicy>(*context.kernels, context.geometry);
     }},
    {"random", [](const PolicyContext& context) -> Made { return std::make_unique<RandomPolicy>(context.seed); }},
};

}  // namespace

std::vector<std::string> policy_names() {
  std::vector<std::string> names;
  for (const Entry& entry : kPolicies) {
    names.emplace_back(entry.name);
  }
  return names;
}

bool policy_reads_filters(std::string_view name) noexcept {
  return name == "q_filters" || policy_reads_statistics(name);
}

bool policy_reads_statistics(std::string_view name) noexcept { return name == "leverage"; }

EvictionPolicy::Needs needs_of_any_policy() {
  return {.keys = true, .values = true, .last_queries = SnapKvPolicy::kWindow, .query_moments = true};
}

std::unique_ptr<EvictionPolicy> make_policy(std::string_view name, const PolicyContext& context) {
  check(context.kernels != nullptr, "make_policy: no kernels");
  std::string names;
  for (const Entry& entry : kPolicies) {
    if (entry.name == name) {
      return entry.make(context);
    }
    names += (names.empty() ? "" : ", ") + std::string(entry.name);
  }
  throw Error(ErrorCode::kInvalid, "there is no cache policy \"" + std::string(name) + "\"", "--cache",
              "choose one of " + names);
}

}  // namespace oree::cache
