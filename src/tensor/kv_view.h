// What attention sees of one KV head: keys and values in a few contiguous pieces.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "tensor/element_type.h"

namespace oree::tensor {

// Keys after RoPE and values, [n_tokens, head_dim] each, row after row.
struct KvSegment {
  const std::byte* keys = nullptr;
  const std::byte* values = nullptr;
  std::int32_t n_tokens = 0;
  std::int32_t first_position = 0;          // used when positions is nullptr: first_position, first_position + 1, ...
  std::int32_t first_row = 0;               // of all the head holds or held, counted in the order of the positions
  const std::int32_t* positions = nullptr;  // [n_tokens], ascending; what an eviction left
};

// Non-owning; valid until the cache changes. The positions ascend over all segments.
struct KvView {
  std::span<const KvSegment> segments;
  ElementType type_k = ElementType::kF32;
  ElementType type_v = ElementType::kF32;
  std::int32_t head_dim = 0;
};

}  // namespace oree::tensor
