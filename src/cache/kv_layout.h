// The dimensions of a KV cache, and what bounds it.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "cache/eviction_policy.h"
#include "cache/value_weights.h"
#include "kernels/table.h"
#include "tensor/element_type.h"

namespace oree::cache {

inline constexpr int kMaxLayers = 1024;
inline constexpr int kMaxKvHeads = 1024;
inline constexpr int kMaxHeadDim = 4096;
inline constexpr int kMaxContextTokens = 1 << 24;
inline constexpr int kDefaultPageTokens = 64;

// What an eviction keeps of each head: sinks, the last tokens, and of the rest what the policy finds best.
struct EvictionRule {
  std::shared_ptr<const EvictionPolicy> policy = {};   // nullptr: nothing is evicted
  int budget = 0;                                      // rows a head, sinks and window among them
  int sinks = 0;                                       // first tokens of the sequence
  int window = 0;                                      // last tokens
  bool adaptive_heads = false;                         // the heads of a layer share n_kv_heads * budget rows
  std::shared_ptr<const ValueNorms> value_norms = {};  // nullptr: keys alone decide
  bool inside_windows = false;                         // window layers too, where the window is wider than the budget
  int whole_layers = 0;                                // first layers that keep everything
  int every = 256;                                     // tokens between evictions; 0: only by compress()

  bool bounds() const noexcept { return policy != nullptr; }
};

struct KvLayout {
  int n_heads = 0;  // of queries; needed by policies that look at them
  int n_kv_heads = 0;
  int head_dim = 0;
  std::vector<int> windows;  // [n_layers]; tokens a layer sees, itself included; 0 is global
  int context = 0;           // the most tokens the cache ever takes
  int chunk = 0;             // the most tokens one step appends
  tensor::ElementType type_k = tensor::ElementType::kF16;  // f32, f16, bf16, q8_0 or q4_0
  tensor::ElementType type_v = tensor::ElementType::kF16;
  int page_tokens = kDefaultPageTokens;  // rows a store grows by
  EvictionRule eviction = {};
  EvictionPolicy::Needs record = {};        // of queries, beyond what the policy needs: for compress()
  const kernels::Table* kernels = nullptr;  // nullptr: the best at hand

  int n_layers() const noexcept { return static_cast<int>(windows.size()); }
  // Whether the layer's heads are bounded by the rule.
  bool is_bounded(int layer) const noexcept;
  // Rows of the ring of a window layer that no rule bounds: a whole number of pages; 0: the layer has no ring.
  int ring_rows(int layer) const noexcept;
  // Four-bit keys are kept as their Hadamard transform, which spreads outliers over all dims; queries must be
  // transformed alike before they meet them.
  bool transforms_keys() const noexcept { return type_k == tensor::ElementType::kQ4_0; }
};

}  // namespace oree::cache
