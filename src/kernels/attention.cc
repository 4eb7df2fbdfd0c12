#include "kernels/attention.h"

#include <algorithm>
#include <array>

#include "kernels/dispatch.h"

namespace oree::kernels {
namespace {

// Query rows that share one reading of a key.
constexpr std::int32_t kQueryTile = 32;

std::int32_t position_of(const tensor::KvSegment& segment, std::int32_t index) noexcept {
  return segment.positions == nullptr ? segment.first_position + index : segment.positions[index];
}

// The first index whose position is at least this one.
std::int32_t index_from(const tensor::KvSegment& segment, std::int32_t position) noexcept {
  if (segment.positions == nullptr) {
    return std::clamp(position - segment.first_position, 0, segment.n_tokens);
  }
  const std::int32_t* end = segment.positions + segment.n_tokens;
  return static_cast<std::int32_t>(std::lower_bound(segment.positions, end, position) - segment.positions);
}

// The keys of one block: a run for each segment it touches.
struct Run {
  const tensor::KvSegment* segment;
  std::int32_t begin;  // in the segment
  std::int32_t count;
};
struct KeyBlock {
  std::array<Run, kKeyBlock> runs;
  std::array<std::int32_t, kKeyBlock> positions;
  int n_runs = 0;
  int n_keys = 0;
};

// Walks the keys at positions [begin, end) of a view, block by block: those whose rows, divided by kKeyBlock, are
// equal.
class BlockWalk {
 public:
  BlockWalk(std::span<const tensor::KvSegment> segments, std::int32_t begin, std::int32_t end) noexcept
      : segments_(segments), begin_(begin), end_(end) {}

  // False at the end.
  bool next(KeyBlock& block) noexcept {
    block.n_runs = 0;
    block.n_keys = 0;
    std::int32_t block_end = 0;  // a row
    for (; segment_ < segments_.size(); ++segment_, index_ = -1) {
      const tensor::KvSegment& segment = segments_[segment_];
      if (index_ < 0) {
        index_ = index_from(segment, begin_);
        stop_ = index_from(segment, end_);
      }
      if (index_ >= stop_) {
        continue;
      }
      const std::int32_t row = segment.first_row + index_;
      if (block.n_keys == 0) {
        block_end = (row / kKeyBlock + 1) * kKeyBlock;
      } else if (row >= block_end) {
        break;
      }
      const std::int32_t stop = std::min(stop_, block_end - segment.first_row);
      block.runs[static_cast<std::size_t>(block.n_runs++)] = {&segment, index_, stop - index_};
      for (; index_ < stop; ++index_) {
        block.positions[static_cast<std::size_t>(block.n_keys++)] = position_of(segment, index_);
      }
      if (index_ < stop_) {
        break;
      }
    }
    return block.n_keys > 0;
  }

 private:
  std::span<const tensor::KvSegment> segments_;
  std::int32_t begin_;
  std::int32_t end_;
  std::size_t segment_ = 0;
  std::int32_t index_ = -1;  // in the segment; -1: not looked up yet
  std::int32_t stop_ = 0;    // one past the last index to walk in the segment
};

std::int64_t row_bytes(tensor::ElementType type, std::int64_t head_dim) noexcept {
  const tensor::ElementTypeInfo& stored = tensor::info(type);
  return head_dim / stored.block_size * stored.block_bytes;
}

// The state of a tile of queries while it passes over the keys.
struct Tile {
  const Table& table;
  const AttentionTask& task;
  std::int64_t head_dim;
  std::int64_t n_queries;
  float* queries;       // [n_queries, head_dim], scaled
  float* accumulators;  // [n_queries, head_dim]
  float* scores;        // [n_queries, kKeyBlock]
  float* maxima;        // [n_queries]
  float* sums;          // [n_queries]

  std::int32_t position(std::int64_t query) const noexcept {
    return task.first_position + static_cast<std::int32_t>(query / task.group);
  }

  // The keys of the block that the queries of one token see, [begin, end).
  std::pair<int, int> seen(const KeyBlock& block, std::int32_t position) const noexcept {
    const auto* first = block.positions.data();
    const auto* last = first + block.n_keys;
    const auto* begin = task.window > 0 ? std::lower_bound(first, last, position - task.window + 1) : first;
    const auto* end = std::upper_bound(begin, last, position);
    return {static_cast<int>(begin - first), static_cast<int>(end - first)};
  }
};

void score(const Tile& tile, const KeyBlock& block) noexcept {
  const Scores scores = scores_for(tile.table, tile.task.view.type_k);
  const std::int64_t key_bytes = row_bytes(tile.task.view.type_k, tile.head_dim);
  std::int64_t offset = 0;
  for (int r = 0; r < block.n_runs; ++r) {
    const Run& run = block.runs[static_cast<std::size_t>(r)];
    scores({.queries = tile.queries,
            .keys = run.segment->keys + run.begin * key_bytes,
            .n_queries = tile.n_queries,
            .n_keys = run.count,
            .head_dim = tile.head_dim,
            .scores = tile.scores + offset,
            .score_stride = kKeyBlock});
    offset += run.count;
  }
}

// Adds the values that the queries [first, last) see, which is the same part of the block for all of them.
void mix(const Tile& tile, const KeyBlock& block, std::int64_t first, std::int64_t last, int begin, int end) noexcept {
  const Mix mix_rows = mix_for(tile.table, tile.task.view.type_v);
  const std::int64_t value_bytes = row_bytes(tile.task.view.type_v, tile.head_dim);
  int offset = 0;
  for (int r = 0; r < block.n_runs; ++r) {
    const Run& run = block.runs[static_cast<std::size_t>(r)];
    const int from = std::max(begin, offset);
    const int to = std::min(end, offset + run.count);
    if (from < to) {
      mix_rows({.weights = tile.scores + first * kKeyBlock + from,
                .weight_stride = kKeyBlock,
                .values = run.segment->values + (run.begin + from - offset) * value_bytes,
                .n_queries = last - first,
                .n_keys = to - from,
                .head_dim = tile.head_dim,
                .accumulators = tile.accumulators + first * tile.head_dim});
    }
    offset += run.count;
  }
}

void take_block(const Tile& tile, const KeyBlock& block) noexcept {
  score(tile, block);
  if (tile.task.soft_cap > 0) {
    for (std::int64_t query = 0; query < tile.n_queries; ++query) {
      tile.table.soft_cap(tile.scores + query * kKeyBlock, tile.task.soft_cap, block.n_keys);
    }
  }
  std::int64_t query = 0;
  while (query < tile.n_queries) {
    const auto range = tile.seen(block, tile.position(query));
    std::int64_t last = query;
    while (last < tile.n_queries && tile.seen(block, tile.position(last)) == range) {
      last += tile.task.group;
    }
    if (range.first < range.second) {
      for (std::int64_t q = query; q < last; ++q) {
        const float factor = tile.table.softmax_step(tile.scores + q * kKeyBlock + range.first,
                                                     range.second - range.first, tile.maxima + q, tile.sums + q);
        if (factor != 1.0f) {
          tile.table.scale(tile.accumulators + q * tile.head_dim, factor, tile.head_dim);
        }
      }
      mix(tile, block, query, last, range.first, range.second);
    }
    query = last;
  }
}

}  // namespace

std::int32_t attention_tile_tokens(std::int32_t group) noexcept { return std::max(1, kQueryTile / group); }

std::size_t attention_scratch_floats(std::int32_t group, std::int32_t head_dim) noexcept {
  const auto n_queries = static_cast<std::size_t>(attention_tile_tokens(group)) * static_cast<std::size_t>(group);
  return n_queries * (2 * static_cast<std::size_t>(head_dim) + kKeyBlock + 2);
}

void attend(const Table& table, const AttentionTask& task, std::span<float> scratch) noexcept {
  const std::int64_t head_dim = task.view.head_dim;
  const std::int64_t n_queries = std::int64_t{task.n_tokens} * task.group;
  float* queries = scratch.data();
  float* accumulators = queries + n_queries * head_dim;
  float* scores = accumulators + n_queries * head_dim;
  float* maxima = scores + n_queries * kKeyBlock;
  float* sums = maxima + n_queries;
  for (std::int64_t token = 0; token < task.n_tokens; ++token) {
    const float* from = task.queries + token * task.token_stride;
    float* to = queries + token * task.group * head_dim;
    std::copy_n(from, task.group * head_dim, to);
    table.scale(to, task.scale, task.group * head_dim);
  }
  std::fill_n(accumulators, n_queries * head_dim, 0.0f);
  std::fill_n(maxima, n_queries, 0.0f);
  std::fill_n(sums, n_queries, 0.0f);

  const Tile tile{table, task, head_dim, n_queries, queries, accumulators, scores, maxima, sums};
  const std::int32_t begin = task.window > 0 ? std::max(0, task.first_position - task.window + 1) : 0;
  BlockWalk walk(task.view.segments, begin, task.first_position + task.n_tokens);
  KeyBlock block;
  while (walk.next(block)) {
    take_block(tile, block);
  }
  for (std::int64_t token = 0; token < task.n_tokens; ++token) {
    for (std::int64_t g = 0; g < task.group; ++g) {
      const std::int64_t query = token * task.group + g;
      float* row = accumulators + query * head_dim;
      table.scale(row, sums[query] > 0 ? 1.0f / sums[query] : 0.0f, head_dim);
      std::copy_n(row, head_dim, task.output + token * task.token_stride + g * head_dim);
    }
  }
}

}  // namespace oree::kernels
