// Scoring and evicting the rows of all bounded heads.
#include <algorithm>
#include <limits>
#include <string>

#include "cache/adaptive_budgets.h"
#include "cache/critical_selection.h"
#include "cache/kv_cache.h"
#include "cache/row_selection.h"
#include "cache/standardize.h"
#include "oree/error.h"
#include "tensor/convert.h"

namespace oree::cache {
namespace {

// One head under eviction.
struct Head {
  int layer = 0;
  int kv_head = 0;
  KvStore* store = nullptr;
  std::vector<float> scores;             // [rows]
  std::vector<std::int32_t> order;       // working memory, [rows]
  std::vector<std::uint32_t> row_order;  // the same
  std::vector<std::int32_t> kept;        // [rows]
  int budget = 0;                        // rows
  int n_kept = 0;
};

// Working memory of one thread.
struct Workspace {
  std::vector<float> keys;    // [rows, head_dim]
  std::vector<float> values;  // [rows, head_dim]
  std::vector<float> norms;   // [rows]
  std::vector<float> scratch;
};

class Eviction {
 public:
  Eviction(const KvLayout& layout, const RowFormat& format, const EvictionRule& rule, const QueryRecorder& recorder,
           int n_tokens)
      : layout_(layout), format_(format), rule_(rule), recorder_(recorder), n_tokens_(n_tokens) {}

  void add(int layer, int kv_head, KvStore& store) {
    const auto rows = static_cast<std::size_t>(store.n_rows);
    Head& head = heads_.emplace_back();
    head.layer = layer;
    head.kv_head = kv_head;
    head.store = &store;
    head.budget = rule_.budget;
    head.scores.resize(rows);
    head.order.resize(rows);
    head.row_order.resize(rows);
    head.kept.resize(rows);
    most_rows_ = std::max(most_rows_, rows);
    if (recorder_.rule().records() && (last_queries_.empty() || heads_[heads_.size() - 2].layer != layer)) {
      last_queries_.emplace_back();
    }
  }

  void run(ThreadPool& threads) {
    if (heads_.empty()) {
      return;
    }
    prepare(threads.n_threads());
    const auto n_heads = static_cast<std::int64_t>(heads_.size());
    threads.parallel_for(n_heads, 1, [&](int thread, std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        score(heads_[static_cast<std::size_t>(i)], recorded_[static_cast<std::size_t>(i)],
              workspaces_[static_cast<std::size_t>(thread)]);
      }
    });
    if (rule_.adaptive_heads) {
      share_budgets();
    }
    threads.parallel_for(n_heads, 1, [&](int, std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        keep_best(heads_[static_cast<std::size_t>(i)]);
      }
    });
  }

 private:
  void prepare(int n_threads) {
    const EvictionPolicy& policy = *rule_.policy;
    // What was noted when rows were appended are the scores of the cache's own policy.
    reads_rows_ =
        !policy.is_static() || heads_.front().store->scores.empty() || rule_.policy != layout_.eviction.policy;
    reads_keys_ = reads_rows_ && policy.needs().keys;
    reads_values_ = (reads_rows_ && policy.needs().values) ||
                    (rule_.value_norms != nullptr && heads_.front().store->value_norms.empty());
    workspaces_.resize(static_cast<std::size_t>(n_threads));
    const std::size_t floats = most_rows_ * static_cast<std::size_t>(layout_.head_dim);
    for (Workspace& workspace : workspaces_) {
      workspace.keys.resize(reads_keys_ ? floats : 0);
      workspace.values.resize(reads_values_ ? floats : 0);
      workspace.norms.resize(rule_.value_norms != nullptr ? most_rows_ : 0);
      workspace.scratch.resize(reads_rows_ ? policy.scratch_floats(most_rows_) : 0);
    }
    recorded_.resize(heads_.size());
    if (recorder_.rule().records()) {
      std::size_t layer_index = 0;
      for (std::size_t i = 0; i < heads_.size(); ++i) {
        layer_index += i > 0 && heads_[i].layer != heads_[i - 1].layer ? 1 : 0;
        recorded_[i] = recorder_.recorded(heads_[i].layer, last_queries_[layer_index]);
      }
    }
  }

  void read_rows(const KvStore& store, Workspace& workspace) const noexcept {
    const auto head_dim = static_cast<std::size_t>(layout_.head_dim);
    for (int row = 0; row < store.n_rows; ++row) {
      const std::size_t offset = static_cast<std::size_t>(row) * head_dim;
      if (reads_keys_) {
        float* key = workspace.keys.data() + offset;
        tensor::dequantize_row(layout_.type_k, {store.key(format_, row), format_.key_bytes}, {key, head_dim});
        if (layout_.transforms_keys()) {  // the transform is its own inverse
          layout_.kernels->hadamard(key, layout_.head_dim);
        }
      }
      if (reads_values_) {
        tensor::dequantize_row(layout_.type_v, {store.value(format_, row), format_.value_bytes},
                               {workspace.values.data() + offset, head_dim});
      }
    }
  }

  void score(Head& head, const RecordedQueries& recorded, Workspace& workspace) const noexcept {
    const KvStore& store = *head.store;
    if (reads_keys_ || reads_values_) {
      read_rows(store, workspace);
    }
    if (reads_rows_) {
      rule_.policy->score({.layer = head.layer,
                           .kv_head = head.kv_head,
                           .positions = store.positions,
                           .keys = reads_keys_ ? workspace.keys.data() : nullptr,
                           .values = reads_values_ ? workspace.values.data() : nullptr,
                           .queries = &recorded},
                          head.scores, workspace.scratch);
    } else {
      std::copy(store.scores.begin(), store.scores.end(), head.scores.begin());
    }
    const OpenRows open = open_rows(store);
    if (rule_.value_norms != nullptr) {
      std::span<const float> norms = store.value_norms;
      if (norms.empty()) {
        const auto made = std::span(workspace.norms).first(head.scores.size());
        rule_.value_norms->norms(head.layer, head.kv_head, workspace.values.data(), head.scores.size(), made);
        norms = made;
      }
      protect(head, open);  // what stays in any case is part of the first stage
      // A head that shares its budget may hold fewer rows than that.
      const std::size_t n_first = std::min(first_stage_rows(static_cast<std::size_t>(head.budget)), head.scores.size());
      weigh_by_values(head.scores, norms, n_first, head.row_order);
    } else if (rule_.adaptive_heads && !rule_.policy->is_comparable()) {
      standardize(std::span(head.scores).subspan(open.begin, open.end - open.begin));
    }
    protect(head, open);
  }

  // Rows [begin, end), behind the sinks and before the window.
  struct OpenRows {
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  OpenRows open_rows(const KvStore& store) const noexcept {
    const std::vector<std::int32_t>& positions = store.positions;
    const auto row_at = [&](std::int32_t position) {
      return static_cast<std::size_t>(std::lower_bound(positions.begin(), positions.end(), position) -
                                      positions.begin());
    };
    const std::size_t begin = row_at(rule_.sinks);
    return {begin, std::max(begin, row_at(n_tokens_ - rule_.window))};
  }

  // Rows of the sinks and the window stay in any case.
  static void protect(Head& head, const OpenRows& open) noexcept {
    constexpr float kAboveAll = std::numeric_limits<float>::max();
    std::fill_n(head.scores.begin(), open.begin, kAboveAll);
    std::fill(head.scores.begin() + static_cast<std::ptrdiff_t>(open.end), head.scores.end(), kAboveAll);
  }

  // heads_ holds the heads of a layer one after the other.
  void share_budgets() {
    std::vector<std::size_t> budgets(static_cast<std::size_t>(layout_.n_kv_heads));
    std::vector<ScoredRow> working(budgets.size() * most_rows_);
    for (std::size_t first = 0; first < heads_.size(); first += static_cast<std::size_t>(layout_.n_kv_heads)) {
      std::vector<std::span<const float>> scores;
      for (int head = 0; head < layout_.n_kv_heads; ++head) {
        scores.emplace_back(heads_[first + static_cast<std::size_t>(head)].scores);
      }
      adaptive_budgets(scores, static_cast<std::size_t>(rule_.budget), budgets, working);
      for (std::size_t head = 0; head < budgets.size(); ++head) {
        heads_[first + head].budget = static_cast<int>(budgets[head]);
      }
    }
  }

  void keep_best(Head& head) const noexcept {
    const SelectionRule selection{
        .budget = head.budget, .sinks = rule_.sinks, .window_begin = n_tokens_ - rule_.window};
    head.n_kept = select_rows(selection, head.store->positions, head.scores, head.order, head.kept);
    head.store->keep_rows(format_, std::span(head.kept).first(static_cast<std::size_t>(head.n_kept)));
  }

  const KvLayout& layout_;
  const RowFormat& format_;
  const EvictionRule& rule_;
  const QueryRecorder& recorder_;
  int n_tokens_;
  std::vector<Head> heads_;
  std::vector<RecordedQueries> recorded_;                 // [heads]
  std::vector<QueryRecorder::LastQueries> last_queries_;  // of each layer
  std::vector<Workspace> workspaces_;
  std::size_t most_rows_ = 0;
  bool reads_rows_ = false;
  bool reads_keys_ = false;
  bool reads_values_ = false;
};

}  // namespace

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
  Eviction eviction(layout_, format_, rule, recorder_, n_tokens_);
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
      store.own_slots(format_, *pool_, 0, store.n_rows);
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
