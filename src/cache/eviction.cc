#include "cache/eviction.h"

#include <algorithm>
#include <limits>

#include "cache/critical_selection.h"
#include "cache/row_selection.h"
#include "cache/standardize.h"
#include "tensor/convert.h"

namespace oree::cache {

void Eviction::start(const Task& task) noexcept {
  task_ = task;
  n_heads_ = 0;
  most_rows_ = 0;
}

void Eviction::add(int layer, int kv_head, KvStore& store) {
  const auto rows = static_cast<std::size_t>(store.n_rows);
  if (n_heads_ == heads_.size()) {
    heads_.emplace_back();
  }
  Head& head = heads_[n_heads_];
  head.layer = layer;
  head.kv_head = kv_head;
  head.store = &store;
  head.budget = task_.rule->budget;
  head.n_noted = store.value_norms.size();
  if (task_.rule->value_norms != nullptr) {
    store.value_norms.resize(rows);
  }
  head.scores.resize(rows);
  head.order.resize(rows);
  head.row_order.resize(rows);
  head.kept.resize(rows);
  most_rows_ = std::max(most_rows_, rows);
  ++n_heads_;
}

void Eviction::run(ThreadPool& threads) {
  if (n_heads_ == 0) {
    return;
  }
  prepare(threads.n_threads());
  threads.parallel_for(static_cast<std::int64_t>(n_heads_), 1, [&](int thread, std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      score(heads_[static_cast<std::size_t>(i)], workspaces_[static_cast<std::size_t>(thread)]);
    }
  });
  if (task_.rule->adaptive_heads) {
    share_budgets();
  }
  threads.parallel_for(static_cast<std::int64_t>(n_heads_), 1, [&](int, std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      keep_best(heads_[static_cast<std::size_t>(i)]);
    }
  });
}

void Eviction::prepare(int n_threads) {
  const EvictionPolicy& policy = *task_.rule->policy;
  // What was noted when rows were appended are the scores of the cache's own policy.
  reads_rows_ = !policy.is_static() || heads_.front().store->scores.empty() ||
                task_.rule->policy != task_.layout->eviction.policy;
  reads_keys_ = reads_rows_ && policy.needs().keys;
  reads_values_ = (reads_rows_ && policy.needs().values) || task_.rule->value_norms != nullptr;
  workspaces_.resize(static_cast<std::size_t>(n_threads));
  const std::size_t floats = most_rows_ * static_cast<std::size_t>(task_.layout->head_dim);
  for (Workspace& workspace : workspaces_) {
    workspace.keys.resize(reads_keys_ ? floats : 0);
    workspace.values.resize(reads_values_ ? floats : 0);
    workspace.scratch.resize(reads_rows_ ? policy.scratch_floats(most_rows_) : 0);
  }
  layer_scores_.resize(static_cast<std::size_t>(task_.layout->n_kv_heads));
  layer_budgets_.resize(layer_scores_.size());
  layer_rows_.resize(task_.rule->adaptive_heads ? layer_scores_.size() * most_rows_ : 0);
  if (task_.recorder->rule().records()) {
    read_recorded();
  }
}

void Eviction::read_recorded() {
  last_queries_.resize(static_cast<std::size_t>(task_.layout->n_layers()));
  for (std::size_t i = 0; i < n_heads_; ++i) {
    Head& head = heads_[i];
    head.recorded = i > 0 && head.layer == heads_[i - 1].layer
                        ? heads_[i - 1].recorded
                        : task_.recorder->recorded(head.layer, last_queries_[static_cast<std::size_t>(head.layer)]);
  }
}

void Eviction::read_rows(const KvStore& store, Workspace& workspace) const noexcept {
  const auto head_dim = static_cast<std::size_t>(task_.layout->head_dim);
  for (int row = 0; row < store.n_rows; ++row) {
    const std::size_t offset = static_cast<std::size_t>(row) * head_dim;
    if (reads_keys_) {
      float* key = workspace.keys.data() + offset;
      tensor::dequantize_row(task_.layout->type_k, {store.key(*task_.format, row), task_.format->key_bytes},
                             {key, head_dim});
      if (task_.layout->transforms_keys()) {  // the transform is its own inverse
        task_.layout->kernels->hadamard(key, task_.layout->head_dim);
      }
    }
    if (reads_values_) {
      tensor::dequantize_row(task_.layout->type_v, {store.value(*task_.format, row), task_.format->value_bytes},
                             {workspace.values.data() + offset, head_dim});
    }
  }
}

void Eviction::score(Head& head, Workspace& workspace) const noexcept {
  const KvStore& store = *head.store;
  if (reads_keys_ || reads_values_) {
    read_rows(store, workspace);
  }
  if (reads_rows_) {
    task_.rule->policy->score({.layer = head.layer,
                               .kv_head = head.kv_head,
                               .positions = store.positions,
                               .keys = reads_keys_ ? workspace.keys.data() : nullptr,
                               .values = reads_values_ ? workspace.values.data() : nullptr,
                               .queries = &head.recorded},
                              head.scores, workspace.scratch);
  } else {
    std::copy(store.scores.begin(), store.scores.end(), head.scores.begin());
  }
  const OpenRows open = open_rows(store);
  if (task_.rule->value_norms != nullptr) {
    // A norm is computed once, of the value as it is stored, and of many values at a time.
    const std::span<float> norms = head.store->value_norms;
    const std::size_t n_new = norms.size() - head.n_noted;
    task_.rule->value_norms->norms(
        head.layer, head.kv_head,
        workspace.values.data() + head.n_noted * static_cast<std::size_t>(task_.layout->head_dim), n_new,
        norms.subspan(head.n_noted));
    protect(head, open);  // what stays in any case is part of the first stage
    // A head that shares its budget may hold fewer rows than that.
    const std::size_t n_first = std::min(first_stage_rows(static_cast<std::size_t>(head.budget)), head.scores.size());
    weigh_by_values(head.scores, norms, n_first, head.row_order);
  } else if (task_.rule->adaptive_heads && !task_.rule->policy->is_comparable()) {
    standardize(std::span(head.scores).subspan(open.begin, open.end - open.begin));
  }
  protect(head, open);
}

Eviction::OpenRows Eviction::open_rows(const KvStore& store) const noexcept {
  const std::vector<std::int32_t>& positions = store.positions;
  const auto row_at = [&](std::int32_t position) {
    return static_cast<std::size_t>(std::lower_bound(positions.begin(), positions.end(), position) - positions.begin());
  };
  const std::size_t begin = row_at(task_.rule->sinks);
  return {begin, std::max(begin, row_at(task_.n_tokens - task_.rule->window))};
}

void Eviction::protect(Head& head, const OpenRows& open) noexcept {
  constexpr float kAboveAll = std::numeric_limits<float>::max();
  std::fill_n(head.scores.begin(), open.begin, kAboveAll);
  std::fill(head.scores.begin() + static_cast<std::ptrdiff_t>(open.end), head.scores.end(), kAboveAll);
}

void Eviction::share_budgets() noexcept {
  const std::size_t n = layer_scores_.size();
  for (std::size_t first = 0; first < n_heads_; first += n) {
    for (std::size_t head = 0; head < n; ++head) {
      layer_scores_[head] = heads_[first + head].scores;
    }
    adaptive_budgets(layer_scores_, static_cast<std::size_t>(task_.rule->budget), layer_budgets_, layer_rows_);
    for (std::size_t head = 0; head < n; ++head) {
      heads_[first + head].budget = static_cast<int>(layer_budgets_[head]);
    }
  }
}

void Eviction::keep_best(Head& head) const noexcept {
  const SelectionRule selection{
      .budget = head.budget, .sinks = task_.rule->sinks, .window_begin = task_.n_tokens - task_.rule->window};
  head.n_kept = select_rows(selection, head.store->positions, head.scores, head.order, head.kept);
  head.store->keep_rows(*task_.format, std::span(head.kept).first(static_cast<std::size_t>(head.n_kept)));
}

}  // namespace oree::cache
