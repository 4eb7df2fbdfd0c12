// Scores the rows of all bounded heads and keeps the best of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/thread_pool.h"
#include "cache/adaptive_budgets.h"
#include "cache/kv_layout.h"
#include "cache/kv_store.h"
#include "cache/query_recorder.h"

namespace oree::cache {

// One after the other with the same object, evictions of as many rows allocate nothing but in the first.
class Eviction {
 public:
  // Heads are added until they hold so many rows, and run then: working memory is bounded by that and one layer more.
  static constexpr std::size_t kBatchRows = std::size_t{1} << 20;

  // What an eviction is about. All must outlive its run.
  struct Task {
    const KvLayout* layout = nullptr;
    const RowFormat* format = nullptr;
    const EvictionRule* rule = nullptr;
    const QueryRecorder* recorder = nullptr;
    int n_tokens = 0;  // of the sequence
  };

  void start(const Task& task) noexcept;
  // The heads of a layer one after the other; each store notes positions and owns its slots. Throws std::bad_alloc.
  void add(int layer, int kv_head, KvStore& store);
  // Takes every head that was added to its budget. Throws std::bad_alloc before anything is changed.
  void run(ThreadPool& threads);

 private:
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
    std::size_t n_noted = 0;               // rows whose value norms are known already
    int n_kept = 0;
    RecordedQueries recorded;
  };

  // Rows [begin, end), behind the sinks and before the window.
  struct OpenRows {
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  // Working memory of one thread.
  struct Workspace {
    std::vector<float> keys;    // [rows, head_dim]
    std::vector<float> values;  // [rows, head_dim]
    std::vector<float> scratch;
  };

  void prepare(int n_threads);
  void read_recorded();
  void read_rows(const KvStore& store, Workspace& workspace) const noexcept;
  void score(Head& head, Workspace& workspace) const noexcept;
  OpenRows open_rows(const KvStore& store) const noexcept;
  // Rows of the sinks and the window stay in any case.
  static void protect(Head& head, const OpenRows& open) noexcept;
  void share_budgets() noexcept;
  void keep_best(Head& head) const noexcept;

  Task task_;
  std::vector<Head> heads_;                               // the first n_heads_ are in use
  std::vector<QueryRecorder::LastQueries> last_queries_;  // of each layer
  std::vector<Workspace> workspaces_;
  std::vector<std::span<const float>> layer_scores_;  // [n_kv_heads]
  std::vector<std::size_t> layer_budgets_;            // [n_kv_heads]
  std::vector<ScoredRow> layer_rows_;                 // [n_kv_heads * rows]
  std::size_t n_heads_ = 0;
  std::size_t most_rows_ = 0;
  bool reads_rows_ = false;
  bool reads_keys_ = false;
  bool reads_values_ = false;
};

// Is made when it is first needed, and anew in each copy of what holds it: working memory is no part of a value.
class EvictionMemory {
 public:
  EvictionMemory() = default;
  EvictionMemory(const EvictionMemory&) noexcept {}
  EvictionMemory& operator=(const EvictionMemory&) noexcept { return *this; }
  EvictionMemory(EvictionMemory&&) noexcept = default;
  EvictionMemory& operator=(EvictionMemory&&) noexcept = default;

  // Throws std::bad_alloc.
  Eviction& eviction() {
    if (eviction_ == nullptr) {
      eviction_ = std::make_unique<Eviction>();
    }
    return *eviction_;
  }

 private:
  std::unique_ptr<Eviction> eviction_;
};

}  // namespace oree::cache
