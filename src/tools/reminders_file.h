// The reminders, reminders.ics: a VTODO each, with a VALARM at its DUE (RFC 5545, sections 3.6.2 and 3.6.6).
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oree/tool.h"
#include "tools/ical_file.h"
#include "tools/time_zone.h"

namespace oree::tools {

struct Reminder {
  icalcomponent* component = nullptr;  // owned by the file
  std::string uid;
  std::string text;
  std::chrono::sys_seconds due;
  bool open = true;  // neither completed nor cancelled
};

class RemindersFile {
 public:
  // zone: of times without one. Throws as read_ical.
  static RemindersFile read(const std::filesystem::path& data_directory, const TimeZone& zone);

  // By their times. VTODOs without a DUE are other programs' and are left out.
  std::vector<Reminder> reminders() const;

  void add(const std::string& uid, const std::string& text, std::chrono::sys_seconds due, std::chrono::sys_seconds now);
  void complete(const Reminder& reminder, std::chrono::sys_seconds now);
  void remove(const Reminder& reminder);

  FileChange change() const;

 private:
  RemindersFile(IcalFile file, const TimeZone& zone) : file_(std::move(file)), zone_(&zone) {}

  IcalFile file_;
  const TimeZone* zone_;
};

// {"uid", "text", "at"[, "late": true]}
Json reminder_json(const Reminder& reminder, std::chrono::sys_seconds now, const TimeZone& zone);

// "Thu 26 Nov 2026 12:30".
std::string describe_moment(std::chrono::sys_seconds moment, const TimeZone& zone);

// The open reminder of that uid or text; case, accents and a part of the text are enough when they leave one.
// Throws Error kNotFound, kInvalid (several) with the candidates as the hint.
Reminder find_reminder(const RemindersFile& file, std::string_view wanted, const TimeZone& zone);

}  // namespace oree::tools
