#include "base/own_folders.h"

#include <algorithm>
#include <system_error>

#include "oree/error.h"
#include "oree/paths.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

bool is_below(const fs::path& path, const fs::path& root) {
  return std::mismatch(root.begin(), root.end(), path.begin(), path.end()).first == root.end();
}

// Without a '/' at its end.
fs::path plain(const fs::path& path) {
  const fs::path normal = path.lexically_normal();
  return normal.has_filename() || !normal.has_relative_path() ? normal : normal.parent_path();
}

fs::path without_links(const fs::path& path) {
  std::error_code failure;
  const fs::path real = fs::weakly_canonical(path, failure);
  return failure ? plain(path) : plain(real);
}

}  // namespace

OwnPart own_part(const fs::path& path) {
  const fs::path said = plain(path);
  const fs::path real = without_links(path);
  OwnPart part = OwnPart::kNone;
  for (const auto& directory : {data_directory, config_directory, cache_directory}) {
    fs::path own;
    try {
      own = plain(directory());
    } catch (const Error&) {
      continue;  // there is no home folder, and so nothing in it
    }
    const fs::path real_own = without_links(own);
    if (is_below(said, own) || is_below(real, real_own)) {
      return OwnPart::kInside;
    }
    if (is_below(own, said) || is_below(real_own, real)) {
      part = OwnPart::kContains;
    }
  }
  return part;
}

}  // namespace oree
