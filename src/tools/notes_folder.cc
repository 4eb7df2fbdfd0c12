#include "tools/notes_folder.h"

#include <algorithm>
#include <cstdio>

#include "base/atomic_file.h"
#include "base/sha256.h"
#include "oree/error.h"
#include "tools/text_fold.h"

namespace oree::tools {
namespace {

std::string file_stem(std::chrono::sys_seconds now) {
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(now - day);
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%04d%02u%02u-%02d%02d%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return buffer;
}

std::chrono::sys_seconds created_of(const std::filesystem::path& path) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (std::sscanf(path.filename().c_str(), "%4d%2d%2d-%2d%2d%2d-", &year, &month, &day, &hour, &minute, &second) == 6) {
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (date.ok()) {
      return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
             std::chrono::seconds(second);
    }
  }
  std::error_code error;
  const auto written = std::filesystem::last_write_time(path, error);
  if (error) return {};
  return std::chrono::floor<std::chrono::seconds>(std::chrono::file_clock::to_sys(written));
}

}  // namespace

std::filesystem::path new_note_path(const std::filesystem::path& data_directory, std::chrono::sys_seconds now,
                                    std::string_view text) {
  const std::string stem = file_stem(now);
  for (int attempt = 0;; ++attempt) {
    const std::string seed = std::string(text) + "\n" + std::to_string(attempt);
    const std::filesystem::path path = data_directory / "notes" / (stem + "-" + sha256_hex(seed).substr(0, 8) + ".txt");
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return path;
  }
}

std::vector<Note> read_notes(const std::filesystem::path& data_directory) {
  const std::filesystem::path folder = data_directory / "notes";
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  std::filesystem::directory_iterator entries(folder, error);
  if (error == std::errc::no_such_file_or_directory) return {};
  if (error) {
    throw Error(error == std::errc::permission_denied ? ErrorCode::kPermission : ErrorCode::kIo,
                "the notes cannot be read: " + error.message(), folder.string(), "check the folder");
  }
  for (const auto& entry : entries) {
    if (entry.path().extension() != ".txt" || !entry.is_regular_file(error)) continue;
    if (entry.file_size(error) > kMaxNoteBytes) continue;
    paths.push_back(entry.path());
    if (paths.size() > kMaxNotes) {
      throw Error(ErrorCode::kLimit, "there are more than " + std::to_string(kMaxNotes) + " notes", folder.string(),
                  "move old ones away");
    }
  }
  std::vector<Note> notes;
  for (const std::filesystem::path& path : paths) {
    notes.push_back({trim(read_file(path, kMaxNoteBytes)), created_of(path)});
  }
  std::stable_sort(notes.begin(), notes.end(), [](const Note& a, const Note& b) {
    return a.created != b.created ? a.created > b.created : a.text < b.text;
  });
  return notes;
}

}  // namespace oree::tools
