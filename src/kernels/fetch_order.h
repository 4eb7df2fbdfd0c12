// In which order rows are fetched that are wanted next.
//
// Compiled under the flags of every target: in an anonymous namespace, so that none can end up with code of another.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/table.h"

namespace oree::kernels {
namespace {

[[maybe_unused]] constexpr std::int64_t kStretches = 4;

// The row of the next block that is fetched beside row `index` of this one. Four stretches in turn: the processor's own
// prefetching, which follows each to the end of its page of memory, then has several of them to follow.
[[maybe_unused]] constexpr std::int64_t place_ahead(std::int64_t index) noexcept {
  return index % kStretches * (kKeyBlock / kStretches) + index / kStretches;
}

// What is fetched beside a row, from the next block (nullptr: none is known) or further on in this one.
[[maybe_unused]] inline const std::byte* row_ahead(const std::byte* block_ahead, std::int64_t index,
                                                   const std::byte* row, std::int64_t row_bytes) noexcept {
  constexpr std::int64_t kFurther = 4096;
  return block_ahead != nullptr ? block_ahead + place_ahead(index) * row_bytes : row + kFurther;
}

}  // namespace
}  // namespace oree::kernels
