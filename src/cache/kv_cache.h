// Where keys and values live: one store per layer and KV head, made from plain dimensions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tensor/kv_view.h"

namespace oree::cache {

inline constexpr int kMaxLayers = 1024;
inline constexpr int kMaxKvHeads = 1024;
inline constexpr int kMaxHeadDim = 4096;
inline constexpr int kMaxContextTokens = 1 << 24;
inline constexpr int kDefaultPageTokens = 256;

struct KvLayout {
  int n_kv_heads = 0;
  int head_dim = 0;
  std::vector<int> windows;  // [n_layers]; tokens a layer sees, itself included; 0 is global
  int context = 0;           // the most tokens the cache ever takes
  int chunk = 0;             // the most tokens one step appends
  tensor::ElementType type_k = tensor::ElementType::kF16;  // f32, f16 or bf16
  tensor::ElementType type_v = tensor::ElementType::kF16;
  int page_tokens = kDefaultPageTokens;  // tokens a store grows by
};

// Positions 0, 1, ... A store is a ring of pages: the token at a position lives in slot (position mod capacity), and a
// page is allocated when the first token reaches it, so that memory follows the tokens held. The ring of a window layer
// holds window + chunk - 1 tokens (rounded up to whole pages): the first token of a chunk still finds all it may see
// after the last one was written. A global layer's ring holds the context and never wraps.
//
// A copy is a snapshot: it is independent, and continues where the original stood.
class KvCache {
 public:
  // Throws Error kInvalid (a dimension, named), kUnsupported (element type).
  explicit KvCache(KvLayout layout);

  const KvLayout& layout() const noexcept { return layout_; }
  int n_layers() const noexcept { return static_cast<int>(layout_.windows.size()); }
  int n_tokens() const noexcept { return n_tokens_; }
  int room() const noexcept { return layout_.context - n_tokens_; }  // tokens
  std::size_t bytes() const noexcept;                                // of keys and values allocated

  // A step: reserve() makes place for the next n tokens, key() and value() are written, then commit() or, to give the
  // step up, nothing. n at most chunk and room(); only reserve() allocates.
  void reserve(int n);
  std::byte* key(int layer, int kv_head, int position) noexcept { return row(layer, kv_head, position, 0); }
  std::byte* value(int layer, int kv_head, int position) noexcept {
    return row(layer, kv_head, position, page_key_bytes_);
  }
  void commit() noexcept;

  // Segments a view may need, for whoever holds the storage.
  int max_segments(int layer) const noexcept;
  // What a head holds, the reserved tokens included. segments: storage of max_segments(layer), which the view points
  // to.
  tensor::KvView view(int layer, int kv_head, tensor::KvSegment* segments) const noexcept;

  // Takes the sequence back to its first n tokens. False, and nothing is changed, when a ring has already overwritten
  // what the next token would see. A sequence may always be taken back to 0.
  bool truncate(int n) noexcept;

 private:
  using Page = std::vector<std::byte>;  // keys [page_tokens, head_dim], then values

  struct Store {
    std::vector<Page> pages;  // empty until reached
  };

  int capacity(int layer) const noexcept { return capacities_[static_cast<std::size_t>(layer)]; }
  // The oldest position a layer still holds.
  int oldest(int layer) const noexcept;
  const Store& store(int layer, int kv_head) const noexcept {
    return stores_[static_cast<std::size_t>(layer * layout_.n_kv_heads + kv_head)];
  }
  std::byte* row(int layer, int kv_head, int position, std::size_t base) noexcept;

  KvLayout layout_;
  std::size_t key_bytes_ = 0;  // one token's
  std::size_t value_bytes_ = 0;
  std::size_t page_key_bytes_ = 0;
  std::vector<int> capacities_;  // [n_layers], tokens
  std::vector<Store> stores_;    // [n_layers, n_kv_heads]
  int n_tokens_ = 0;
  int n_reserved_ = 0;
  int written_ = 0;  // one past the last position ever reserved since the start: what the rings have overwritten
};

}  // namespace oree::cache
