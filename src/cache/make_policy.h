// Policies by name. docs/recipes/add_a_cache_policy.md
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cache/attention_geometry.h"
#include "cache/eviction_policy.h"
#include "cache/q_filters.h"
#include "cache/query_statistics.h"
#include "kernels/table.h"

namespace oree::cache {

// All that any policy is made from.
struct PolicyContext {
  const kernels::Table* kernels = nullptr;  // must outlive the policy
  AttentionGeometry geometry;
  std::shared_ptr<const QFilters> filters = nullptr;            // nullptr: there are none
  std::shared_ptr<const QueryStatistics> statistics = nullptr;  // the same
  std::uint64_t seed = 0;
};

// "none" first.
std::vector<std::string> policy_names();

// Whether the policy is made from what `oree calibrate` found out: filters, and statistics too.
bool policy_reads_filters(std::string_view name) noexcept;
bool policy_reads_statistics(std::string_view name) noexcept;

// What has to be recorded of queries so that any policy can be used later.
EvictionPolicy::Needs needs_of_any_policy();

// nullptr for "none". Throws Error kInvalid (name, with those there are; filters of another model), kNotFound (the
// policy needs filters).
std::unique_ptr<EvictionPolicy> make_policy(std::string_view name, const PolicyContext& context);

}  // namespace oree::cache
