#include "base/private_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/file_descriptor.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kPrivateFolder = 0700;

}  // namespace

void create_private_folders(const fs::path& path) {
  if (path.has_parent_path() && path != path.parent_path()) {
    std::error_code failure;
    if (!fs::exists(path.parent_path(), failure)) {
      create_private_folders(path.parent_path());
    }
  }
  if (::mkdir(path.c_str(), kPrivateFolder) != 0) {
    if (errno == EEXIST) {
      return;
    }
    throw system_error("cannot create the folder", path, errno);
  }
  // A power cut must not take the folder away from under a file that the journal says is there.
  const FileDescriptor parent(::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (parent.get() >= 0) {
    ::fsync(parent.get());
  }
}

bool is_private_folder(const fs::path& path) noexcept {
  struct stat status;
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == ::geteuid() &&
         (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

}  // namespace oree
