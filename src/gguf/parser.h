// Turns the bytes of a GGUF file into checked lists; nothing outside the bytes is ever read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gguf/file.h"
#include "gguf/value.h"

namespace oree::gguf {

// All views point into the bytes. Memory in proportion to the bytes, whatever counts they claim.
struct ParsedFile {
  std::uint32_t version = 0;
  std::vector<std::string_view> keys;  // in the file's order
  std::map<std::string_view, Value> metadata;
  std::vector<TensorInfo> tensors;  // in the file's order
  std::map<std::string_view, std::size_t> tensor_index;
};

// name: what errors call the file. Throws Error kCorrupt, kUnsupported, kLimit.
ParsedFile parse(std::span<const std::byte> bytes, const std::string& name);

}  // namespace oree::gguf
