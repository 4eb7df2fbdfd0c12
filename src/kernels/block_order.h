// The order of blocks in tiles of activations.
//
// Compiled under the flags of every target: in an anonymous namespace, so that none can end up with code of another.
#pragma once

#include <cstdint>

namespace oree::kernels {
namespace {

// Blocks whose number divided by four leaves less than rest, of n_blocks: where those that leave rest begin.
[[maybe_unused]] inline std::int64_t first_of_rest(std::int64_t n_blocks, std::int64_t rest) noexcept {
  const std::int64_t over = n_blocks % 4;
  return rest * (n_blocks / 4) + (rest < over ? rest : over);
}

// Where a block is in MatmulTask::tiles.
[[maybe_unused]] inline std::int64_t place_of_block(std::int64_t n_blocks, std::int64_t block) noexcept {
  return first_of_rest(n_blocks, block % 4) + block / 4;
}

}  // namespace
}  // namespace oree::kernels
