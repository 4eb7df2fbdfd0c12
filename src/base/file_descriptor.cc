#include "base/file_descriptor.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace oree {

FileDescriptor::~FileDescriptor() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

Error system_error(std::string_view action, const std::filesystem::path& path, int error_number) {
  ErrorCode code = ErrorCode::kIo;
  std::string hint;
  switch (error_number) {
    case ENOENT:
    case ENOTDIR:
      code = ErrorCode::kNotFound;
      hint = "check the path";
      break;
    case EACCES:
    case EPERM:
      code = ErrorCode::kPermission;
      hint = "check the permissions of the file and of the folders above it";
      break;
    case EROFS:
      code = ErrorCode::kPermission;
      hint = "choose a folder that is not mounted read-only";
      break;
    case EFBIG:
      code = ErrorCode::kLimit;
      hint = "raise the limit on file sizes (ulimit -f) or choose another file system";
      break;
    case ENOSPC:
    case EDQUOT:
      hint = "make room on the disk; nothing was changed";
      break;
    default:
      break;
  }
  return Error(code, std::string(action) + ": " + std::generic_category().message(error_number), path.string(), hint);
}

FileDescriptor open_regular_file(const std::filesystem::path& path, std::uintmax_t& size_bytes) {
  // Without O_NONBLOCK opening a FIFO would wait for a writer.
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (file.get() < 0) {
    throw system_error("cannot open the file", path, errno);
  }
  struct stat status;
  if (::fstat(file.get(), &status) != 0) {
    throw system_error("cannot examine the file", path, errno);
  }
  if (!S_ISREG(status.st_mode)) {
    throw Error(ErrorCode::kIo, S_ISDIR(status.st_mode) ? "this is a folder, not a file" : "this is not a regular file",
                path.string(), "give the path of a regular file");
  }
  size_bytes = static_cast<std::uintmax_t>(status.st_size);
  return file;
}

}  // namespace oree
