// Writes a GGUF v3 file: metadata and tensor list first, then the tensors' bytes as they come, so that no tensor needs
// to be in memory as a whole. Source: the GGUF specification (ggml docs/gguf.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gguf/file.h"

namespace oree::gguf {

// First every key and tensor, then begin_data(), then the bytes of each tensor in the order they were added, then
// finish(). The file appears under its name only when it is finished; one that is given up leaves nothing behind.
// A call out of order is a mistake of the program (check). Everything that writes throws Error kPermission, kLimit
// (EFBIG), kIo (full disk), with the file.
class Writer {
 public:
  // Replaces an existing file, at the end. Throws Error kNotFound when the folder does not exist.
  explicit Writer(const std::filesystem::path& path);
  ~Writer();
  Writer(Writer&&) noexcept;

  // Keys keep their order; a key that is set again keeps its place and takes the new value.
  void set_uint32(std::string_view key, std::uint32_t value);
  void set_float32(std::string_view key, float value);
  void set_bool(std::string_view key, bool value);
  void set_string(std::string_view key, std::string_view value);
  void set_strings(std::string_view key, std::span<const std::string> values);
  void set_strings(std::string_view key, std::span<const std::string_view> values);
  void set_float32s(std::string_view key, std::span<const float> values);
  void set_int32s(std::string_view key, std::span<const std::int32_t> values);
  void set_uint32s(std::string_view key, std::span<const std::uint32_t> values);
  void set_bytes(std::string_view key, std::span<const std::uint8_t> values);
  void set_bools(std::string_view key, const std::vector<bool>& values);
  // Every key of another file, as it is, but for general.alignment.
  void copy_metadata(const File& file);
  bool has(std::string_view key) const noexcept;

  // shape: the row length first (ggml's order). type: ggml's id. Throws Error kInvalid on a name or shape that GGUF
  // cannot hold, a type nobody knows, rows that are no whole number of blocks, and on a name that is there already.
  void add_tensor(std::string_view name, std::span<const std::uint64_t> shape, std::uint32_t type);
  // Of all tensors so far.
  std::uint64_t tensor_bytes() const noexcept;

  void begin_data();
  // The next bytes of the tensor under way; a tensor may come in any number of pieces.
  void write(std::span<const std::byte> bytes);
  // Syncs the file and gives it its name. Every tensor must be complete. verify: called before that with the path where
  // the complete file lies; what it throws gives the file up.
  void finish(const std::function<void(const std::filesystem::path&)>& verify = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace oree::gguf
