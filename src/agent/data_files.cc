#include "agent/data_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <string_view>

#include "base/atomic_file.h"
#include "base/file_descriptor.h"
#include "base/private_folder.h"
#include "base/sha256.h"
#include "oree/error.h"

namespace oree::agent {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> hash_of(const std::optional<std::string>& content) {
  return content ? std::optional(sha256_hex(std::string_view(*content))) : std::nullopt;
}

Error outside(const fs::path& path, const fs::path& directory) {
  return Error(ErrorCode::kInvalid, "a tool may only change files inside the data directory " + directory.string(),
               path.string(), "this is a mistake in the tool");
}

}  // namespace

DataFiles::DataFiles(const fs::path& directory) : given_(fs::absolute(directory).lexically_normal()) {
  if (!given_.has_filename()) {  // "DIR/"
    given_ = given_.parent_path();
  }
  create_private_folders(given_);
  std::error_code failure;
  directory_ = fs::canonical(given_, failure);
  if (failure || !fs::is_directory(directory_, failure)) {
    throw Error(ErrorCode::kIo, "the data directory is not a folder", given_.string(),
                "remove what stands there, or choose another with XDG_DATA_HOME");
  }
}

std::string DataFiles::relative_path(const fs::path& path) const {
  if (!path.is_absolute()) {
    throw outside(path, given_);
  }
  const std::string text = path.generic_string();
  for (const fs::path& root : {given_, directory_}) {
    const std::string prefix = root.generic_string() + "/";
    if (text.starts_with(prefix)) {
      return text.substr(prefix.size());
    }
  }
  throw outside(path, given_);
}

fs::path DataFiles::checked_path(const std::string& relative) const {
  const fs::path part = relative;
  if (relative.empty() || relative.find('\0') != std::string::npos || part.is_absolute() || !part.has_filename() ||
      part.lexically_normal() != part) {
    throw outside(directory_ / part, given_);
  }
  fs::path path = directory_;
  for (const fs::path& name : part) {
    if (name == ".." || name == ".") {
      throw outside(directory_ / part, given_);
    }
    path /= name;
    struct stat status;
    if (::lstat(path.c_str(), &status) != 0) {
      if (errno != ENOENT) {
        throw system_error("cannot look at the file", path, errno);
      }
    } else if (S_ISLNK(status.st_mode)) {
      throw Error(ErrorCode::kInvalid, "a symbolic link in the data directory is not followed", path.string(),
                  "replace the link by the file it points to");
    }
  }
  const std::string first = part.begin()->string();
  if (first.starts_with("journal.") || first.starts_with(kTemporaryPrefix)) {
    throw Error(ErrorCode::kInvalid, "a tool may not change the journal's own files", path.string(),
                "this is a mistake in the tool");
  }
  return path;
}

std::optional<std::string> DataFiles::read(const std::string& relative) const {
  const fs::path path = checked_path(relative);
  struct stat status;
  if (::lstat(path.c_str(), &status) != 0 && errno == ENOENT) {
    return std::nullopt;
  }
  return read_file(path, kMaxDataFileBytes);
}

std::vector<RecordedChange> DataFiles::record(const std::vector<FileChange>& changes) const {
  if (changes.size() > kMaxChangesPerCall) {
    throw Error(ErrorCode::kLimit, "one call changes " + std::to_string(changes.size()) + " files, the limit is " +
                                       std::to_string(kMaxChangesPerCall) + " (kMaxChangesPerCall)");
  }
  std::vector<RecordedChange> recorded;
  std::set<std::string> seen;
  for (const FileChange& change : changes) {
    const std::string relative = relative_path(change.path);
    const std::optional<std::string> current = read(relative);
    if (!seen.insert(relative).second) {
      throw Error(ErrorCode::kInvalid, "a plan changes the same file twice", change.path.string(),
                  "this is a mistake in the tool");
    }
    if (current != change.before) {
      throw Error(ErrorCode::kConflict, "the file changed while the call was planned", change.path.string(),
                  "try again");
    }
    if (change.before == change.after) {
      continue;
    }
    if (change.after && change.after->size() > kMaxDataFileBytes) {
      throw Error(ErrorCode::kLimit,
                  "the file would grow beyond " + std::to_string(kMaxDataFileBytes) + " bytes (kMaxDataFileBytes)",
                  change.path.string());
    }
    recorded.push_back({relative, hash_of(change.before), hash_of(change.after),
                        make_delta(change.before.value_or(""), change.after.value_or(""))});
  }
  return recorded;
}

FileState DataFiles::state(const RecordedChange& change, Direction direction) const {
  const std::optional<std::string> hash = hash_of(read(change.path));
  const bool forward = direction == Direction::kForward;
  if (hash == (forward ? change.hash_after : change.hash_before)) {
    return FileState::kTarget;
  }
  return hash == (forward ? change.hash_before : change.hash_after) ? FileState::kOrigin : FileState::kNeither;
}

void DataFiles::carry_out(const std::vector<RecordedChange>& changes, Direction direction) const {
  const bool forward = direction == Direction::kForward;
  for (const RecordedChange& change : changes) {
    const std::optional<std::string>& origin = forward ? change.hash_before : change.hash_after;
    const std::optional<std::string>& target = forward ? change.hash_after : change.hash_before;
    const fs::path path = checked_path(change.path);
    const std::optional<std::string> current = read(change.path);
    const std::optional<std::string> hash = hash_of(current);
    if (hash == target) {
      continue;
    }
    if (hash != origin) {
      throw Error(ErrorCode::kConflict, "another program changed the file meanwhile", path.string(), "try again");
    }
    if (!target) {
      remove_file(path);
      continue;
    }
    const std::optional<std::string> wanted =
        apply_delta(forward ? change.delta : reversed(change.delta), current.value_or(""));
    if (!wanted || hash_of(wanted) != target) {
      throw Error(ErrorCode::kCorrupt, "the recorded change does not lead to the recorded hash", path.string(),
                  "the journal was altered; oree journal list shows where");
    }
    create_private_folders(path.parent_path());
    write_file_atomically(path, *wanted);
  }
}

void DataFiles::remove_leftovers(const std::vector<RecordedChange>& changes) const {
  std::set<fs::path> folders = {directory_};
  for (const RecordedChange& change : changes) {
    folders.insert(checked_path(change.path).parent_path());
  }
  for (const fs::path& folder : folders) {
    std::error_code failure;
    std::vector<fs::path> leftovers;
    for (fs::directory_iterator file(folder, failure), end; !failure && file != end; file.increment(failure)) {
      const std::string name = file->path().filename().string();
      if (name.size() == kTemporaryNameBytes && name.starts_with(kTemporaryPrefix)) {
        leftovers.push_back(file->path());
      }
    }
    for (const fs::path& leftover : leftovers) {
      fs::remove(leftover, failure);
    }
  }
}

}  // namespace oree::agent
