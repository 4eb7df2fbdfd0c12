// What keys and values will take, before there is a cache: arithmetic alone.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "cache/kv_cache.h"
#include "tensor/element_type.h"

namespace oree::cache {

// How KvCache lays rows out. What it changes there, it changes here.
struct KvStorage {
  int page_tokens = kDefaultPageTokens;
  std::uint64_t bounded_row_bytes = 8;   // that a row of a bounded layer takes more: its position and score
  std::uint64_t weighed_row_bytes = 4;   // the same when values are weighed too
  std::uint64_t page_record_bytes = 64;  // what remembers a page: its owners, its place in store and pool
};
inline constexpr KvStorage kKvStorage;

struct KvPlan {
  int n_kv_heads = 0;
  int head_dim = 0;
  std::vector<int> windows;  // [n_layers]; tokens a layer sees, itself included; 0 is global
  int context = 0;           // tokens that will be held or evicted
  int chunk = 0;             // the most tokens one step appends
  tensor::ElementType type_k = tensor::ElementType::kF16;
  tensor::ElementType type_v = tensor::ElementType::kF16;
  int budget = 0;               // tokens that a head of a bounded layer holds after an eviction; 0: nothing is evicted
  int evict_every = 256;        // tokens between evictions; 0: one, at the end
  int whole_layers = 0;         // first layers that are not bounded
  bool inside_windows = false;  // window layers are bounded too
  bool value_aware = false;
};

// The plan of a cache of that layout, which may have a rule.
KvPlan kv_plan(const KvLayout& layout);

// Whether a budget bounds that layer.
bool is_bounded(const KvPlan& plan, std::size_t layer) noexcept;

// The most rows that a head of the layer holds at a time.
std::int64_t planned_rows(const KvPlan& plan, std::size_t layer) noexcept;

// What a cache takes when `context` tokens have gone through it. nullopt when a row is no whole number of blocks of an
// element type.
std::optional<std::uint64_t> planned_bytes(const KvPlan& plan, const KvStorage& storage = kKvStorage) noexcept;

// The most segments that a head's view will have.
int planned_segments(const KvPlan& plan, const KvStorage& storage = kKvStorage) noexcept;

// The largest budget, in tokens a head, whose cache takes at most so many bytes; a multiple of `step`, at most the
// context. 0: not even `step` fits.
int largest_budget(KvPlan plan, std::uint64_t bytes, int step, const KvStorage& storage = kKvStorage) noexcept;

}  // namespace oree::cache
