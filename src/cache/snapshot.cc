#include "cache/snapshot.h"

#include <algorithm>
#include <cstdint>

#include "oree/error.h"

namespace oree::cache {
namespace {

struct Counters {
  std::int32_t n_tokens = 0;
  std::int32_t written = 0;
  std::int32_t evicted_at = 0;
  std::int32_t checked_at = 0;
};

[[noreturn]] void refuse() {
  throw Error(ErrorCode::kCorrupt, "the snapshot does not hold a cache of this layout", "snapshot",
              "remove it; it is made again when it is needed");
}

void require(bool condition) {
  if (!condition) {
    refuse();
  }
}

// Calls body(slot, n) for the slots [0, n_slots), page by page: those of a page lie together.
template <class Body>
void for_pages(const RowFormat& format, int n_slots, Body body) {
  for (int slot = 0; slot < n_slots; slot += format.page_tokens) {
    body(slot, static_cast<std::size_t>(std::min(format.page_tokens, n_slots - slot)));
  }
}

}  // namespace

void Snapshot::write(const KvCache& cache, const ByteSink& sink) {
  put(sink, Counters{cache.n_tokens_, cache.written_, cache.evicted_at_, cache.checked_at_});
  for (const KvStore& store : cache.held_.stores) {
    put(sink, static_cast<std::int32_t>(store.n_rows));
    put(sink, static_cast<std::uint8_t>(store.notes_positions));
    put(sink, store.positions);
    put(sink, store.scores);
    put(sink, store.value_norms);
    const auto layer = static_cast<int>((&store - cache.held_.stores.data()) / cache.layout_.n_kv_heads);
    const int ring = cache.ring_rows(layer);
    const int n_slots = ring > 0 ? std::min(ring, cache.written_) : store.n_rows;
    for_pages(cache.format_, n_slots, [&](int slot, std::size_t n) {
      sink({store.key(cache.format_, slot), n * cache.format_.key_bytes});
      sink({store.value(cache.format_, slot), n * cache.format_.value_bytes});
    });
  }
  cache.recorder_.write(sink);
}

KvCache Snapshot::read(const KvLayout& layout, ByteSource& source) {
  KvCache cache(layout);
  const auto counters = source.get<Counters>();
  require(source.ok() && counters.n_tokens >= 0 && counters.n_tokens <= layout.context &&
          counters.written >= counters.n_tokens && counters.written <= layout.context && counters.evicted_at >= 0 &&
          counters.evicted_at <= counters.n_tokens && counters.checked_at >= 0 &&
          counters.checked_at <= counters.n_tokens);
  cache.n_tokens_ = counters.n_tokens;
  cache.written_ = counters.written;
  cache.evicted_at_ = counters.evicted_at;
  cache.checked_at_ = counters.checked_at;
  for (int layer = 0; layer < cache.n_layers(); ++layer) {
    const bool bounded = cache.bounded_[static_cast<std::size_t>(layer)];
    const int ring = cache.ring_rows(layer);
    for (int head = 0; head < layout.n_kv_heads; ++head) {
      KvStore& store = cache.store_of(layer, head);
      store.n_rows = source.get<std::int32_t>();
      store.notes_positions = source.get<std::uint8_t>() != 0;
      store.positions = source.get_vector<std::int32_t>();
      store.scores = source.get_vector<float>();
      store.value_norms = source.get_vector<float>();
      const auto rows = static_cast<std::size_t>(store.n_rows);
      const auto fits = [&](std::size_t n, bool wanted) { return n == (wanted ? rows : 0); };
      require(source.ok() && store.n_rows >= 0 && store.n_rows <= cache.n_tokens_ &&
              (store.notes_positions || store.n_rows == cache.n_tokens_) && (ring == 0 || !store.notes_positions) &&
              (!bounded || store.notes_positions) && fits(store.positions.size(), store.notes_positions) &&
              fits(store.scores.size(), bounded && layout.eviction.policy->is_static()) &&
              (layout.eviction.value_norms != nullptr ? store.value_norms.size() <= rows : store.value_norms.empty()) &&
              // What a truncation will rely on: nothing was evicted since.
              (!store.notes_positions || store.n_rows >= cache.n_tokens_ - cache.evicted_at_));
      for (std::size_t row = 0; row < store.positions.size(); ++row) {
        require(store.positions[row] >= 0 && store.positions[row] < cache.n_tokens_ &&
                (row == 0 || store.positions[row] > store.positions[row - 1]));
      }
      const int n_slots = ring > 0 ? std::min(ring, cache.written_) : store.n_rows;
      const std::size_t row_bytes = cache.format_.key_bytes + cache.format_.value_bytes;
      require(static_cast<std::size_t>(n_slots) <= source.n_left() / row_bytes);
      store.own_slots(cache.format_, *cache.held_.pool, 0, n_slots);
      for_pages(cache.format_, n_slots, [&](int slot, std::size_t n) {
        std::ranges::copy(source.take(n * cache.format_.key_bytes), store.key(cache.format_, slot));
        std::ranges::copy(source.take(n * cache.format_.value_bytes), store.value(cache.format_, slot));
      });
    }
  }
  require(cache.recorder_.read(source));
  return cache;
}

}  // namespace oree::cache
