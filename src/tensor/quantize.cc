#include "tensor/quantize.h"

#include <cstring>
#include <limits>

#include "base/check.h"
#include "tensor/convert.h"

namespace oree::tensor {
namespace {

template <class Block>
void search_blocks(std::span<const float> row, std::span<std::byte> stored) noexcept {
  const auto needed = row.size() / values_in<Block>() * sizeof(Block);
  check(row.size() % values_in<Block>() == 0 && needed <= stored.size(),
        "a row and its stored bytes have sizes that do not match");
  for (std::size_t i = 0; i < row.size() / values_in<Block>(); ++i) {
    Block block;
    search_block(row.data() + i * values_in<Block>(), block);
    std::memcpy(stored.data() + i * sizeof(Block), &block, sizeof(Block));
  }
}

}  // namespace

bool can_quantize_weights(ElementType type) noexcept {
  return can_quantize(type) || type == ElementType::kQ4K || type == ElementType::kQ5K || type == ElementType::kQ6K;
}

float largest_weight(ElementType type) noexcept {
  constexpr float kLargestHalf = 65504;
  switch (type) {
    case ElementType::kF32:
      return std::numeric_limits<float>::max();
    case ElementType::kBf16:
      return 0x1.FEp127f;
    case ElementType::kF16:
      return kLargestHalf;
    case ElementType::kQ8_0:
      return kLargestHalf * 127;
    case ElementType::kQ4_0:
      return kLargestHalf * 7;
    case ElementType::kQ4K:
    case ElementType::kQ5K:
      return kLargestHalf * 63;  // dmin * minimum, where all of a run is far below zero
    case ElementType::kQ6K:
      return kLargestHalf * 127 * 31;
    default:
      check(false, "the largest weight of an element type that is only read");
      return 0;
  }
}

void quantize_weights(ElementType type, std::span<const float> row, std::span<std::byte> stored) noexcept {
  switch (type) {
    case ElementType::kQ4_0:
      search_blocks<BlockQ4_0>(row, stored);
      break;
    case ElementType::kQ4K:
      search_blocks<BlockQ4K>(row, stored);
      break;
    case ElementType::kQ5K:
      search_blocks<BlockQ5K>(row, stored);
      break;
    case ElementType::kQ6K:
      search_blocks<BlockQ6K>(row, stored);
      break;
    default:
      quantize_row(type, row, stored);
  }
}

}  // namespace oree::tensor
