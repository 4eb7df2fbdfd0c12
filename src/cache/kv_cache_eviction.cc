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
  std::vector<bool> layers;
  for (int layer = 0; layer < n_layers(); ++layer) {
    layers.push_back(layer >= rule.whole_layers && ring_rows(layer) == 0);
  }
  evict(rule, layers, threads);
}

void KvCache::evict(const EvictionRule& rule, const std::vector<bool>& layers, ThreadPool& threads) {
  Eviction& eviction = eviction_memory_.eviction();
  eviction.start(
      {.layout = &layout_, .format = &format_, .rule = &rule, .recorder = &recorder_, .n_tokens = n_tokens_});
  bool evicts = false;
  for (int layer = 0; layer < n_layers(); ++layer) {
    // Heads may hold different numbers of rows, and share what they may hold.
    int most = 0;
    for (int head = 0; head < layout_.n_kv_heads; ++head) {
      most = std::max(most, store_of(layer, head).n_rows);
    }
    if (!layers[static_cast<std::size_t>(layer)] || most <= rule.budget) {
      continue;
    }
    evicts = true;
    for (int head = 0; head < layout_.n_kv_heads; ++head) {
      KvStore& store = store_of(layer, head);
      store.note_positions();
      store.own_slots(format_, *held_.pool, 0, store.n_rows);
      eviction.add(layer, head, store);
    }
  }
  if (!evicts) {
    return;
  }
  eviction.run(threads);
  evicted_at_ = n_tokens_;
  for (int layer = 0; layer < n_layers(); ++layer) {
    const bool grows_again = bounded_[static_cast<std::size_t>(layer)];
    for (int head = 0; layers[static_cast<std::size_t>(layer)] && head < layout_.n_kv_heads; ++head) {
      KvStore& store = store_of(layer, head);
      store.shrink(format_, store.n_rows + (grows_again ? layout_.eviction.every : 0));
    }
  }
}

}  // namespace oree::cache
