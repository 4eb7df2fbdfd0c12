// Which keys and values of a head are worth keeping.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace oree::cache {

// What a policy may ask to have recorded of the queries of one layer.
struct RecordedQueries {
  // After RoPE, of the last tokens, oldest first: [n_last, n_heads, head_dim], at positions [n_last].
  const float* last = nullptr;
  std::span<const std::int32_t> last_positions;
  // Before RoPE, of every token so far but the first kUncounted: sums [n_heads, head_dim] and sums of outer products
  // [n_heads, head_dim, head_dim].
  static constexpr int kUncounted = 4;
  std::int64_t n_counted = 0;
  const double* sums = nullptr;
  const double* outer_sums = nullptr;
  std::int32_t next_position = 0;  // of the next token
};

// Rows of one (layer, KV head), oldest first. What a policy does not need may be nullptr.
struct HeadRows {
  int layer = 0;
  int kv_head = 0;
  std::span<const std::int32_t> positions;  // [n]
  const float* keys = nullptr;              // [n, head_dim], after RoPE
  const float* values = nullptr;            // [n, head_dim]
  const RecordedQueries* queries = nullptr;

  std::size_t size() const noexcept { return positions.size(); }
};

// Immutable and thread-safe: several heads are scored at the same time.
class EvictionPolicy {
 public:
  struct Needs {
    bool keys = false;
    bool values = false;
    int last_queries = 0;        // tokens
    bool query_moments = false;  // sums and outer_sums
  };

  virtual ~EvictionPolicy() = default;
  virtual std::string_view name() const noexcept = 0;
  virtual Needs needs() const noexcept = 0;

  // Whether the score of a row depends on that row alone. Then score() is called once for each, when it is appended,
  // with keys and values as computed; otherwise at every eviction with all rows of a head as they are stored.
  virtual bool is_static() const noexcept = 0;

  // Whether scores of different heads mean the same; otherwise those of a head are compared by their distance from its
  // own mean, in deviations.
  virtual bool is_comparable() const noexcept { return false; }

  // Floats of working memory that score() takes for n rows.
  virtual std::size_t scratch_floats(std::size_t n_rows) const noexcept = 0;

  // Fills scores [rows.size()]; the rows with the largest are kept. Finite for finite keys and values.
  virtual void score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept = 0;
};

}  // namespace oree::cache
