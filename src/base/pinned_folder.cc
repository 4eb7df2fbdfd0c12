#include "base/pinned_folder.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

namespace oree {

namespace fs = std::filesystem;

PinnedFolder PinnedFolder::open(const fs::path& root, const fs::path& relative) {
  FileDescriptor folder(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0) {
    throw system_error("cannot open the folder", root, errno);
  }
  fs::path path = root;
  for (const fs::path& name : relative) {
    path /= name;
    if (name == ".." || name == "." || name.has_root_path()) {
      throw Error(ErrorCode::kInvalid, "the path leads through \"" + name.string() + "\"", path.string(),
                  "write the path without it");
    }
    if (name.empty()) {  // "folder/"
      continue;
    }
    FileDescriptor next(::openat(folder.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    if (next.get() < 0) {
      const int failure = errno;
      struct stat status;
      if (::fstatat(folder.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode)) {
        throw Error(ErrorCode::kInvalid, "a symbolic link inside a granted folder is not followed", path.string(),
                    "grant the folder it leads to, or replace the link by it");
      }
      throw system_error("cannot open the folder", path, failure);
    }
    folder = std::move(next);
  }
  return {std::move(folder), std::move(path)};
}

fs::path PinnedFolder::entry(const std::string& name) const {
  return fs::path("/proc/self/fd") / std::to_string(folder_.get()) / name;
}

}  // namespace oree
