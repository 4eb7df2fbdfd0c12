#include "cache/planned_bytes.h"

#include <algorithm>

namespace oree::cache {
namespace {

std::int64_t planned_pages(const KvPlan& plan, std::size_t layer, const KvStorage& storage) noexcept {
  return (planned_rows(plan, layer) + storage.page_tokens - 1) / storage.page_tokens;
}

}  // namespace

KvPlan kv_plan(const KvLayout& layout) {
  const EvictionRule& rule = layout.eviction;
  const bool bounds = rule.bounds() && rule.every > 0;
  return {.n_kv_heads = layout.n_kv_heads,
          .head_dim = layout.head_dim,
          .windows = layout.windows,
          .context = layout.context,
          .chunk = layout.chunk,
          .type_k = layout.type_k,
          .type_v = layout.type_v,
          .budget = bounds ? rule.budget : 0,
          .evict_every = rule.bounds() ? rule.every : 256,
          .whole_layers = rule.whole_layers,
          .inside_windows = rule.inside_windows,
          .value_aware = rule.value_norms != nullptr};
}

bool is_bounded(const KvPlan& plan, std::size_t layer) noexcept {
  return plan.budget > 0 && layer >= static_cast<std::size_t>(plan.whole_layers) &&
         (plan.windows[layer] == 0 || (plan.inside_windows && plan.windows[layer] > plan.budget));
}

std::int64_t planned_rows(const KvPlan& plan, std::size_t layer) noexcept {
  std::int64_t rows = plan.context;
  // Between evictions a bounded cache takes no more tokens than it may grow by.
  const int step =
      std::min({plan.chunk, plan.context, plan.budget > 0 && plan.evict_every > 0 ? plan.evict_every : plan.chunk});
  if (is_bounded(plan, layer)) {  // a window layer too: it has no ring then
    rows = std::min<std::int64_t>(rows, std::int64_t{plan.budget} + plan.evict_every);
  } else if (plan.windows[layer] > 0) {
    rows = std::min<std::int64_t>(rows, std::int64_t{plan.windows[layer]} + step - 1);
  }
  return rows;
}

std::optional<std::uint64_t> planned_bytes(const KvPlan& plan, const KvStorage& storage) noexcept {
  const auto n_values = static_cast<std::uint64_t>(plan.head_dim);
  const std::optional<std::uint64_t> key = tensor::row_bytes(plan.type_k, n_values);
  const std::optional<std::uint64_t> value = tensor::row_bytes(plan.type_v, n_values);
  if (!key || !value) {
    return std::nullopt;
  }
  const auto page_tokens = static_cast<std::uint64_t>(storage.page_tokens);
  std::uint64_t total = 0;
  for (std::size_t layer = 0; layer < plan.windows.size(); ++layer) {
    const auto heads = static_cast<std::uint64_t>(plan.n_kv_heads);
    const std::uint64_t pages = static_cast<std::uint64_t>(planned_pages(plan, layer, storage)) * heads;
    total += pages * (page_tokens * (*key + *value) + storage.page_record_bytes);
    if (is_bounded(plan, layer)) {
      total += static_cast<std::uint64_t>(planned_rows(plan, layer)) * heads *
               (storage.bounded_row_bytes + (plan.value_aware ? storage.weighed_row_bytes : 0));
    }
  }
  return total;
}

int planned_segments(const KvPlan& plan, const KvStorage& storage) noexcept {
  std::int64_t most = 0;
  for (std::size_t layer = 0; layer < plan.windows.size(); ++layer) {
    most = std::max(most, planned_pages(plan, layer, storage) + 1);
  }
  return static_cast<int>(most);
}

int largest_budget(KvPlan plan, std::uint64_t bytes, int step, const KvStorage& storage) noexcept {
  const auto fits = [&](int steps) {
    plan.budget = steps * step;
    const std::optional<std::uint64_t> needed = planned_bytes(plan, storage);
    return needed && *needed <= bytes;
  };
  int low = 0;  // fits, or is none
  int high = plan.context / step + 1;
  while (high - low > 1) {
    const int middle = low + (high - low) / 2;
    (fits(middle) ? low : high) = middle;
  }
  return low * step;
}

}  // namespace oree::cache
