// Walks the keys and values of a view a block at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "kernels/table.h"
#include "tensor/kv_view.h"

namespace oree::kernels {

// Successive keys whose rows, divided by kKeyBlock, are equal.
struct KeyBlock {
  std::array<const std::byte*, kKeyBlock> keys;
  std::array<const std::byte*, kKeyBlock> values;
  std::array<std::int32_t, kKeyBlock> positions;  // ascending
  std::int32_t first_row = 0;
  int n_keys = 0;
};

struct Range {
  std::int32_t begin = 0;
  std::int32_t end = 0;
  bool operator==(const Range&) const noexcept = default;
};

// Of a row of keys or values.
std::int64_t row_bytes(tensor::ElementType type, std::int32_t head_dim) noexcept;

// The rows of a view at these positions, from the first to one past the last; {0, 0} when it has none there.
Range rows_at(const tensor::KvView& view, Range positions) noexcept;

// The keys of a view at positions and in rows that are in both ranges.
class BlockWalk {
 public:
  BlockWalk(const tensor::KvView& view, Range positions, Range rows) noexcept;

  // False at the end.
  bool next(KeyBlock& block) noexcept;

 private:
  void take(const tensor::KvSegment& segment, std::int32_t count, KeyBlock& block) noexcept;

  std::span<const tensor::KvSegment> segments_;
  Range positions_;
  Range rows_;
  std::int64_t key_bytes_;
  std::int64_t value_bytes_;
  std::size_t segment_ = 0;
  std::int32_t index_ = -1;  // in the segment; -1: not looked up yet
  std::int32_t stop_ = 0;    // one past the last index to walk in the segment
};

}  // namespace oree::kernels
