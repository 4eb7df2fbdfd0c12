// A model file in GGUF v2 or v3, mapped into memory. Every offset, size, count and type is checked before it is used.
// Source: the GGUF specification (ggml docs/gguf.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace oree {
struct FileIdentity;
}

namespace oree {
class ThreadPool;
}

namespace oree::gguf {

// The ids of GGUF's metadata value types.
enum class ValueType : std::uint32_t {
  kUint8 = 0,
  kInt8,
  kUint16,
  kInt16,
  kUint32,
  kInt32,
  kFloat32,
  kBool,
  kString,
  kArray,
  kUint64,
  kInt64,
  kFloat64,
};

// One tensor as the file lists it. shape[0] is the length of a row, the fastest dimension (ggml's order).
struct TensorInfo {
  std::string_view name;  // points into the map
  std::vector<std::uint64_t> shape;
  std::uint32_t type;               // ggml's type id; names and sizes are in gguf/ggml_types.h
  std::span<const std::byte> data;  // inside the map; its size matches shape and type; empty when the type is unknown
  std::uint64_t file_offset;        // bytes
};

class File {
 public:
  // Throws Error: kNotFound; kPermission; kCorrupt (byte offset); kUnsupported (version, byte order); kLimit.
  static File open(const std::filesystem::path& path);
  // The same for bytes in memory, which must outlive the file. name: what errors call it.
  static File from_bytes(std::span<const std::byte> bytes, const std::filesystem::path& name = "memory");
  ~File();
  File(File&&) noexcept;

  const std::filesystem::path& path() const noexcept;
  std::uint32_t version() const noexcept;
  std::uint64_t size_bytes() const noexcept;
  // Of the file that is mapped; nullptr for bytes in memory.
  const FileIdentity* identity() const noexcept;

  bool has(std::string_view key) const noexcept;
  std::vector<std::string_view> keys() const;

  // Typed access. Integers of any width convert when the value fits. The `find_` forms return nullopt when the key is
  // absent and the `get_` forms throw Error kCorrupt naming it; both throw kCorrupt when the type is another.
  std::optional<std::uint64_t> find_unsigned(std::string_view key) const;
  std::optional<double> find_float(std::string_view key) const;
  std::optional<bool> find_bool(std::string_view key) const;
  std::optional<std::string_view> find_string(std::string_view key) const;
  std::uint64_t get_unsigned(std::string_view key) const;
  double get_float(std::string_view key) const;
  std::string_view get_string(std::string_view key) const;

  // Arrays; the views point into the map.
  std::optional<std::vector<std::string_view>> find_strings(std::string_view key) const;
  std::optional<std::vector<float>> find_floats(std::string_view key) const;
  std::optional<std::vector<std::int64_t>> find_integers(std::string_view key) const;
  std::optional<std::vector<bool>> find_bools(std::string_view key) const;
  // Whether the key holds an array; false when absent.
  bool is_array(std::string_view key) const noexcept;
  // What follows the key in the file, type first; empty when absent.
  std::span<const std::byte> stored_value(std::string_view key) const noexcept;

  // For who reads a tensor once: gives back the memory its mapped bytes hold. They are read again when needed.
  void release(std::span<const std::byte> part_of_a_tensor) const noexcept;

  // MappedFile::ask_for_huge_pages() of all but a tensor, of which single rows are looked up; nullptr: of all.
  void ask_for_huge_pages(const TensorInfo* but) const noexcept;

  // MappedFile::hold_in_huge_pages() of a mapped file; nothing for bytes that are the caller's.
  void hold_in_huge_pages(ThreadPool& threads) const;

  const std::vector<TensorInfo>& tensors() const noexcept;
  // nullptr when absent.
  const TensorInfo* find_tensor(std::string_view name) const noexcept;

 private:
  struct State;
  explicit File(std::unique_ptr<const State> state);
  std::unique_ptr<const State> state_;
};

}  // namespace oree::gguf
