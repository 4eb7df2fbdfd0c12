#include "cache/policies/q_filters.h"

#include <string>
#include <utility>

#include "base/check.h"
#include "cache/head_dimensions.h"
#include "cache/policies/arithmetic.h"
#include "oree/error.h"

namespace oree::cache {
QFiltersPolicy::QFiltersPolicy(const kernels::Table& kernels, const AttentionGeometry& geometry,
                               std::shared_ptr<const QFilters> filters)
    : kernels_(&kernels), filters_(std::move(filters)) {
  check(filters_ != nullptr, "QFiltersPolicy: no filters");
  const QFilters& given = *filters_;
  if (given.n_layers != geometry.n_layers || given.n_kv_heads != geometry.n_kv_heads ||
      given.head_dim != geometry.head_dim) {
    throw Error(ErrorCode::kInvalid,
                "the filters are for " + head_dimensions(given.n_layers, given.n_kv_heads, given.head_dim) +
                    ", the model has " + head_dimensions(geometry.n_layers, geometry.n_kv_heads, geometry.head_dim),
                "filters", "make filters for this model with oree calibrate");
  }
  check(given.values.size() == static_cast<std::size_t>(given.n_layers) * static_cast<std::size_t>(given.n_kv_heads) *
                                   static_cast<std::size_t>(given.head_dim),
        "QFiltersPolicy: values do not fit their dimensions");
}

void QFiltersPolicy::score(const HeadRows& rows, std::span<float> scores, std::span<float>) const noexcept {
  const std::int64_t head_dim = filters_->head_dim;
  const auto n = static_cast<std::int64_t>(rows.size());
  const std::int64_t head = std::int64_t{rows.layer} * filters_->n_kv_heads + rows.kv_head;
  kernels_->scores_f32({.queries = filters_->values.data() + head * head_dim,
                        .keys = rows.keys,
                        .n_queries = 1,
                        .n_keys = n,
                        .head_dim = head_dim,
                        .scores = scores.data(),
                        .score_stride = n});
  for (float& score : scores) {
    score = finite(score);
  }
}

}  // namespace oree::cache
