#include "cache/kv_cache.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/check.h"
#include "kernels/dispatch.h"
#include "oree/error.h"

namespace oree::cache {
namespace {

void require_dimension(const char* name, std::int64_t value, int largest) {
  if (value < 1 || value > largest) {
    throw Error(ErrorCode::kInvalid, std::string(name) + " is " + std::to_string(value), "the KV cache",
                "it must be from 1 to " + std::to_string(largest));
  }
}

void check_layout(const KvLayout& layout) {
  require_dimension("the number of layers", static_cast<std::int64_t>(layout.windows.size()), kMaxLayers);
  require_dimension("the number of KV heads", layout.n_kv_heads, kMaxKvHeads);
  require_dimension("the head dimension", layout.head_dim, kMaxHeadDim);
  require_dimension("the context", layout.context, kMaxContextTokens);
  require_dimension("the chunk", layout.chunk, kMaxContextTokens);
  require_dimension("the page size", layout.page_tokens, kMaxContextTokens);
  for (int layer = 0; layer < layout.n_layers(); ++layer) {
    if (layout.windows[static_cast<std::size_t>(layer)] < 0) {
      throw Error(ErrorCode::kInvalid, "the window of layer " + std::to_string(layer) + " is negative", "the KV cache",
                  "0 is a global layer");
    }
  }
  const EvictionRule& rule = layout.eviction;
  if (rule.bounds()) {
    require_dimension("the budget", rule.budget, kMaxContextTokens);
    if (rule.sinks < 0 || rule.window < 0 || std::int64_t{rule.sinks} + rule.window > rule.budget) {
      throw Error(ErrorCode::kInvalid,
                  "a budget of " + std::to_string(rule.budget) + " tokens a head does not hold " +
                      std::to_string(rule.sinks) + " sinks and a window of " + std::to_string(rule.window),
                  "the KV cache", "raise --budget, or lower --window or --sinks");
    }
  }
}

std::size_t row_bytes(tensor::ElementType type, int head_dim) {
  switch (type) {
    case tensor::ElementType::kF32:
    case tensor::ElementType::kF16:
    case tensor::ElementType::kBf16:
    case tensor::ElementType::kQ8_0:
    case tensor::ElementType::kQ4_0:
      break;
    default:
      throw Error(ErrorCode::kUnsupported, "the KV cache cannot hold this element type", "the KV cache",
                  "choose one of: f32, f16, bf16, q8_0, q4_0");
  }
  const auto bytes = tensor::row_bytes(type, static_cast<std::uint64_t>(head_dim));
  if (!bytes) {
    throw Error(ErrorCode::kUnsupported,
                "heads of " + std::to_string(head_dim) + " values are no whole number of blocks of " +
                    std::string(tensor::info(type).name),
                "the KV cache", "choose f32, f16 or bf16");
  }
  return static_cast<std::size_t>(*bytes);
}

}  // namespace

KvCache::KvCache(KvLayout layout) : layout_(std::move(layout)) {
  check_layout(layout_);
  layout_.chunk = std::min(layout_.chunk, layout_.context);
  if (layout_.kernels == nullptr) {
    layout_.kernels = &kernels::best_table();
  }
  format_ = {.page_tokens = layout_.page_tokens,
             .key_bytes = row_bytes(layout_.type_k, layout_.head_dim),
             .value_bytes = row_bytes(layout_.type_v, layout_.head_dim)};
  held_.pool = std::make_shared<PagePool>(format_.page_bytes());
  held_.stores.resize(layout_.windows.size() * static_cast<std::size_t>(layout_.n_kv_heads));
  for (int layer = 0; layer < n_layers(); ++layer) {
    ring_rows_.push_back(layout_.ring_rows(layer));
    bounded_.push_back(layout_.is_bounded(layer));
    for (int head = 0; head < layout_.n_kv_heads; ++head) {
      store_of(layer, head).notes_positions = bounded_.back();
    }
  }
  RecordingRule recording{.n_heads = layout_.n_heads,
                          .head_dim = layout_.head_dim,
                          .last_queries = layout_.record.last_queries,
                          .query_moments = layout_.record.query_moments};
  if (layout_.eviction.bounds()) {
    const EvictionPolicy::Needs needs = layout_.eviction.policy->needs();
    recording.last_queries = std::max(recording.last_queries, needs.last_queries);
    recording.query_moments |= needs.query_moments;
  }
  if (recording.records()) {
    std::vector<bool> layers;
    for (int layer = 0; layer < n_layers(); ++layer) {
      layers.push_back(ring_rows(layer) == 0);
    }
    recorder_ = QueryRecorder(recording, layers);
  }
}

std::size_t KvCache::bytes() const noexcept {
  std::size_t total = 0;
  for (const KvStore& store : held_.stores) {
    total += store.bytes(format_);
  }
  return total;
}

int KvCache::step_room() const noexcept {
  int step = std::min(layout_.chunk, room());
  if (const EvictionRule& rule = layout_.eviction; rule.bounds() && rule.every > 0) {
    step = std::min(step, rule.every - n_tokens_ % rule.every);
  }
  return step;
}

void KvCache::reserve(int n) {
  check(n >= 0 && n <= step_room(), "KvCache::reserve: more tokens than the step has room for");
  for (int layer = 0; layer < n_layers(); ++layer) {
    const int ring = ring_rows(layer);
    for (int head = 0; head < layout_.n_kv_heads; ++head) {
      KvStore& store = store_of(layer, head);
      const int end = store.n_rows + n;
      if (ring == 0) {
        store.own_slots(format_, *held_.pool, store.n_rows, end);
      } else {
        // Pages fill from the first slot, and the rows of a step may go around the end.
        const int first = store.n_rows % ring;
        store.own_slots(format_, *held_.pool, first, std::min(first + n, ring));
        store.own_slots(format_, *held_.pool, 0, std::max(first + n - ring, 0));
      }
      if (bounded_[static_cast<std::size_t>(layer)] && store.positions.capacity() < static_cast<std::size_t>(end)) {
        const std::int64_t rows = std::int64_t{layout_.eviction.budget} + layout_.eviction.every;
        store.reserve_rows(static_cast<std::size_t>(std::min<std::int64_t>(rows, layout_.context)),
                           layout_.eviction.policy->is_static(), layout_.eviction.value_norms != nullptr);
      }
      if (store.notes_positions) {
        store.positions.resize(static_cast<std::size_t>(end));
        for (int i = 0; i < n; ++i) {
          store.positions[static_cast<std::size_t>(store.n_rows + i)] = n_tokens_ + i;
        }
      }
      if (bounded_[static_cast<std::size_t>(layer)]) {
        if (layout_.eviction.policy->is_static()) {
          store.scores.resize(static_cast<std::size_t>(end));
        }
      }
    }
  }
  n_reserved_ = n;
  written_ = std::max(written_, n_tokens_ + n);
}

void KvCache::store(int layer, int token, const float* keys, const float* values) noexcept {
  const kernels::StoreRow store_key = kernels::store_for(*layout_.kernels, layout_.type_k);
  const kernels::StoreRow store_value = kernels::store_for(*layout_.kernels, layout_.type_v);
  const int ring = ring_rows(layer);
  const bool bounded = bounded_[static_cast<std::size_t>(layer)];
  for (int head = 0; head < layout_.n_kv_heads; ++head, keys += layout_.head_dim, values += layout_.head_dim) {
    KvStore& store = store_of(layer, head);
    const int row = store.n_rows + token;
    const int slot = ring > 0 ? row % ring : row;
    if (layout_.transforms_keys()) {
      std::array<float, kMaxHeadDim> transformed;
      std::copy_n(keys, layout_.head_dim, transformed.data());
      layout_.kernels->hadamard(transformed.data(), layout_.head_dim);
      store_key(transformed.data(), layout_.head_dim, store.key(format_, slot));
    } else {
      store_key(keys, layout_.head_dim, store.key(format_, slot));
    }
    store_value(values, layout_.head_dim, store.value(format_, slot));
    if (bounded) {
      const EvictionRule& rule = layout_.eviction;
      const auto index = static_cast<std::size_t>(row);
      if (rule.policy->is_static()) {
        rule.policy->score({.layer = layer,
                            .kv_head = head,
                            .positions = std::span(store.positions).subspan(index, 1),
                            .keys = keys,
                            .values = values},
                           std::span(store.scores).subspan(index, 1), {});
      }
    }
  }
}

void KvCache::commit() noexcept {
  n_tokens_ += n_reserved_;
  for (KvStore& store : held_.stores) {
    store.n_rows += n_reserved_;
  }
  n_reserved_ = 0;
}

QueryObserver* KvCache::recorder() noexcept { return recorder_.rule().records() ? &recorder_ : nullptr; }

int KvCache::first_row(int layer) const noexcept {
  return ring_rows(layer) > 0 ? std::max(0, written_ - ring_rows(layer)) : 0;
}

std::size_t KvCache::max_segments() const noexcept {
  std::size_t most = 0;
  for (const KvStore& store : held_.stores) {
    most = std::max(most, store.pages.size());
  }
  // One more than the pages: where a ring wraps inside a page, that page holds both ends.
  return most + 1;
}

tensor::KvView KvCache::view(int layer, int kv_head, tensor::KvSegment* segments) const noexcept {
  const KvStore& store = store_of(layer, kv_head);
  const std::size_t n_segments =
      store.segments(format_, ring_rows(layer), first_row(layer), store.n_rows + n_reserved_, segments);
  return {.segments = {segments, n_segments},
          .type_k = layout_.type_k,
          .type_v = layout_.type_v,
          .head_dim = layout_.head_dim};
}

std::vector<int> KvCache::kept(int layer, int kv_head) const {
  const KvStore& store = store_of(layer, kv_head);
  std::vector<int> positions;
  for (int row = first_row(layer); row < store.n_rows; ++row) {
    positions.push_back(store.notes_positions ? store.positions[static_cast<std::size_t>(row)] : row);
  }
  return positions;
}

void KvCache::clear() noexcept {
  for (int layer = 0; layer < n_layers(); ++layer) {
    for (int head = 0; head < layout_.n_kv_heads; ++head) {
      KvStore& store = store_of(layer, head);
      store.n_rows = 0;
      store.positions.clear();
      store.scores.clear();
      store.value_norms.clear();
      store.notes_positions = bounded_[static_cast<std::size_t>(layer)];
    }
  }
  recorder_.reset();
  n_tokens_ = 0;
  n_reserved_ = 0;
  written_ = 0;
  evicted_at_ = 0;
  checked_at_ = 0;
}

bool KvCache::truncate(int n) noexcept {
  if (n < 0 || n > n_tokens_) {
    return false;
  }
  if (n == 0) {
    clear();
    return true;
  }
  if (n < n_tokens_ && (n < evicted_at_ || recorder_.rule().records())) {
    return false;
  }
  for (int layer = 0; layer < n_layers(); ++layer) {
    const int window = layout_.windows[static_cast<std::size_t>(layer)];
    if (ring_rows(layer) > 0 && first_row(layer) > std::max(0, n - window + 1)) {
      return false;
    }
  }
  for (KvStore& store : held_.stores) {
    // The last rows are the last tokens: nothing was evicted since.
    store.n_rows -= n_tokens_ - n;
    const auto rows = static_cast<std::size_t>(store.n_rows);
    store.positions.resize(std::min(store.positions.size(), rows));
    store.scores.resize(std::min(store.scores.size(), rows));
    store.value_norms.resize(std::min(store.value_norms.size(), rows));
  }
  n_tokens_ = n;
  n_reserved_ = 0;
  checked_at_ = std::min(checked_at_, n);
  return true;
}

}  // namespace oree::cache
