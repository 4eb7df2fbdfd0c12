// The folders an agent may look into or change, and the files in them: by paths as a person writes them, without ever
// following a link below a granted folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/pinned_folder.h"
#include "oree/agent.h"

namespace oree::tools {

inline constexpr std::uint64_t kMaxTextFileBytes = 1u << 20;  // read, written or searched as text
inline constexpr std::uint64_t kMaxFileBytes = 64u << 20;     // moved or deleted: the journal keeps what it held

// A place inside a granted folder.
struct GrantedPath {
  std::filesystem::path root;      // as the agent file has it
  std::filesystem::path relative;  // "" is the folder itself
  bool writable = false;

  std::filesystem::path absolute() const { return relative.empty() ? root : root / relative; }
  // With ~ for the home folder, as results say it.
  std::string shown() const;
};

enum class Access { kRead, kWrite };

class GrantedFolders {
 public:
  explicit GrantedFolders(const AgentFolders& folders);

  // said: absolute or from ~/, without "." and "..". Of several granted folders the deepest counts.
  // Throws Error kInvalid (no such path), kPermission (outside, or a folder that may only be read) with the folders.
  GrantedPath locate(std::string_view said, Access access) const;

  // Those that exist, each once; for lists and searches without a folder.
  std::vector<GrantedPath> roots() const;
  std::vector<std::filesystem::path> writable() const { return write_; }

 private:
  std::string listed(Access access) const;

  std::vector<std::filesystem::path> read_;
  std::vector<std::filesystem::path> write_;
};

// The bytes of a regular file; nullopt when there is none. Throws Error
// kInvalid (a link), kIo (a folder, a device), kLimit, kPermission (also, where
// it is to be changed, a file with several hard links), kNotFound (its folder).
std::optional<std::string> read_granted(const GrantedPath& path, std::uint64_t limit_bytes, Access use);
// The same as text. Throws also Error kNotFound when there is no file, kInvalid
// when it is not UTF-8 text.
std::string read_granted_text(const GrantedPath& path, Access use);
void check_is_text(std::string_view bytes, const GrantedPath& path);

struct FolderEntry {
  std::string name;
  bool is_folder = false;
  std::uint64_t size_bytes = 0;
};
// Regular files and folders by name; hidden ones, links, names that are not
// UTF-8 and Orée's own folders left out. Throws Error kNotFound, kPermission,
// kIo, kInvalid (a link on the way), kLimit.
std::vector<FolderEntry> list_granted(const GrantedPath& folder);

}  // namespace oree::tools
