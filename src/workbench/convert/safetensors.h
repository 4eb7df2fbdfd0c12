// One safetensors file, mapped into memory. Its header is checked as a whole before any tensor is given out.
// Source: the format's description, github.com/huggingface/safetensors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace oree::workbench {

inline constexpr std::uint64_t kMaxSafetensorsHeaderBytes = 100'000'000;  // the format's own limit
inline constexpr std::size_t kMaxSafetensorsTensors = 65536;
inline constexpr std::size_t kMaxSafetensorsNameBytes = 1024;
inline constexpr std::size_t kMaxSafetensorsDimensions = 8;

struct SafetensorsTensor {
  std::string name;
  std::string type;                  // as the format spells it: "BF16", "F8_E4M3"
  std::vector<std::uint64_t> shape;  // the row length last; empty for a single number
  std::span<const std::byte> data;   // of any alignment; its size matches shape and type
};

class SafetensorsFile {
 public:
  // Throws Error: kNotFound; kPermission; kCorrupt (what, and the tensor or byte); kUnsupported (element type); kLimit.
  static SafetensorsFile open(const std::filesystem::path& path);
  // The same for bytes in memory, which must outlive the file. name: what errors call it.
  static SafetensorsFile from_bytes(std::span<const std::byte> bytes, const std::filesystem::path& name = "memory");
  ~SafetensorsFile();
  SafetensorsFile(SafetensorsFile&&) noexcept;

  const std::filesystem::path& path() const noexcept;
  // In the order of the header.
  const std::vector<SafetensorsTensor>& tensors() const noexcept;
  // MappedFile::release for a part of a tensor.
  void release(std::span<const std::byte> part) const noexcept;

 private:
  struct State;
  explicit SafetensorsFile(std::unique_ptr<const State> state);
  std::unique_ptr<const State> state_;
};

}  // namespace oree::workbench
