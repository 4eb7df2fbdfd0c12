#include "tensor/element_type.h"

#include <array>

#include "base/checked.h"
#include "tensor/blocks.h"

namespace oree::tensor {
namespace {

// In the order of the enumeration. Ids: ggml.h, enum ggml_type.
constexpr std::array<ElementTypeInfo, kElementTypes> kTypes = {{
    {"f32", 0, 1, 4},
    {"f16", 1, 1, 2},
    {"bf16", 30, 1, 2},
    {"q8_0", 8, kBlockSize, sizeof(BlockQ8_0)},
    {"q4_0", 2, kBlockSize, sizeof(BlockQ4_0)},
    {"q4_1", 3, kBlockSize, sizeof(BlockQ4_1)},
    {"q5_0", 6, kBlockSize, sizeof(BlockQ5_0)},
    {"q5_1", 7, kBlockSize, sizeof(BlockQ5_1)},
    {"q2_k", 10, kSuperBlockSize, sizeof(BlockQ2K)},
    {"q3_k", 11, kSuperBlockSize, sizeof(BlockQ3K)},
    {"q4_k", 12, kSuperBlockSize, sizeof(BlockQ4K)},
    {"q5_k", 13, kSuperBlockSize, sizeof(BlockQ5K)},
    {"q6_k", 14, kSuperBlockSize, sizeof(BlockQ6K)},
    {"iq4_nl", 20, kBlockSize, sizeof(BlockIq4Nl)},
    {"iq4_xs", 23, kSuperBlockSize, sizeof(BlockIq4Xs)},
    {"mxfp4", 39, kBlockSize, sizeof(BlockMxfp4)},
}};

}  // namespace

const ElementTypeInfo& info(ElementType type) noexcept { return kTypes[static_cast<std::size_t>(type)]; }

std::optional<ElementType> from_ggml_id(std::uint32_t ggml_id) noexcept {
  for (std::size_t i = 0; i < kTypes.size(); ++i) {
    if (kTypes[i].ggml_id == ggml_id) {
      return static_cast<ElementType>(i);
    }
  }
  return std::nullopt;
}

std::optional<ElementType> from_name(std::string_view name) noexcept {
  for (std::size_t i = 0; i < kTypes.size(); ++i) {
    if (kTypes[i].name == name) {
      return static_cast<ElementType>(i);
    }
  }
  return std::nullopt;
}

std::optional<std::uint64_t> row_bytes(ElementType type, std::uint64_t n) noexcept {
  const ElementTypeInfo& properties = info(type);
  if (n % properties.block_size != 0) {
    return std::nullopt;
  }
  return checked_multiply(n / properties.block_size, properties.block_bytes);
}

}  // namespace oree::tensor
