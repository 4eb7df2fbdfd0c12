// Records of the queries of a sequence what an eviction policy asks for.
#pragma once

#include <cstdint>
#include <vector>

#include "cache/byte_stream.h"
#include "cache/eviction_policy.h"
#include "cache/query_observer.h"

namespace oree::cache {

struct RecordingRule {
  int n_heads = 0;
  int head_dim = 0;
  int last_queries = 0;        // tokens; 0: none
  bool query_moments = false;  // sums and outer products of queries before RoPE

  bool records() const noexcept { return last_queries > 0 || query_moments; }
};

// A value: part of the state of a cache, copied with it. What it holds does not depend on the chunks.
class QueryRecorder final : public QueryObserver {
 public:
  QueryRecorder() = default;
  // layers: [n_layers], whether a layer is recorded.
  QueryRecorder(const RecordingRule& rule, const std::vector<bool>& layers);

  const RecordingRule& rule() const noexcept { return rule_; }
  void reset() noexcept;

  bool wants_plain() const noexcept override { return rule_.query_moments; }
  void observe(const QueryChunk& chunk, ThreadPool& threads) noexcept override;

  // Where the last queries of a layer lie in order: [n_last, n_heads, head_dim] and their positions.
  struct LastQueries {
    std::vector<float> rows;
    std::vector<std::int32_t> positions;
  };
  // storage: what the result points to, besides this object.
  RecordedQueries recorded(int layer, LastQueries& storage) const;

  void write(const ByteSink& sink) const;
  // Of a recorder of the same rule and layers. False when the bytes are none.
  bool read(ByteSource& source);

 private:
  struct Layer {
    std::vector<float> last;         // [last_queries, n_heads, head_dim], slot position mod last_queries
    std::vector<double> sums;        // [n_heads, head_dim]
    std::vector<double> outer_sums;  // [n_heads, head_dim, head_dim]
    std::int64_t n_counted = 0;
    std::int32_t next_position = 0;
  };

  RecordingRule rule_;
  std::vector<Layer> layers_;
};

}  // namespace oree::cache
