#include "cache/planned_bytes.h"

#include <algorithm>

namespace oree::cache {
namespace {

constexpr std::uint64_t kMemoryPageBytes = 4096;

std::uint64_t round_up(std::uint64_t value, std::uint64_t multiple) noexcept {
  return (value + multiple - 1) / multiple * multiple;
}

// What malloc takes for a block, its own header included.
std::uint64_t allocated_bytes(std::uint64_t bytes, const KvStorage& storage) noexcept {
  const std::uint64_t with_header = round_up(bytes + 8, 16);
  return bytes < storage.mapped_from_bytes ? with_header : round_up(bytes + 16, kMemoryPageBytes);
}

std::int64_t planned_pages(const KvPlan& plan, std::size_t layer, const KvStorage& storage) noexcept {
  return (planned_rows(plan, layer) + storage.page_tokens - 1) / storage.page_tokens;
}

}  // namespace

bool is_bounded(const KvPlan& plan, std::size_t layer) noexcept {
  return plan.budget > 0 && layer >= static_cast<std::size_t>(plan.whole_layers) &&
         (plan.windows[layer] == 0 || plan.inside_windows);
}

std::int64_t planned_rows(const KvPlan& plan, std::size_t layer) noexcept {
  std::int64_t rows = plan.context;
  // Between evictions a bounded cache takes no more tokens than it may grow by.
  const int step = std::min({plan.chunk, plan.context, plan.budget > 0 ? plan.evict_every : plan.chunk});
  if (plan.windows[layer] > 0) {
    rows = std::min<std::int64_t>(rows, std::int64_t{plan.windows[layer]} + step - 1);
  }
  if (is_bounded(plan, layer)) {
    rows = std::min<std::int64_t>(rows, std::int64_t{plan.budget} + plan.evict_every);
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
  const std::uint64_t page = page_tokens * (*key + *value);
  std::uint64_t pages_bytes = 0;
  std::uint64_t rest = 0;
  for (std::size_t layer = 0; layer < plan.windows.size(); ++layer) {
    const std::uint64_t pages =
        static_cast<std::uint64_t>(planned_pages(plan, layer, storage)) * static_cast<std::uint64_t>(plan.n_kv_heads);
    std::uint64_t row = storage.row_bytes;
    if (is_bounded(plan, layer)) {
      row += storage.bounded_row_bytes + (plan.value_aware ? storage.weighed_row_bytes : 0);
    }
    pages_bytes += pages * (storage.slab_bytes > 0 ? page : allocated_bytes(page, storage));
    rest += pages * (page_tokens * row + storage.page_record_bytes);
  }
  if (storage.slab_bytes > 0) {
    const std::uint64_t pages_of_slab = std::max<std::uint64_t>(1, storage.slab_bytes / page);
    const std::uint64_t slabs = (pages_bytes / page + pages_of_slab - 1) / pages_of_slab;
    pages_bytes = slabs * allocated_bytes(std::max(storage.slab_bytes, page), storage);
  }
  return pages_bytes + rest;
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
