// Files of RFC 5545 through libical: read with errors that name the file, written without losing what libical does not
// know.
#pragma once

#include <libical/ical.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "tools/time_zone.h"

namespace oree::tools {

inline constexpr std::uint64_t kMaxCalendarBytes = 64u << 20;
inline constexpr const char* kIcalHint = "correct the file, or move it away and Orée starts a new one";

struct ComponentDeleter {
  void operator()(icalcomponent* component) const noexcept { icalcomponent_free(component); }
};
using ComponentPointer = std::unique_ptr<icalcomponent, ComponentDeleter>;

struct IcalFile {
  std::filesystem::path path;
  std::optional<std::string> before;  // the file's bytes; nullopt: there is none
  ComponentPointer calendar;          // a VCALENDAR
};

// No file, or an empty one, is an empty calendar. noun: what errors call it, "calendar".
// Throws Error kCorrupt (what libical found, and where), kUnsupported, kLimit, kPermission, kIo.
IcalFile read_ical(const std::filesystem::path& path, const std::string& noun);

// The calendar as it is written into its file.
std::string ical_text(icalcomponent* calendar);

std::string string_or_empty(const char* text);
bool has_property(icalcomponent* component, icalproperty_kind kind);
void remove_properties(icalcomponent* component, icalproperty_kind kind);
// The date or time of a property; null when it is missing.
icaltimetype property_time(icalcomponent* component, icalproperty_kind kind);

// A day as libical's DATE value, and the day of one of its times.
icaltimetype date_of(std::chrono::local_days day);
std::chrono::local_days day_of(const icaltimetype& time);
std::chrono::local_seconds local_of(const icaltimetype& time);  // of a day its midnight
// Days and times without a zone are local times of `zone`.
std::chrono::sys_seconds instant_of(icaltimetype time, const TimeZone& zone);

}  // namespace oree::tools
