#include "kernels/attention.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>

#include "kernels/dispatch.h"
#include "kernels/fetch_order.h"

namespace oree::kernels {
namespace {

// Queries that share one packing of a block. A multiple of the rows of the targets' tiles.
constexpr std::int32_t kQueryTile = 384;

// Up to so many queries, packing a block would cost more than it saves.
constexpr std::int64_t kFewQueries = 8;

constexpr std::size_t kAlignedFloats = 16;  // 64 bytes

std::int64_t padded(std::int64_t n) noexcept { return (n + kDimPadding - 1) / kDimPadding * kDimPadding; }

// The state of a tile of queries while it passes over the keys.
class Tile {
 public:
  Tile(const Table& table, const AttentionTask& task, std::span<float> scratch) noexcept
      : table_(table),
        task_(task),
        keys_(*key_kernels_for(table, task.view.type_k)),
        values_(*value_kernels_for(table, task.view.type_v)),
        head_dim_(task.view.head_dim),
        stride_(padded(head_dim_)),
        n_queries_(std::int64_t{task.n_tokens} * task.group),
        few_(n_queries_ <= kFewQueries),
        key_bytes_(row_bytes(task.view.type_k, task.view.head_dim)),
        value_bytes_(row_bytes(task.view.type_v, task.view.head_dim)) {
    void* memory = scratch.data();
    std::size_t n_bytes = scratch.size_bytes();
    auto* at = static_cast<float*>(std::align(kAlignedFloats * sizeof(float), 1, memory, n_bytes));
    const auto take = [&](std::int64_t n) {
      float* taken = at;
      at += padded(n);
      return taken;
    };
    packed_ = take(kKeyBlock * stride_);
    queries_ = take(n_queries_ * stride_);
    accumulators_ = take(n_queries_ * stride_);
    scores_ = take(n_queries_ * kKeyBlock);
    maxima_ = take(n_queries_);
    sums_ = take(n_queries_);
    factors_ = take(n_queries_);
    totals_ = take(n_queries_ * (head_dim_ + 2));
    part_ = take(head_dim_ + 2);
    std::fill_n(totals_, n_queries_ * (head_dim_ + 2), 0.0f);
    for (std::int64_t query = 0; query < n_queries_; ++query) {
      const float* from = task.queries + query / task.group * task.token_stride + query % task.group * head_dim_;
      float* scaled = reads_rows() ? queries_ + query * head_dim_ : part_;
      std::copy_n(from, head_dim_, scaled);
      table.scale(scaled, task.scale, head_dim_);
      if (!reads_rows()) {
        keys_.prepare(scaled, head_dim_, queries_ + query * stride_);
      }
    }
    start_part();
  }

  // Of the parts that ended.
  const float* total(std::int64_t query) const noexcept { return totals_ + query * (head_dim_ + 2); }

  // Merges the part that was passed into the totals, and begins the next.
  void end_part() noexcept {
    for (std::int64_t query = 0; query < n_queries_; ++query) {
      write_partial(query, part_);
      merge_partial(task_.view.head_dim, part_, totals_ + query * (head_dim_ + 2));
    }
    start_part();
  }

  // next: the block after this one, which has no keys at the end.
  void take_block(const KeyBlock& block, const KeyBlock& next) noexcept {
    score(block, next);
    // Tokens that see the same part of the block go together: all of them, except at the ends of what they see.
    std::int32_t n_groups = 0;
    for (std::int32_t token = 0; token < task_.n_tokens;) {
      const Range range = seen(block, token);
      std::int32_t last = sees_all(block) ? task_.n_tokens : token + 1;
      while (last < task_.n_tokens && seen(block, last) == range) {
        ++last;
      }
      if (range.begin < range.end) {
        groups_[n_groups++] = {std::int64_t{token} * task_.group, std::int64_t{last} * task_.group, range};
        weigh(groups_[n_groups - 1]);
      }
      token = last;
    }
    mix(block, next, {groups_, static_cast<std::size_t>(n_groups)});
  }

  // What a query has made of the part so far.
  void write_partial(std::int64_t query, float* partial) const noexcept {
    std::copy_n(accumulators_ + query * stride_, head_dim_, partial);
    partial[head_dim_] = maxima_[query];
    partial[head_dim_ + 1] = sums_[query];
  }

 private:
  void start_part() noexcept {
    std::fill_n(accumulators_, n_queries_ * stride_, 0.0f);
    std::fill_n(maxima_, n_queries_, 0.0f);
    std::fill_n(sums_, n_queries_, 0.0f);
  }

  bool sees_all(const KeyBlock& block) const noexcept {
    const std::int32_t last_position = task_.first_position + task_.n_tokens - 1;
    return block.positions[static_cast<std::size_t>(block.n_keys - 1)] <= task_.first_position &&
           (task_.window == 0 || block.positions[0] > last_position - task_.window);
  }

  // The first token that is not before all keys of the block.
  std::int64_t first_seeing(const KeyBlock& block) const noexcept {
    return std::clamp(block.positions[0] - task_.first_position, 0, task_.n_tokens);
  }

  // The keys of the block that a token sees.
  Range seen(const KeyBlock& block, std::int32_t token) const noexcept {
    const std::int32_t position = task_.first_position + token;
    const auto* first = block.positions.data();
    const auto* last = first + block.n_keys;
    const auto* begin = task_.window > 0 ? std::lower_bound(first, last, position - task_.window + 1) : first;
    const auto* end = std::upper_bound(begin, last, position);
    return {static_cast<std::int32_t>(begin - first), static_cast<std::int32_t>(end - first)};
  }

  // Queries [first, last) see the same keys of a block.
  struct Group {
    std::int64_t first;
    std::int64_t last;
    Range seen;
  };

  bool reads_rows() const noexcept { return few_ && keys_.score_rows != nullptr; }

  // Calls body(first, n) for the rows that lie one after the other in memory.
  template <class Body>
  static void for_each_run(std::span<const std::byte* const> rows, std::int64_t row_bytes, const Body& body) noexcept {
    for (std::size_t first = 0; first < rows.size();) {
      std::size_t end = first + 1;
      while (end < rows.size() && rows[end] == rows[end - 1] + row_bytes) {
        ++end;
      }
      body(static_cast<std::int64_t>(first), static_cast<std::int64_t>(end - first));
      first = end;
    }
  }

  // While the rows of a whole block are read, those of the next are fetched, so that memory is busy all the time.
  // nullptr: they do not lie one after the other, or are fewer.
  static const std::byte* rows_ahead(std::int64_t n_rows, const KeyBlock& next,
                                     const std::array<const std::byte*, kKeyBlock>& rows,
                                     std::int64_t row_bytes) noexcept {
    const bool whole = n_rows == kKeyBlock && next.n_keys == kKeyBlock;
    return whole && rows[kKeyBlock - 1] == rows[0] + (kKeyBlock - 1) * row_bytes ? rows[0] : nullptr;
  }

  // The same for keys that are packed, in the order of fetch_order.h.
  static void fetch(const std::byte* rows, std::int64_t n_bytes) noexcept {
    constexpr std::int64_t kLine = 64;
    constexpr int kToRead = 0;
    constexpr int kIntoSecondLevel = 2;
    const std::int64_t stretch = n_bytes / kStretches;
    for (std::int64_t offset = 0; rows != nullptr && offset < stretch; offset += kLine) {
      for (std::int64_t i = 0; i < kStretches; ++i) {
        __builtin_prefetch(rows + i * stretch + offset, kToRead, kIntoSecondLevel);
      }
    }
  }

  void score(const KeyBlock& block, const KeyBlock& next) noexcept {
    std::int64_t first_query = 0;  // whose scores are made
    if (reads_rows()) {
      for_each_run({block.keys.data(), static_cast<std::size_t>(block.n_keys)}, key_bytes_,
                   [&](std::int64_t first, std::int64_t n) {
                     keys_.score_rows({.queries = queries_,
                                       .keys = block.keys[static_cast<std::size_t>(first)],
                                       .n_queries = n_queries_,
                                       .n_keys = n,
                                       .head_dim = head_dim_,
                                       .scores = scores_ + first,
                                       .score_stride = kKeyBlock,
                                       .ahead = rows_ahead(n, next, next.keys, key_bytes_)});
                   });
    } else {
      if (few_) {
        fetch(rows_ahead(block.n_keys, next, next.keys, key_bytes_), kKeyBlock * key_bytes_);
      }
      keys_.pack(block.keys.data(), block.n_keys, head_dim_, packed_);
      first_query = first_seeing(block) * task_.group;
      keys_.score({.queries = queries_ + first_query * stride_,
                   .packed = packed_,
                   .n_queries = n_queries_ - first_query,
                   .n_keys = block.n_keys,
                   .head_dim = head_dim_,
                   .scores = scores_ + first_query * kKeyBlock});
    }
    for (std::int64_t query = first_query; task_.soft_cap > 0 && query < n_queries_; ++query) {
      table_.soft_cap(scores_ + query * kKeyBlock, task_.soft_cap, block.n_keys);
    }
  }

  // Scores become weights.
  void weigh(const Group& group) noexcept {
    table_.softmax_rows(scores_ + group.first * kKeyBlock + group.seen.begin, group.last - group.first,
                        group.seen.end - group.seen.begin, maxima_ + group.first, sums_ + group.first,
                        factors_ + group.first);
    for (std::int64_t query = group.first; query < group.last; ++query) {
      if (factors_[query] != 1.0f) {
        table_.scale(accumulators_ + query * stride_, factors_[query], stride_);
      }
    }
  }

  void mix(const KeyBlock& block, const KeyBlock& next, std::span<const Group> groups) noexcept {
    if (few_) {
      for (const Group& group : groups) {
        mix_rows(block, next, group);
      }
      return;
    }
    values_.pack(block.values.data(), block.n_keys, head_dim_, packed_);
    for (const Group& group : groups) {
      table_.mix_block({.weights = scores_ + group.first * kKeyBlock,
                        .packed = packed_,
                        .n_queries = group.last - group.first,
                        .n_keys = block.n_keys,
                        .begin = group.seen.begin,
                        .end = group.seen.end,
                        .head_dim = head_dim_,
                        .accumulators = accumulators_ + group.first * stride_});
    }
  }

  void mix_rows(const KeyBlock& block, const KeyBlock& next, const Group& group) noexcept {
    const std::byte* const* rows = block.values.data() + group.seen.begin;
    const float* weights = scores_ + group.first * kKeyBlock + group.seen.begin;
    for_each_run({rows, static_cast<std::size_t>(group.seen.end - group.seen.begin)}, value_bytes_,
                 [&](std::int64_t first, std::int64_t n) {
                   values_.mix_rows({.weights = weights + first,
                                     .weight_stride = kKeyBlock,
                                     .values = rows[first],
                                     .n_queries = group.last - group.first,
                                     .n_keys = n,
                                     .head_dim = head_dim_,
                                     .accumulators = accumulators_ + group.first * stride_,
                                     .accumulator_stride = stride_,
                                     .ahead = rows_ahead(n, next, next.values, value_bytes_)});
                 });
  }

  const Table& table_;
  const AttentionTask& task_;
  const KeyKernels& keys_;
  const ValueKernels& values_;
  const std::int64_t head_dim_;
  const std::int64_t stride_;  // of accumulators
  const std::int64_t n_queries_;
  const bool few_;  // queries
  const std::int64_t key_bytes_;
  const std::int64_t value_bytes_;
  Group groups_[kQueryTile];
  float* packed_;        // keys, then values
  float* queries_;       // scaled: [n_queries, head_dim] to read rows, prepared [n_queries, stride] for blocks
  float* accumulators_;  // [n_queries, stride]
  float* scores_;        // [n_queries, kKeyBlock]
  float* maxima_;        // [n_queries]
  float* sums_;          // [n_queries]
  float* factors_;       // [n_queries]
  float* totals_;        // [n_queries, partial_floats], of the parts that ended
  float* part_;          // [partial_floats]
};

// Positions that a token of the task sees.
Range seen_positions(const AttentionTask& task) noexcept {
  return {task.window > 0 ? std::max(0, task.first_position - task.window + 1) : 0,
          task.first_position + task.n_tokens};
}

constexpr Range kAllRows{0, std::numeric_limits<std::int32_t>::max()};

}  // namespace

std::int32_t attention_tile_tokens(std::int32_t group) noexcept { return std::max(1, kQueryTile / group); }

std::size_t attention_scratch_floats(std::int32_t group, std::int32_t head_dim) noexcept {
  const auto n_queries = static_cast<std::size_t>(attention_tile_tokens(group)) * static_cast<std::size_t>(group);
  const auto stride = static_cast<std::size_t>(padded(head_dim));
  const std::size_t of_query = 2 * stride + kKeyBlock + 3 + partial_floats(head_dim);
  const std::size_t n_buffers = 9;
  return kKeyBlock * stride + n_queries * of_query + partial_floats(head_dim) + (n_buffers + 1) * kAlignedFloats;
}

void attend(const Table& table, const AttentionTask& task, std::span<float> scratch) noexcept {
  const std::int32_t head_dim = task.view.head_dim;
  Tile tile(table, task, scratch);
  BlockWalk walk(task.view, seen_positions(task), kAllRows);
  KeyBlock blocks[2];
  bool more = walk.next(blocks[0]);
  for (int current = 0; more; current = 1 - current) {
    const KeyBlock& block = blocks[current];
    KeyBlock& next = blocks[1 - current];
    more = walk.next(next);
    tile.take_block(block, next);
    if (!more || next.first_row / kPartRows != block.first_row / kPartRows) {
      tile.end_part();
    }
  }
  for (std::int64_t token = 0; token < task.n_tokens; ++token) {
    for (std::int64_t g = 0; g < task.group; ++g) {
      finish_partial(table, head_dim, tile.total(token * task.group + g),
                     task.output + token * task.token_stride + g * head_dim);
    }
  }
}

Range parts_of(const AttentionTask& task) noexcept {
  const Range rows = rows_at(task.view, seen_positions(task));
  return {rows.begin / kPartRows, (rows.end + kPartRows - 1) / kPartRows};
}

void attend_part(const Table& table, const AttentionTask& task, std::int32_t part, std::span<float> scratch,
                 float* partials) noexcept {
  Tile tile(table, task, scratch);
  BlockWalk walk(task.view, seen_positions(task), {part * kPartRows, (part + 1) * kPartRows});
  KeyBlock blocks[2];
  bool more = walk.next(blocks[0]);
  for (int current = 0; more; current = 1 - current) {
    more = walk.next(blocks[1 - current]);
    tile.take_block(blocks[current], blocks[1 - current]);
  }
  for (std::int64_t query = 0; query < std::int64_t{task.n_tokens} * task.group; ++query) {
    tile.write_partial(query, partials + query * (task.view.head_dim + 2));
  }
}

void merge_partial(std::int32_t head_dim, const float* part, float* total) noexcept {
  const float maximum = part[head_dim];
  const float sum = part[head_dim + 1];
  float& total_maximum = total[head_dim];
  float& total_sum = total[head_dim + 1];
  if (sum == 0) {
    return;
  }
  if (total_sum == 0) {
    std::copy_n(part, head_dim + 2, total);
    return;
  }
  const float largest = std::max(maximum, total_maximum);
  const float factor = std::exp(maximum - largest);
  const float total_factor = std::exp(total_maximum - largest);
  for (std::int32_t dim = 0; dim < head_dim; ++dim) {
    total[dim] = total[dim] * total_factor + part[dim] * factor;
  }
  total_maximum = largest;
  total_sum = total_sum * total_factor + sum * factor;
}

void finish_partial(const Table& table, std::int32_t head_dim, const float* total, float* output) noexcept {
  const float sum = total[head_dim + 1];
  std::copy_n(total, head_dim, output);
  table.scale(output, sum > 0 ? 1.0f / sum : 0.0f, head_dim);
}

}  // namespace oree::kernels
