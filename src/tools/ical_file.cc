#include "tools/ical_file.h"

#include <algorithm>
#include <array>

#include "base/atomic_file.h"
#include "oree/error.h"
#include "tools/kept_lines.h"
#include "tools/text_fold.h"

namespace oree::tools {
namespace {

constexpr const char* kProductId = "-//Oree//Oree//EN";

ComponentPointer empty_calendar() {
  return ComponentPointer(icalcomponent_vanew(ICAL_VCALENDAR_COMPONENT, icalproperty_new_version("2.0"),
                                              icalproperty_new_prodid(kProductId), static_cast<void*>(nullptr)));
}

// Properties without which an event is another one; an error in any other is no reason to refuse a calendar.
constexpr std::array<const char*, 7> kNeededProperties = {"DTSTART",       "DTEND",  "DURATION", "RRULE",
                                                          "RECURRENCE-ID", "EXDATE", "RDATE"};

// "No value for LOCATION property": exporters write such lines, and they mean nothing. libical has dropped the line.
bool is_harmless(const std::string& error) {
  constexpr std::string_view kNoValue = "No value for ";
  return error.starts_with(kNoValue) &&
         std::none_of(kNeededProperties.begin(), kNeededProperties.end(), [&](const char* name) {
           return std::string_view(error).substr(kNoValue.size()).starts_with(name);
         });
}

// The first error libical noted while it parsed, "" when there is none. Notes of harmless ones are removed, or they
// would be written into the file.
std::string first_error(icalcomponent* component) {
  icalproperty* next = nullptr;
  for (icalproperty* property = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY); property;
       property = next) {
    const std::string error = string_or_empty(icalproperty_get_xlicerror(property));
    if (!is_harmless(error)) return error;
    next = icalcomponent_get_next_property(component, ICAL_XLICERROR_PROPERTY);
    icalcomponent_remove_property(component, property);
    icalproperty_free(property);
  }
  for (icalcomponent* child = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT); child;
       child = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT)) {
    if (std::string error = first_error(child); !error.empty()) {
      const icalproperty* summary = icalcomponent_get_first_property(child, ICAL_SUMMARY_PROPERTY);
      return error + (summary ? " (in \"" + string_or_empty(icalproperty_get_summary(summary)) + "\")" : "");
    }
  }
  return {};
}

std::size_t line_count(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

std::string string_or_empty(const char* text) { return text ? text : ""; }

bool has_property(icalcomponent* component, icalproperty_kind kind) {
  return icalcomponent_get_first_property(component, kind) != nullptr;
}

void remove_properties(icalcomponent* component, icalproperty_kind kind) {
  while (icalproperty* property = icalcomponent_get_first_property(component, kind)) {
    icalcomponent_remove_property(component, property);
    icalproperty_free(property);
  }
}

std::chrono::local_seconds local_of(const icaltimetype& time) {
  std::chrono::local_seconds local = day_of(time);
  if (!time.is_date) {
    local += std::chrono::hours(time.hour) + std::chrono::minutes(time.minute) + std::chrono::seconds(time.second);
  }
  return local;
}

icaltimetype property_time(icalcomponent* component, icalproperty_kind kind) {
  icalproperty* property = icalcomponent_get_first_property(component, kind);
  return property ? icalproperty_get_datetime_with_component(property, nullptr) : icaltime_null_time();
}

icaltimetype date_of(std::chrono::local_days day) {
  const std::chrono::year_month_day date(day);
  icaltimetype time = icaltime_null_date();
  time.year = static_cast<int>(date.year());
  time.month = static_cast<int>(static_cast<unsigned>(date.month()));
  time.day = static_cast<int>(static_cast<unsigned>(date.day()));
  time.hour = time.minute = time.second = 0;  // a null date has -1 there, and an iterator over it does not end
  time.is_date = 1;
  return time;
}

std::chrono::local_days day_of(const icaltimetype& time) {
  return std::chrono::local_days(std::chrono::year(time.year) / time.month / time.day);
}

std::chrono::sys_seconds instant_of(icaltimetype time, const TimeZone& zone) {
  // Days and times without a zone are the device's local time.
  if (time.is_date || !time.zone) return zone.to_instant(local_of(time));
  // The device's own zone: a time that the clock passes twice is the first (RFC 5545, section 3.3.5), as in what is
  // written; libical takes the second.
  const char* name = icaltimezone_get_tzid(const_cast<icaltimezone*>(time.zone));
  if (name && zone.name() == name) return zone.to_instant(local_of(time));
  return std::chrono::sys_seconds(std::chrono::seconds(icaltime_as_timet_with_zone(time, time.zone)));
}

IcalFile read_ical(const std::filesystem::path& path, const std::string& noun) {
  icalerror_set_errors_are_fatal(0);
  ical_set_unknown_token_handling_setting(ICAL_ASSUME_IANA_TOKEN);  // keeps parameters that libical does not know
  std::optional<std::string> bytes;
  try {
    bytes = read_file(path, kMaxCalendarBytes);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kNotFound) throw;
  }
  if (!bytes || trim(*bytes).empty()) return {path, std::move(bytes), empty_calendar()};

  if (bytes->find('\0') != std::string::npos) {
    throw Error(ErrorCode::kCorrupt, "the " + noun + " holds a zero byte and is no iCalendar file",
                path.string() + ", byte " + std::to_string(bytes->find('\0')), kIcalHint);
  }
  ComponentPointer calendar(icalparser_parse_string(keep_unknown_lines(*bytes).c_str()));
  if (!calendar || icalcomponent_isa(calendar.get()) != ICAL_VCALENDAR_COMPONENT) {
    if (calendar && icalcomponent_isa(calendar.get()) == ICAL_XROOT_COMPONENT) {
      throw Error(ErrorCode::kUnsupported, "the file holds more than one calendar", path.string(),
                  "keep one VCALENDAR in it");
    }
    throw Error(ErrorCode::kCorrupt,
                "the " + noun + " is not an iCalendar file: no whole VCALENDAR in its " +
                    std::to_string(line_count(*bytes)) + " lines, or a component in it that does not end",
                path.string(), kIcalHint);
  }
  if (const std::string error = first_error(calendar.get()); !error.empty()) {
    throw Error(ErrorCode::kCorrupt, "the " + noun + " is malformed: " + error, path.string(), kIcalHint);
  }
  return {path, std::move(bytes), std::move(calendar)};
}

std::string ical_text(icalcomponent* calendar) {
  char* text = icalcomponent_as_ical_string_r(calendar);
  std::string restored = restore_unknown_lines(text);
  icalmemory_free_buffer(text);
  return restored;
}

}  // namespace oree::tools
