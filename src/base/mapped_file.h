// A file's bytes in memory, read only, without reading them first.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace oree {

class MappedFile {
 public:
  // Throws Error kNotFound, kPermission, kIo (a folder, FIFO or device too); where() is the path.
  // If another program shortens the file while it is mapped, reading the lost part ends the process (SIGBUS).
  explicit MappedFile(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;

  // Page-aligned; empty for an empty file. Valid as long as this object, also after it was moved.
  std::span<const std::byte> bytes() const noexcept { return bytes_; }

  // Gives the memory of a part back that has been read and will hardly be again: it no longer counts as this
  // process's, and is read from the file once more if it is touched.
  void release(std::span<const std::byte> part) const noexcept;

 private:
  std::span<const std::byte> bytes_;
};

}  // namespace oree
