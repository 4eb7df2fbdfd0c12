// When a cache evicts, and from which heads.
#include <algorithm>
#include <string>

#include "cache/eviction.h"
#include "cache/kv_cache.h"
#include "oree/error.h"

namespace oree::cache {

bool KvCache::eviction_due() const noexcept {
  const EvictionRule& rule = layout_.eviction;
  return rule.bounds() && rule.every > 0 && n_tokens_ % rule.every == 0 && n_tokens_ > checked_at_;
}

void KvCache::evict(ThreadPool& threads) {
  checked_at_ = n_tokens_;
  evict(layout_.eviction, bounded_, threads);
}

void KvCache::compress(const EvictionRule& rule, ThreadPool& threads) {
  const EvictionPolicy::Needs needs = rule.policy->needs();
  const RecordingRule& recorded = recorder_.rule();
  if (needs.last_queries > recorded.last_queries || (needs.query_moments && !recorded.query_moments)) {
    throw Error(ErrorCode::kUnsupported,
                "the policy " + std::string(rule.policy->name()) + " looks at queries that were not recorded",
                "the KV cache", "have them recorded from the beginning");
  }
  if (rule.budget < 1 || std::int64_t{rule.sinks} + rule.window > rule.budget) {
    throw Error(ErrorCode::kInvalid,
                "a budget of " + std::to_string(rule.budget) + " tokens a head does not hold " +
                    std::to_string(rule.sinks) + " sinks and a window of " + std::to_string(rule.window),
                "the KV cache", "raise --budget, or lower --window or --sinks");
  }
  std::vector<bool> layers;
  for (int layer = 0; layer < n_layers(); ++layer) {
    const bool is_global = layout_.windows[static_cast<std::size_t>(layer)] == 0;
    layers.push_back(layer >= rule.whole_layers && ring_rows(layer) == 0 && (is_global || rule.inside_windows));
  }
  evict(rule, layers, threads);
}

void KvCache::evict(const EvictionRule& rule, const std::vector<bool>& layers, ThreadPool& threads) {
  Eviction& eviction = eviction_memory_.eviction();
  const Eviction::Task task{
      .layout = &layout_, .format = &format_, .rule = &rule, .recorder = &recorder_, .n_tokens = n_tokens_};
  eviction.start(task);
  std::size_t n_rows = 0;  // in the batch
  int first = 0;           // layer of the batch
  for (int layer = 0; layer < n_layers(); ++layer) {
    // Heads may hold different numbers of rows, and share what they may hold.
    int most = 0;
    for (int head = 0; head < layout_.n_kv_heads; ++head) {
      most = std::max(most, store_of(layer, head).n_rows);
    }
    if (!layers[static_cast<std::size_t>(layer)] || most <= rule.budget) {
      continue;
    }
    evicted_at_ = n_tokens_;
    for (int head = 0; head < layout_.n_kv_heads; ++head) {
      KvStore& store = store_of(layer, head);
      store.note_positions();
      store.own_slots(format_, *held_.pool, 0, store.n_rows);
      eviction.add(layer, head, store);
      n_rows += static_cast<std::size_t>(store.n_rows);
    }
    if (n_rows >= Eviction::kBatchRows) {
      eviction.run(threads);
      shrink_layers(first, layer + 1);
      eviction.start(task);
      n_rows = 0;
      first = layer + 1;
    }
  }
  eviction.run(threads);
  shrink_layers(first, n_layers());
}

void KvCache::shrink_layers(int first, int end) noexcept {
  for (int layer = first; layer < end; ++layer) {
    if (ring_rows(layer) > 0) {
      continue;
    }
    const bool grows_again = bounded_[static_cast<std::size_t>(layer)];
    for (int head = 0; head < layout_.n_kv_heads; ++head) {
      KvStore& store = store_of(layer, head);
      if (layout_.eviction.value_norms == nullptr) {
        store.value_norms = {};
      }
      store.shrink(format_, store.n_rows + (grows_again ? layout_.eviction.every : 0));
    }
  }
}

}  // namespace oree::cache
