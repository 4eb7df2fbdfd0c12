#include "base/open_files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace oree {
namespace {

namespace fs = std::filesystem;

bool has_open(const fs::path& process, const struct stat& wanted) {
  std::error_code failure;
  for (fs::directory_iterator file(process / "fd", failure), end; !failure && file != end; file.increment(failure)) {
    struct stat status;
    if (::stat(file->path().c_str(), &status) == 0 && status.st_dev == wanted.st_dev &&
        status.st_ino == wanted.st_ino) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::optional<std::string> process_with_open_file(const fs::path& path) {
  struct stat wanted;
  if (::stat(path.c_str(), &wanted) != 0) {
    return std::nullopt;
  }
  const std::string self = std::to_string(::getpid());
  std::error_code failure;
  for (fs::directory_iterator process("/proc", failure), end; !failure && process != end; process.increment(failure)) {
    const std::string id = process->path().filename().string();
    const bool is_process = std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!is_process || id == self || !has_open(process->path(), wanted)) {
      continue;
    }
    std::string name;
    std::ifstream comm(process->path() / "comm");
    std::getline(comm, name);
    return (name.empty() ? "another program" : name) + " (process " + id + ")";
  }
  return std::nullopt;
}

}  // namespace oree
