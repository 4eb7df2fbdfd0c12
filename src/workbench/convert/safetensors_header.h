// The JSON that a safetensors file begins with.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace oree::workbench {

// A tensor as the header lists it; nothing about its bytes is checked yet.
struct SafetensorsEntry {
  std::string name;
  std::string type;
  std::vector<std::uint64_t> shape;
  std::array<std::uint64_t, 2> offsets{};  // begin and end in the bytes behind the header
};

// Throws Error kCorrupt (byte of the header, or the tensor), kLimit. __metadata__ is read and dropped.
std::vector<SafetensorsEntry> read_safetensors_header(std::string_view json, const std::filesystem::path& path);

}  // namespace oree::workbench
