// Files by descriptor: ownership, and errors that name the path and what to do.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <utility>

#include "oree/error.h"

namespace oree {

// Closes its descriptor at the end of its life. -1 is none.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int descriptor) noexcept : descriptor_(descriptor) {}
  ~FileDescriptor();
  FileDescriptor(FileDescriptor&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;

  int get() const noexcept { return descriptor_; }

 private:
  int descriptor_ = -1;
};

// The Error for a failed system call: kNotFound for ENOENT and ENOTDIR, kPermission for EACCES, EPERM and EROFS, kLimit
// for EFBIG, otherwise kIo. action: "cannot read".
Error system_error(std::string_view action, const std::filesystem::path& path, int error_number);

// Opens a regular file for reading. Never blocks: a FIFO or device is refused, and so is a directory (kIo).
// size_bytes: the file's size. Throws Error kNotFound, kPermission, kIo.
FileDescriptor open_regular_file(const std::filesystem::path& path, std::uintmax_t& size_bytes);

}  // namespace oree
