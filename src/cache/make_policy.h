// Policies by name.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "cache/attention_geometry.h"
#include "cache/eviction_policy.h"
#include "cache/filter_file.h"
#include "kernels/table.h"

namespace oree::cache {

struct PolicyContext {
  const kernels::Table* kernels = nullptr;
  AttentionGeometry geometry;
  std::shared_ptr<const FilterFile> filters = {};  // of policies that read them
  std::uint64_t seed = 0;
};

// Whether make_policy() needs the filters of the model for it.
bool policy_reads_filters(std::string_view name) noexcept;

// nullptr for "none". Throws Error kInvalid on a name that is not known; kNotFound when the policy needs filters, or
// statistics that the filter file does not hold.
std::unique_ptr<EvictionPolicy> make_policy(std::string_view name, const PolicyContext& context);

// What has to be recorded so that any policy can be used later.
EvictionPolicy::Needs needs_of_any_policy() noexcept;

}  // namespace oree::cache
