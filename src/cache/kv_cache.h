// Where keys and values live: one store per layer and KV head, made from plain dimensions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/thread_pool.h"
#include "cache/eviction.h"
#include "cache/kv_layout.h"
#include "cache/kv_store.h"
#include "cache/query_recorder.h"
#include "tensor/kv_view.h"

namespace oree::cache {

// Positions 0, 1, ... in steps. A global layer holds everything, or what a policy leaves of it. The ring of a window
// layer holds window + chunk - 1 tokens, rounded up to whole pages: the first token of a chunk still finds all it may
// see after the last one was written.
//
// With an eviction rule the stores of bounded layers hold at most budget + every rows: whenever the number of tokens is
// divisible by `every`, evict() takes them back to the budget. A step never crosses such a position, so that what is
// kept does not depend on the chunks. An evicted neighbour changes neither key nor position of what stays.
//
// A copy is a snapshot: it continues where the original stood, and the two share the pages that neither writes. Copies
// may live in different threads.
class KvCache {
 public:
  // Throws Error kInvalid (a dimension, named), kUnsupported (element type).
  explicit KvCache(KvLayout layout);

  const KvLayout& layout() const noexcept { return layout_; }
  int n_layers() const noexcept { return layout_.n_layers(); }
  int n_tokens() const noexcept { return n_tokens_; }
  int room() const noexcept { return layout_.context - n_tokens_; }  // tokens
  // Held, with positions and scores; what copies share counts in each.
  std::size_t bytes() const noexcept;

  // The most tokens the next step takes: the chunk, the room, or what is left before an eviction.
  int step_room() const noexcept;

  // A step: reserve() makes place for the next n tokens, n at most step_room(); store() is called for each layer and
  // token; then commit() or, to give the step up, nothing. Only reserve() allocates, and not once a bounded cache has
  // been full and evicted. Throws std::bad_alloc.
  void reserve(int n);
  // token: of the step. keys and values: [n_kv_heads, head_dim], keys after RoPE.
  void store(int layer, int token, const float* keys, const float* values) noexcept;
  void commit() noexcept;

  // Whether evict() has to be called before the next step, which allocates as reserve() does.
  bool eviction_due() const noexcept;
  void evict(ThreadPool& threads);
  // Evicts now, under that rule, whatever the cache's own; what follows is kept in full unless there is one.
  // The rings of window layers stay as they are. Throws Error kUnsupported when the rule's policy asks for queries that
  // were not recorded, kInvalid when the budget does not hold sinks and window.
  void compress(const EvictionRule& rule, ThreadPool& threads);

  // nullptr when nothing is to be recorded of the queries; otherwise it has to see every layer of every step.
  QueryObserver* recorder() noexcept;

  // Segments a view may need, for whoever holds the storage.
  std::size_t max_segments() const noexcept;
  // What a head holds, the reserved tokens included. segments: storage of max_segments(), which the view points to.
  tensor::KvView view(int layer, int kv_head, tensor::KvSegment* segments) const noexcept;
  // The positions a head holds, ascending.
  std::vector<int> kept(int layer, int kv_head) const;

  // Takes the sequence back to its first n tokens. False, and nothing is changed, when a ring has overwritten or an
  // eviction taken what the next token would see, or queries were recorded. It may always be taken back to 0.
  bool truncate(int n) noexcept;

 private:
  friend class Snapshot;

  // The stores and the pool of their pages, which outlives them: in an assignment too.
  struct Held {
    std::shared_ptr<PagePool> pool;
    std::vector<KvStore> stores;  // [n_layers, n_kv_heads]

    Held() = default;
    Held(const Held&) = default;
    Held(Held&&) noexcept = default;
    ~Held() = default;
    Held& operator=(Held other) noexcept {
      pool.swap(other.pool);
      stores.swap(other.stores);
      return *this;
    }
  };

  KvStore& store_of(int layer, int kv_head) noexcept {
    return held_.stores[static_cast<std::size_t>(layer * layout_.n_kv_heads + kv_head)];
  }
  const KvStore& store_of(int layer, int kv_head) const noexcept {
    return held_.stores[static_cast<std::size_t>(layer * layout_.n_kv_heads + kv_head)];
  }
  int ring_rows(int layer) const noexcept { return ring_rows_[static_cast<std::size_t>(layer)]; }
  // The oldest row a layer still holds.
  int first_row(int layer) const noexcept;
  void clear() noexcept;
  // layers: [n_layers], those the rule is for.
  void evict(const EvictionRule& rule, const std::vector<bool>& layers, ThreadPool& threads);
  // Gives back the pages of the layers [first, end) beyond what they hold and will grow by.
  void shrink_layers(int first, int end) noexcept;

  KvLayout layout_;
  RowFormat format_;
  std::vector<int> ring_rows_;  // [n_layers]; 0: no ring
  std::vector<bool> bounded_;   // [n_layers]
  Held held_;
  QueryRecorder recorder_;
  EvictionMemory eviction_memory_;
  int n_tokens_ = 0;
  int n_reserved_ = 0;
  int written_ = 0;     // one past the last position ever reserved since the start: what the rings have overwritten
  int evicted_at_ = 0;  // tokens there were when something was evicted last
  int checked_at_ = 0;  // and when evict() was called last
};

}  // namespace oree::cache
