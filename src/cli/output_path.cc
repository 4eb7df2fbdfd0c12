#include "cli/output_path.h"

#include <unistd.h>

#include <string>
#include <system_error>

#include "oree/error.h"

namespace oree::cli {
namespace {

namespace fs = std::filesystem;

// Links are followed, as by whoever writes.
fs::path target_of(const fs::path& path) {
  std::error_code failure;
  const fs::path target = fs::weakly_canonical(path, failure);
  return failure ? path : target;
}

void check_is_no_folder(const fs::path& path) {
  std::error_code failure;
  if (fs::is_directory(path, failure)) {
    throw Error(ErrorCode::kInvalid, "a folder stands where a file is to be written", path.string(),
                "name a file inside it");
  }
}

void check_folder_of(const fs::path& path) {
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::error_code failure;
  if (!fs::is_directory(folder, failure)) {
    throw Error(ErrorCode::kNotFound, "the folder to write to does not exist", folder.string(),
                "make it first, or choose another path");
  }
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    throw Error(ErrorCode::kPermission, "no file can be made in the folder", folder.string(), "choose another path");
  }
}

}  // namespace

void check_writable(const fs::path& path) {
  const fs::path target = target_of(path);
  check_is_no_folder(target);
  std::error_code failure;
  if (!fs::exists(target, failure)) {
    check_folder_of(target);
  } else if (::access(target.c_str(), W_OK) != 0) {
    throw Error(ErrorCode::kPermission, "the file cannot be written", path.string(), "choose another path");
  }
}

void check_replaceable(const fs::path& path) {
  const fs::path target = target_of(path);
  check_is_no_folder(target);
  check_folder_of(target);
}

}  // namespace oree::cli
