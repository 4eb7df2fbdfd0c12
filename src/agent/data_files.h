// The files of a data directory, and of folders granted to a tool, as the journal sees them: where they may lie, in
// which state they are, and how a recorded change is carried out or taken back.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "agent/file_delta.h"
#include "oree/tool.h"

namespace oree::agent {

inline constexpr std::uint64_t kMaxDataFileBytes = 64ull << 20;
inline constexpr std::size_t kMaxChangesPerCall = 256;

inline constexpr const char* kDatabaseName = "journal.db";
inline constexpr const char* kHeadName = "journal.head";
inline constexpr const char* kLockName = "journal.lock";

// A change as the journal records it. Hashes are SHA-256 in hexadecimal; nullopt: there is no such file.
struct RecordedChange {
  std::string path;  // relative to the data directory; absolute and without links in a granted folder
  std::optional<std::string> hash_before;
  std::optional<std::string> hash_after;
  FileDelta delta;
};

enum class Direction { kForward, kBack };

// Where a file stands in a change that goes in some direction.
enum class FileState { kOrigin, kTarget, kNeither };

class DataFiles {
 public:
  // Creates the directory and those above it (0700). Throws Error kPermission, kIo.
  explicit DataFiles(const std::filesystem::path& directory);

  // Canonical.
  const std::filesystem::path& directory() const noexcept { return directory_; }

  // The changes of a plan, those that change nothing left out. granted: files, and folders with all below them, that
  // may be changed beside the data directory.
  // Throws Error kInvalid (a path outside of both or of the journal's own, a symbolic link on the way, a path twice),
  // kConflict (a file is not as `before` says), kLimit, kPermission, kIo.
  std::vector<RecordedChange> record(const std::vector<FileChange>& changes,
                                     const std::vector<std::filesystem::path>& granted = {}) const;

  // Throws Error as record() for a path that became a link, kIo.
  FileState state(const RecordedChange& change, Direction direction) const;

  // Writes every file that is not at its target yet; each at once or not at all.
  // Throws Error kConflict (a file is in neither state), kIo, kPermission, kCorrupt (the delta does not lead there);
  // files before the failing one are then at their targets.
  void carry_out(const std::vector<RecordedChange>& changes, Direction direction) const;

  // Removes temporary files that a crash left in the directory and beside the changed files.
  void remove_leftovers(const std::vector<RecordedChange>& changes) const;

 private:
  std::filesystem::path checked_path(const std::string& recorded) const;
  std::string recorded_path(const std::filesystem::path& path, const std::vector<std::filesystem::path>& granted) const;
  std::optional<std::string> read(const std::string& recorded) const;
  void put(const std::string& recorded, const std::optional<std::string>& bytes) const;

  std::filesystem::path given_;  // as the caller wrote it, absolute
  std::filesystem::path directory_;
};

}  // namespace oree::agent
