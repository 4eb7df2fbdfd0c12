// How a number is stored in memory: plain, or in blocks that share a scale.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace oree::tensor {

enum class ElementType {
  kF32,
  kF16,
  kBf16,
  kQ8_0,
  kQ4_0,
  kQ4_1,
  kQ5_0,
  kQ5_1,
  kQ2K,
  kQ3K,
  kQ4K,
  kQ5K,
  kQ6K,
  kIq4Nl,
  kIq4Xs,
  kMxfp4
};

inline constexpr std::size_t kElementTypes = 16;

struct ElementTypeInfo {
  std::string_view name;     // "q8_0"
  std::uint32_t ggml_id;     // the type id in a GGUF file
  std::uint32_t block_size;  // elements that are stored together; a row is a whole number of blocks
  std::uint32_t block_bytes;
};

const ElementTypeInfo& info(ElementType type) noexcept;

// nullopt for a type Orée cannot compute with.
std::optional<ElementType> from_ggml_id(std::uint32_t ggml_id) noexcept;
std::optional<ElementType> from_name(std::string_view name) noexcept;

// Bytes of a row of n elements. nullopt when n is not a whole number of blocks or the size overflows.
std::optional<std::uint64_t> row_bytes(ElementType type, std::uint64_t n) noexcept;

}  // namespace oree::tensor
