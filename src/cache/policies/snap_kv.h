// Keeps what the last queries attended to.
#pragma once

#include "cache/attention_geometry.h"
#include "cache/eviction_policy.h"
#include "kernels/table.h"

namespace oree::cache {

// Score of a key before the last `window` tokens: the attention that these tokens pay to it, averaged over them and the
// query heads of the KV head, then over `kernel` neighbours (an odd number; beyond either end lie zeros). Keys of the
// window itself are kept. Scores are not soft-capped.
//
// kvpress's SnapKVPress is --sinks 0 --window 64.
// Cost: window * group * head_dim multiplications a key. Source: Li et al. 2024, arXiv 2404.14469.
class SnapKvPolicy final : public EvictionPolicy {
 public:
  static constexpr int kWindow = 64;

  // kernels must outlive the policy. window: tokens, at least 1.
  SnapKvPolicy(const kernels::Table& kernels, AttentionGeometry geometry, int window = kWindow, int kernel = 5);

  std::string_view name() const noexcept override { return "snap_kv"; }
  Needs needs() const noexcept override { return {.keys = true, .last_queries = window_}; }
  bool is_static() const noexcept override { return false; }
  bool is_comparable() const noexcept override { return true; }
  std::size_t scratch_floats(std::size_t n_rows) const noexcept override {
    return n_rows * static_cast<std::size_t>(geometry_.group() + 1);
  }
  void score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept override;

 private:
  // Adds the attention of one token's query heads to that of the rows before n_past.
  void add_attention(const HeadRows& rows, std::size_t token, std::size_t n_past, float* weights,
                     float* attention) const noexcept;

  const kernels::Table* kernels_;
  AttentionGeometry geometry_;
  int window_;
  int kernel_;
};

}  // namespace oree::cache
