// The calendar, calendar.ics: RFC 5545 through libical. Components and properties that are not understood are kept.
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

// Instances of one repeated event that are looked at, to find those in a span.
inline constexpr int kMaxInstances = 100000;

// An event, or one instance of a repeated event.
struct Event {
  icalcomponent* component = nullptr;  // owned by the calendar
  std::string uid;
  std::string title;
  std::string location;
  std::chrono::sys_seconds start;
  std::chrono::sys_seconds end;
  bool all_day = false;   // start and end are local midnights
  bool repeated = false;  // has an RRULE or RDATE
};

class CalendarFile {
 public:
  // No file, or an empty one, is an empty calendar. zone: of times without one, and of days.
  // Throws Error kCorrupt (what libical found, and where), kUnsupported, kLimit, kPermission, kIo.
  static CalendarFile read(const std::filesystem::path& data_directory, const TimeZone& zone);

  // Each event once, a repeated one with its first instance; overridden instances are not events of their own.
  std::vector<Event> events() const;
  // What happens in [begin, end), repeated events expanded, in the order of their starts.
  // Throws Error kLimit when one repeats too often.
  std::vector<Event> occurrences(std::chrono::sys_seconds begin, std::chrono::sys_seconds end) const;

  // Takes ownership.
  void add(ComponentPointer event);
  // The event, and the instances that replace some of its own.
  void remove(const Event& event);
  // Whether instances of the event were changed one by one (RECURRENCE-ID, EXDATE, RDATE).
  bool has_exceptions(const Event& event) const;
  // Whether its times are said in the calendar's own zone, in none, or as days.
  bool is_in_this_zone(const Event& event) const;
  // Moves the ends of its rules with it, so that the last instance stays one.
  void shift_until(const Event& event, std::chrono::seconds by) const;

  // DTSTART or DTEND in the calendar's zone, or as days; adds the zone's VTIMEZONE to the calendar when it is missing.
  void set_times(icalcomponent* event, std::chrono::sys_seconds start, std::chrono::sys_seconds end, bool all_day);

  // The file as it should become.
  FileChange change() const;

 private:
  CalendarFile(IcalFile file, const TimeZone& zone)
      : path_(std::move(file.path)),
        before_(std::move(file.before)),
        calendar_(std::move(file.calendar)),
        zone_(&zone) {}

  std::optional<Event> event_of(icalcomponent* component) const;
  std::chrono::sys_seconds instant_of(icaltimetype time) const { return tools::instant_of(time, *zone_); }
  void set_time(icalcomponent* event, icalproperty_kind kind, std::chrono::sys_seconds instant, bool all_day);

  std::filesystem::path path_;
  std::optional<std::string> before_;
  ComponentPointer calendar_;
  const TimeZone* zone_;
};

// {"uid", "title", "start", "end"[, "all_day"]}: ISO 8601 local times with offset.
Json event_json(const Event& event, const TimeZone& zone);

// "Thu 26 Nov 2026 12:30-13:30 (Europe/Paris)".
std::string describe_times(const Event& event, const TimeZone& zone);

// The event of that uid or title. Case, accents and a part of the title are enough when they leave one event, or one
// that is still to come. Throws Error kNotFound, kInvalid (several) with the candidates as the hint.
Event find_event(const CalendarFile& calendar, std::string_view wanted, std::chrono::sys_seconds now,
                 const TimeZone& zone);

// A span of a list or search: from's begin to to's end. Neither: the next 7 days; from alone: to the end of that day or
// period. Throws as resolve_date; Error kInvalid when it ends before it begins.
struct Range {
  std::chrono::sys_seconds begin;
  std::chrono::sys_seconds end;
};
Range resolve_range(const Json& arguments, std::chrono::sys_seconds now, const TimeZone& zone);

}  // namespace oree::tools
