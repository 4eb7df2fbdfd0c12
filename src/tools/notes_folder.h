// Notes: one text file each, notes/YYYYMMDD-HHMMSS-HASH.txt, the time in UTC.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace oree::tools {

inline constexpr std::uint64_t kMaxNoteBytes = 1u << 20;  // larger files of the folder are left out of searches
inline constexpr std::size_t kMaxNotes = 100000;

struct Note {
  std::string text;
  std::chrono::sys_seconds created;
};

// A path that does not exist yet.
std::filesystem::path new_note_path(const std::filesystem::path& data_directory, std::chrono::sys_seconds now,
                                    std::string_view text);

// Newest first. Files whose name is not a note's are the user's own and are dated by their modification.
// Throws Error kPermission, kIo, kLimit.
std::vector<Note> read_notes(const std::filesystem::path& data_directory);

}  // namespace oree::tools
