// Sums over the queries, keys and values of a model while it reads.
#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "cache/attention_geometry.h"
#include "cache/query_observer.h"
#include "kernels/table.h"

namespace oree::workbench {

// The first tokens of a sequence draw attention whatever they say and are left out of the statistics.
inline constexpr int kUncountedTokens = 4;

// A sum of rows and of their outer products, per head.
struct Moments {
  std::vector<double> sums;        // [n_layers, n_heads, head_dim]
  std::vector<double> outer_sums;  // [n_layers, n_heads, head_dim, head_dim]
};

// Every query after RoPE counts for outer products and may be sampled; the statistics before RoPE leave out the first
// tokens of a sequence. All heads sample the same tokens, uniformly of all (Vitter's algorithm R).
class CalibrationSums final : public cache::QueryObserver {
 public:
  // chunk: the most tokens of a pass. All memory is taken here.
  CalibrationSums(const cache::AttentionGeometry& geometry, const kernels::Table& kernels, int n_rows,
                  std::int64_t n_tokens, std::uint32_t seed, bool statistics, int chunk, int n_threads);

  bool wants_plain() const noexcept override { return statistics_; }
  void observe(const cache::QueryChunk& chunk, ThreadPool& threads) noexcept override;

  std::int64_t n_counted() const noexcept { return n_counted_; }  // tokens of the statistics
  double seconds() const noexcept { return seconds_; }

  // [head_dim, head_dim]
  std::span<const double> rotated_outer_sum(int layer, int head) const noexcept;
  // Of the statistics; empty without them.
  const Moments& plain_queries() const noexcept { return plain_queries_; }
  const Moments& plain_keys() const noexcept { return plain_keys_; }
  const std::vector<double>& value_norms() const noexcept { return value_norms_; }  // [n_layers, n_kv_heads]

  // bf16, [n_sampled, head_dim]
  std::span<const std::uint16_t> sample(int layer, int head) const noexcept;

 private:
  void choose_rows(int n_tokens) noexcept;
  void add_query_head(const cache::QueryChunk& chunk, int head, int first_counted, float* scratch) noexcept;
  void add_kv_head(const cache::QueryChunk& chunk, int head, int first_counted, float* scratch) noexcept;
  void add_moments(const float* rows, int n_rows, int row_stride, int index, Moments& moments, float* scratch) noexcept;

  const int n_heads_;
  const int n_kv_heads_;
  const int head_dim_;
  const int n_rows_;
  const bool statistics_;
  const kernels::Table& kernels_;
  std::mt19937_64 random_;
  std::int64_t n_seen_ = 0;     // tokens
  std::int64_t n_counted_ = 0;  // tokens
  double seconds_ = 0;
  std::vector<int> slots_;              // [chunk]; the sampled row a token becomes, -1: none
  std::vector<std::uint16_t> samples_;  // [n_layers, n_heads, n_rows, head_dim]
  std::vector<double> rotated_;         // [n_layers, n_heads, head_dim, head_dim]
  Moments plain_queries_;
  Moments plain_keys_;
  std::vector<double> value_norms_;
  std::vector<std::vector<float>> scratch_;  // [n_threads]
};

}  // namespace oree::workbench
