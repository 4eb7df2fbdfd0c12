#include "kernels/key_blocks.h"

#include <algorithm>

namespace oree::kernels {
namespace {

// The first index whose position is at least this one.
std::int32_t index_from(const tensor::KvSegment& segment, std::int32_t position) noexcept {
  if (segment.positions == nullptr) {
    return std::clamp(position - segment.first_position, 0, segment.n_tokens);
  }
  const std::int32_t* end = segment.positions + segment.n_tokens;
  return static_cast<std::int32_t>(std::lower_bound(segment.positions, end, position) - segment.positions);
}

}  // namespace

std::int64_t row_bytes(tensor::ElementType type, std::int32_t head_dim) noexcept {
  const tensor::ElementTypeInfo& stored = tensor::info(type);
  return head_dim / stored.block_size * std::int64_t{stored.block_bytes};
}

Range rows_at(const tensor::KvView& view, Range positions) noexcept {
  Range rows;
  for (const tensor::KvSegment& segment : view.segments) {
    const std::int32_t begin = index_from(segment, positions.begin);
    const std::int32_t end = index_from(segment, positions.end);
    if (begin < end) {
      rows.begin = rows.end == 0 ? segment.first_row + begin : rows.begin;
      rows.end = segment.first_row + end;
    }
  }
  return rows;
}

BlockWalk::BlockWalk(const tensor::KvView& view, Range positions, Range rows) noexcept
    : segments_(view.segments),
      positions_(positions),
      rows_(rows),
      key_bytes_(row_bytes(view.type_k, view.head_dim)),
      value_bytes_(row_bytes(view.type_v, view.head_dim)) {}

bool BlockWalk::next(KeyBlock& block) noexcept {
  block.n_keys = 0;
  std::int32_t block_end = 0;  // a row
  for (; segment_ < segments_.size(); ++segment_, index_ = -1) {
    const tensor::KvSegment& segment = segments_[segment_];
    if (index_ < 0) {
      index_ = std::max(index_from(segment, positions_.begin), rows_.begin - segment.first_row);
      stop_ = std::min(index_from(segment, positions_.end), rows_.end - segment.first_row);
    }
    if (index_ >= stop_) {
      continue;
    }
    const std::int32_t row = segment.first_row + index_;
    if (block.n_keys == 0) {
      block.first_row = row;
      block_end = (row / kKeyBlock + 1) * kKeyBlock;
    } else if (row >= block_end) {
      break;
    }
    take(segment, std::min(stop_, block_end - segment.first_row) - index_, block);
    if (index_ < stop_) {
      break;
    }
  }
  return block.n_keys > 0;
}

void BlockWalk::take(const tensor::KvSegment& segment, std::int32_t count, KeyBlock& block) noexcept {
  const std::byte* key = segment.keys + index_ * key_bytes_;
  const std::byte* value = segment.values + index_ * value_bytes_;
  for (std::int32_t i = 0; i < count; ++i, key += key_bytes_, value += value_bytes_) {
    const auto at = static_cast<std::size_t>(block.n_keys + i);
    block.keys[at] = key;
    block.values[at] = value;
    block.positions[at] =
        segment.positions == nullptr ? segment.first_position + index_ + i : segment.positions[index_ + i];
  }
  block.n_keys += count;
  index_ += count;
}

}  // namespace oree::kernels
