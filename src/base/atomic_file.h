// Whole files: read within a limit, written so that a crash leaves either the old content or the new.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace oree {

// What temporary files of AtomicFile and write_file_atomically() are called: this, and six characters more.
inline constexpr std::string_view kTemporaryPrefix = ".oree-";
inline constexpr std::size_t kTemporaryNameBytes = 12;

// Throws Error kNotFound, kPermission, kIo (a folder, FIFO or device too), kLimit beyond limit_bytes.
std::string read_file(const std::filesystem::path& path, std::uint64_t limit_bytes);

// A file that is written piece by piece and appears under its name, whole, when it is committed: a temporary file
// `.oree-XXXXXX` in the same folder, removed when the object goes without that. Modes, links and errors as
// write_file_atomically.
class AtomicFile {
 public:
  // Who may read a file that is new: the user alone (0600), or whoever the umask lets (0666 less the umask).
  enum class Readers { kUserAlone, kByUmask };

  // What a symbolic link under that name means.
  enum class Links { kFollow, kRefuse };

  explicit AtomicFile(const std::filesystem::path& path, Readers readers = Readers::kUserAlone,
                      Links links = Links::kFollow);
  ~AtomicFile();
  AtomicFile(AtomicFile&&) noexcept;

  void write(std::string_view bytes);
  void write(std::span<const std::byte> bytes);
  // Where the bytes lie until commit(), for whoever checks them first.
  std::filesystem::path temporary_path() const;
  // Once, at the end.
  void commit();
  // The same without syncing file and folder, for what can be made again: after a power cut the file may hold anything.
  void commit_unsynced();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Writes a temporary file `.oree-XXXXXX` in the same folder, syncs it, renames it to path and syncs the folder. An
// existing file keeps its mode, a symbolic link stays and its target is replaced; a new file is the user's alone
// (0600). The folder must exist. Throws Error kNotFound (folder), kPermission (read-only file systems too), kLimit
// (EFBIG), kIo (full disk); the old content is then untouched and no temporary file is left. Only a failing disk, whose
// sync of the folder fails at the very end (kIo), leaves the new content in place, perhaps not durably.
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes);
void write_file_atomically(const std::filesystem::path& path, std::span<const std::byte> bytes);

// The same without following a link that stands under the name: that is an Error kIo.
void replace_file_atomically(const std::filesystem::path& path, std::string_view bytes);

// Removes a file and syncs the folder. Returns false when there was none. Throws Error kPermission, kIo.
bool remove_file(const std::filesystem::path& path);

}  // namespace oree
