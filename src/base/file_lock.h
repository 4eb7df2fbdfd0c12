// A lock between processes: whoever holds it, the others wait.
#pragma once

#include <filesystem>

#include "base/file_descriptor.h"

namespace oree {

// Holds flock() on a lock file, which is created (0600) when missing and never removed. Released by the destructor and,
// by the kernel, when the process ends. Two objects of one process exclude each other as well.
class FileLock {
 public:
  // Waits at most timeout_ms (0: does not wait). Throws Error kConflict when somebody else holds it for longer,
  // kNotFound (folder), kPermission, kIo.
  FileLock(const std::filesystem::path& path, int timeout_ms);

 private:
  FileDescriptor file_;
};

}  // namespace oree
