#include "cache/policies/q_filters.h"

namespace oree::cache {

void QFiltersPolicy::score(const HeadRows& rows, std::span<float> scores, std::span<float>) const noexcept {
  const std::int64_t head = std::int64_t{rows.layer} * filters_.n_kv_heads + rows.kv_head;
  kernels_.scores_f32({.queries = filters_.values.data() + head * filters_.head_dim,
                       .keys = rows.keys,
                       .n_queries = 1,
                       .n_keys = static_cast<std::int64_t>(rows.size()),
                       .head_dim = filters_.head_dim,
                       .scores = scores.data(),
                       .score_stride = static_cast<std::int64_t>(rows.size())});
}

}  // namespace oree::cache
