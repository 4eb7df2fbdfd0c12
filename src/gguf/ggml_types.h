// The tensor types of the ggml family, also those Orée cannot compute with: enough to check and list any file.
#pragma once

#include <cstdint>
#include <string_view>

namespace oree::gguf {

struct GgmlType {
  std::uint32_t id;
  std::string_view name;     // "Q4_K"
  std::uint32_t block_size;  // elements
  std::uint32_t block_bytes;
};

// nullptr for an id that no release of ggml has used.
// Source: ggml.h, enum ggml_type; sizes as in the gguf package 0.19 (GGML_QUANT_SIZES).
const GgmlType* find_ggml_type(std::uint32_t id) noexcept;

}  // namespace oree::gguf
