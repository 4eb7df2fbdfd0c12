#include "agent/data_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <string_view>

#include "base/atomic_file.h"
#include "base/file_descriptor.h"
#include "base/pinned_folder.h"
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
  return Error(ErrorCode::kInvalid,
               "a tool may only change files inside the data directory " + directory.string() +
                   " and the folders it was granted",
               path.string(), "this is a mistake in the tool");
}

// What lies below the folder, or is it; "" when neither.
std::optional<fs::path> below(const fs::path& path, const fs::path& folder) {
  if (path == folder) {
    return fs::path();
  }
  const std::string prefix = folder == folder.root_path() ? "/" : folder.generic_string() + "/";
  const std::string text = path.generic_string();
  return text.starts_with(prefix) ? std::optional<fs::path>(text.substr(prefix.size())) : std::nullopt;
}

// The same file without links in what was granted: below that they are refused, not followed.
std::optional<fs::path> in_granted(const fs::path& path, const std::vector<fs::path>& granted) {
  for (const fs::path& root : granted) {
    const std::optional<fs::path> rest = below(path, root);
    if (!rest) {
      continue;
    }
    // A granted file may be missing before it is written or after it was removed; its folder is not.
    const bool is_root = rest->empty();
    std::error_code failure;
    const fs::path canonical = fs::canonical(is_root ? root.parent_path() : root, failure);
    if (failure) {
      throw system_error("cannot open the folder", root, failure.value());
    }
    return canonical / (is_root ? root.filename() : *rest);
  }
  return std::nullopt;
}

bool is_absolute(const std::string& recorded) noexcept { return recorded.starts_with('/'); }

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

std::string DataFiles::recorded_path(const fs::path& path, const std::vector<fs::path>& granted) const {
  if (!path.is_absolute()) {
    throw outside(path, given_);
  }
  for (const fs::path& root : {given_, directory_}) {
    if (const auto rest = below(path, root); rest && !rest->empty()) {
      return rest->generic_string();
    }
  }
  const std::optional<fs::path> canonical = in_granted(path, granted);
  if (!canonical) {
    throw outside(path, given_);
  }
  // A granted folder may hold the data directory; the rules of that come first.
  const std::optional<fs::path> inside = below(*canonical, directory_);
  return inside ? inside->generic_string() : canonical->generic_string();
}

fs::path DataFiles::checked_path(const std::string& recorded) const {
  const fs::path part = recorded;
  const fs::path whole = directory_ / part;  // itself when it is absolute
  if (recorded.empty() || recorded.find('\0') != std::string::npos || !part.has_filename() ||
      part.lexically_normal() != part) {
    throw outside(whole, given_);
  }
  const bool granted = is_absolute(recorded);
  if (granted && below(part, directory_)) {
    throw outside(whole, given_);
  }
  fs::path path = granted ? part.root_path() : directory_;
  for (const fs::path& name : granted ? part.relative_path() : part) {
    if (name == ".." || name == ".") {
      throw outside(whole, given_);
    }
    path /= name;
    struct stat status;
    if (::lstat(path.c_str(), &status) != 0) {
      if (errno != ENOENT) {
        throw system_error("cannot look at the file", path, errno);
      }
    } else if (S_ISLNK(status.st_mode)) {
      throw Error(ErrorCode::kInvalid, "a symbolic link on the way to a file is not followed", path.string(),
                  "replace the link by what it points to");
    }
  }
  const std::string first = (granted ? part.filename() : *part.begin()).string();
  if ((!granted && first.starts_with("journal.")) || first.starts_with(kTemporaryPrefix)) {
    throw Error(ErrorCode::kInvalid, "a tool may not change the journal's own files", path.string(),
                "this is a mistake in the tool");
  }
  return path;
}

std::optional<std::string> DataFiles::read(const std::string& recorded) const {
  const fs::path path = checked_path(recorded);
  struct stat status;
  if (::lstat(path.c_str(), &status) != 0 && errno == ENOENT) {
    return std::nullopt;
  }
  return read_file(path, kMaxDataFileBytes);
}

// Of a granted folder every name on the way is opened without following links, and the file is replaced in what was
// opened: whoever swaps a folder for a link meanwhile gains nothing.
void DataFiles::put(const std::string& recorded, const std::optional<std::string>& bytes) const {
  const fs::path path = checked_path(recorded);
  if (!is_absolute(recorded)) {
    if (bytes) {
      create_private_folders(path.parent_path());
      write_file_atomically(path, *bytes);
    } else {
      remove_file(path);
    }
    return;
  }
  const PinnedFolder folder = PinnedFolder::open(path.root_path(), path.parent_path().relative_path());
  const fs::path pinned = folder.entry(path.filename().string());
  try {
    if (bytes) {
      replace_file_atomically(pinned, *bytes);
    } else {
      remove_file(pinned);
    }
  } catch (const Error& error) {
    throw Error(error.code(), error.what(), path.string(), error.hint());
  }
}

std::vector<RecordedChange> DataFiles::record(const std::vector<FileChange>& changes,
                                              const std::vector<fs::path>& granted) const {
  if (changes.size() > kMaxChangesPerCall) {
    throw Error(ErrorCode::kLimit, "one call changes " + std::to_string(changes.size()) + " files, the limit is " +
                                       std::to_string(kMaxChangesPerCall) + " (kMaxChangesPerCall)");
  }
  std::vector<RecordedChange> recorded;
  std::set<std::string> seen;
  for (const FileChange& change : changes) {
    const std::string recorded_as = recorded_path(change.path, granted);
    const std::optional<std::string> current = read(recorded_as);
    if (!seen.insert(recorded_as).second) {
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
    recorded.push_back({recorded_as, hash_of(change.before), hash_of(change.after),
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
      put(change.path, std::nullopt);
      continue;
    }
    const std::optional<std::string> wanted =
        apply_delta(forward ? change.delta : reversed(change.delta), current.value_or(""));
    if (!wanted || hash_of(wanted) != target) {
      throw Error(ErrorCode::kCorrupt, "the recorded change does not lead to the recorded hash", path.string(),
                  "the journal was altered; oree journal list shows where");
    }
    put(change.path, wanted);
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
