#include "tools/granted_folders.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "base/atomic_file.h"
#include "base/own_folders.h"
#include "oree/error.h"
#include "oree/paths.h"
#include "text/utf8.h"

namespace oree::tools {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxEntries = 20'000;  // of one folder

// Of the same folder or one above it: what is left of the path.
std::optional<fs::path> rest_below(const fs::path& path, const fs::path& root) {
  const auto [end, rest] = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
  if (end != root.end()) return std::nullopt;
  fs::path relative;
  for (auto part = rest; part != path.end(); ++part) relative /= *part;
  return relative;
}

std::string with_tilde(const fs::path& path) {
  std::optional<fs::path> rest;
  try {
    rest = rest_below(path, fs::path(expand_home("~")));
  } catch (const Error&) {
    return path.string();  // no home folder
  }
  return !rest ? path.string() : rest->empty() ? "~" : "~/" + rest->string();
}

// An agent that may write its own agent file would grant itself anything.
bool is_of_the_program(const fs::path& path) { return own_part(path) == OwnPart::kInside; }

std::size_t depth(const fs::path& path) { return static_cast<std::size_t>(std::distance(path.begin(), path.end())); }

}  // namespace

std::string GrantedPath::shown() const { return with_tilde(absolute()); }

GrantedFolders::GrantedFolders(const AgentFolders& folders) : read_(folders.read), write_(folders.write) {}

std::string GrantedFolders::listed(Access access) const {
  std::vector<fs::path> all = write_;
  if (access == Access::kRead) all.insert(all.end(), read_.begin(), read_.end());
  std::string text;
  for (const fs::path& folder : all) text += (text.empty() ? "" : ", ") + with_tilde(folder);
  if (!text.empty()) return (access == Access::kRead ? "it may read " : "it may write in ") + text;
  return std::string("add the folder to ") + (access == Access::kRead ? "read" : "write") +
         " in [folders] of the agent file, and name the agent with -a";
}

GrantedPath GrantedFolders::locate(std::string_view said, Access access) const {
  const bool absolute = said.starts_with('/') || said == "~" || said.starts_with("~/");
  if (!absolute || said.find('\0') != std::string_view::npos || text::find_invalid_utf8(said)) {
    throw Error(ErrorCode::kInvalid,
                "the path does not say from where on: \"" + text::replace_invalid_utf8(said) + "\"", "argument path",
                "write it as the lists do, from / or ~/ on; " + listed(access));
  }
  fs::path path = expand_home(said);
  for (const fs::path& part : path) {
    if (part == "." || part == "..") {
      throw Error(ErrorCode::kInvalid, "the path goes through \"" + part.string() + "\"", "argument path",
                  "write the path without it");
    }
  }
  path = path.lexically_normal();
  if (!path.has_filename() && path.has_relative_path()) path = path.parent_path();  // "/folder/"
  std::optional<GrantedPath> found;
  for (const bool writable : {true, false}) {
    for (const fs::path& root : writable ? write_ : read_) {
      const std::optional<fs::path> relative = rest_below(path, root);
      if (relative && (!found || (depth(root) > depth(found->root) && found->writable == writable))) {
        found = GrantedPath{root, *relative, writable};
      }
    }
  }
  if (!found || (access == Access::kWrite && !found->writable)) {
    throw Error(ErrorCode::kPermission,
                with_tilde(path) + (found ? " may be read, not written" : " is in no folder granted to this agent"),
                "argument path", listed(access));
  }
  if (is_of_the_program(path)) {
    throw Error(ErrorCode::kPermission, with_tilde(path) + " is one of Orée's own files", "argument path",
                "use the tools for it");
  }
  return *found;
}

std::vector<GrantedPath> GrantedFolders::roots() const {
  std::vector<GrantedPath> roots;
  for (const bool writable : {true, false}) {
    for (const fs::path& root : writable ? write_ : read_) {
      std::error_code failure;
      const bool inside = std::any_of(roots.begin(), roots.end(),
                                      [&](const GrantedPath& other) { return rest_below(root, other.root); });
      if (!inside && fs::is_directory(root, failure) && !is_of_the_program(root)) roots.push_back({root, {}, writable});
    }
  }
  return roots;
}

std::optional<std::string> read_granted(const GrantedPath& path, std::uint64_t limit_bytes, Access use) {
  if (path.relative.empty()) {
    throw Error(ErrorCode::kIo, "this is a folder, not a file", path.shown(), "give the path of a file in it");
  }
  const PinnedFolder folder = PinnedFolder::open(path.root, path.relative.parent_path());
  const std::string name = path.relative.filename().string();
  struct stat status;
  if (::fstatat(folder.descriptor(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return std::nullopt;
    throw system_error("cannot look at the file", path.absolute(), errno);
  }
  if (S_ISLNK(status.st_mode)) {
    throw Error(ErrorCode::kInvalid, "a symbolic link inside a granted folder is not followed", path.shown(),
                "grant the folder it leads to, or replace the link by the file");
  }
  // What one name changes the others show, also those outside the granted
  // folders.
  if (use == Access::kWrite && S_ISREG(status.st_mode) && status.st_nlink > 1) {
    throw Error(ErrorCode::kPermission,
                "the file has other names (hard links), which would change with it or be left",
                path.shown(), "copy it to a file of its own and change that");
  }
  // Opened without following, so that a link put there meanwhile is an error.
  const FileDescriptor file(
      ::openat(folder.descriptor(), name.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW));
  if (file.get() < 0) throw system_error("cannot open the file", path.absolute(), errno);
  try {
    return read_file(fs::path("/proc/self/fd") / std::to_string(file.get()), limit_bytes);
  } catch (const Error& error) {
    throw Error(error.code(), error.what(), path.shown(), error.hint());
  }
}

void check_is_text(std::string_view bytes, const GrantedPath& path) {
  const auto invalid = text::find_invalid_utf8(bytes);
  const std::size_t zero = bytes.find('\0');
  if (invalid || zero != std::string_view::npos) {
    throw Error(ErrorCode::kInvalid, "the file is no UTF-8 text",
                path.shown() + ", byte " + std::to_string(invalid ? static_cast<std::size_t>(*invalid) : zero),
                "only text can be read and written");
  }
}

std::string read_granted_text(const GrantedPath& path, Access use) {
  std::optional<std::string> bytes = read_granted(path, kMaxTextFileBytes, use);
  if (!bytes)
    throw Error(ErrorCode::kNotFound, "there is no file " + path.shown(), path.shown(),
                "files_list shows those there are");
  check_is_text(*bytes, path);
  return std::move(*bytes);
}

std::vector<FolderEntry> list_granted(const GrantedPath& path) {
  const PinnedFolder folder = PinnedFolder::open(path.root, path.relative);
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(folder.entry(".").c_str()), ::closedir);
  if (!stream) throw system_error("cannot read the folder", path.absolute(), errno);
  // Only in a folder above them can one of Orée's own folders stand.
  const bool holds_own = own_part(path.absolute()) == OwnPart::kContains;
  std::vector<FolderEntry> entries;
  while (const dirent* entry = ::readdir(stream.get())) {
    const std::string name = entry->d_name;
    struct stat status;
    if (name.starts_with('.') || text::find_invalid_utf8(name) ||
        ::fstatat(folder.descriptor(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
      continue;
    }
    if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) continue;
    if (holds_own && S_ISDIR(status.st_mode) && is_of_the_program(path.absolute() / name)) continue;
    entries.push_back({name, S_ISDIR(status.st_mode), static_cast<std::uint64_t>(status.st_size)});
    if (entries.size() > kMaxEntries) {
      throw Error(ErrorCode::kLimit,
                  "the folder holds more than " + std::to_string(kMaxEntries) + " files (kMaxEntries)", path.shown(),
                  "grant a smaller one");
    }
  }
  std::sort(entries.begin(), entries.end(), [](const FolderEntry& a, const FolderEntry& b) { return a.name < b.name; });
  return entries;
}

}  // namespace oree::tools
