#include "cache/make_policy.h"

#include <algorithm>
#include <string>

#include "cache/policies/expected_attention.h"
#include "cache/policies/keydiff.h"
#include "cache/policies/knorm.h"
#include "cache/policies/lag_kv.h"
#include "cache/policies/q_filters.h"
#include "cache/policies/random.h"
#include "cache/policies/snap_kv.h"
#include "cache/policies/streaming.h"
#include "oree/error.h"

namespace oree::cache {

bool policy_reads_filters(std::string_view name) noexcept { return name == "q_filters"; }

std::unique_ptr<EvictionPolicy> make_policy(std::string_view name, const PolicyContext& context) {
  const AttentionGeometry& geometry = context.geometry;
  if (policy_reads_filters(name) && context.filters == nullptr) {
    throw Error(ErrorCode::kNotFound, "the policy " + std::string(name) + " needs filters of the model", "--filters",
                "make them once with `oree calibrate`");
  }
  if (name == "none") {
    return nullptr;
  }
  if (name == "streaming") {
    return std::make_unique<StreamingPolicy>();
  }
  if (name == "random") {
    return std::make_unique<RandomPolicy>(context.seed);
  }
  if (name == "knorm") {
    return std::make_unique<KnormPolicy>(geometry.head_dim);
  }
  if (name == "keydiff") {
    return std::make_unique<KeydiffPolicy>(geometry.head_dim);
  }
  if (name == "lag_kv") {
    return std::make_unique<LagKvPolicy>(geometry.head_dim);
  }
  if (name == "snap_kv") {
    return std::make_unique<SnapKvPolicy>(*context.kernels, geometry);
  }
  if (name == "expected_attention") {
    return std::make_unique<ExpectedAttentionPolicy>(*context.kernels, geometry);
  }
  if (name == "q_filters") {
    return std::make_unique<QFiltersPolicy>(*context.kernels, context.filters->filters);
  }
  throw Error(ErrorCode::kInvalid, "there is no policy \"" + std::string(name) + "\"", "--cache",
              "`oree complete --help` lists them");
}

EvictionPolicy::Needs needs_of_any_policy() noexcept {
  return {.keys = true, .values = true, .last_queries = SnapKvPolicy::kWindow, .query_moments = true};
}

}  // namespace oree::cache
