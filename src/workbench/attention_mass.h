// The attention that each key of a text receives, and what filters and norms foretell of it.
#pragma once

#include <span>
#include <vector>

#include "cache/kv_cache.h"
#include "cache/q_filters.h"
#include "cache/query_observer.h"
#include "model/model.h"

namespace oree::workbench {

// Watches one sequence after the other pass through a model. A query's attention is the softmax over the keys it sees,
// with the model's scale, soft cap and windows, of its products with the keys as the cache holds them. Queries are
// taken a block at a time: no matrix of tokens by tokens is ever stored.
class AttentionMass final : public cache::QueryObserver {
 public:
  // cache: that of the forward passes, which nothing bounds or transforms. All memory is taken here. Model, cache and
  // filters must outlive it.
  AttentionMass(const model::Model& model, const cache::KvCache& cache, const cache::QFilters& filters, int n_threads);

  // Forgets the sequence before.
  void start() noexcept;

  bool wants_plain() const noexcept override { return false; }
  void observe(const cache::QueryChunk& chunk, ThreadPool& threads) noexcept override;

  // What the key at each position of the sequence receives of a query that sees it, as a multiple of what even
  // attention would give it, on average over those queries and the query heads of the KV head: [n_tokens]. Without that
  // measure early keys would lead for no other reason than that the first queries have few keys to attend to.
  std::vector<double> mass(int layer, int kv_head) const;
  // The product of each key with its head's filter, and minus its norm: [n_tokens].
  std::span<const double> filter_scores(int layer, int kv_head) const noexcept;
  std::span<const double> key_norm_scores(int layer, int kv_head) const noexcept;

 private:
  struct Scratch {
    std::vector<float> queries;  // [kQueryBlock, head_dim]
    std::vector<float> scores;   // [kQueryBlock, context]
    std::vector<tensor::KvSegment> segments;
  };

  void add_queries(const cache::QueryChunk& chunk, int head, Scratch& scratch) noexcept;
  void score_keys(const cache::QueryChunk& chunk, int kv_head) noexcept;
  std::size_t row(int layer, int head, int n_heads) const noexcept;

  const model::HyperParameters& hyper_;
  const kernels::Table& kernels_;
  const cache::KvCache& cache_;
  const cache::QFilters& filters_;
  const int context_;
  int n_tokens_ = 0;                     // of the sequence so far
  std::vector<double> received_;         // [n_layers, n_heads, context]; sums over queries
  std::vector<double> filter_scores_;    // [n_layers, n_kv_heads, context]
  std::vector<double> key_norm_scores_;  // [n_layers, n_kv_heads, context]
  std::vector<Scratch> scratch_;         // [n_threads]
};

}  // namespace oree::workbench
