// Local time in an IANA time zone.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace oree::tools {

// A wall-clock time: days since 1970-01-01 and seconds of that day, [0, 86400).
struct LocalTime {
  std::chrono::local_days day;
  std::chrono::seconds time{0};

  std::chrono::local_seconds seconds() const { return day + time; }
};

class TimeZone {
 public:
  // Throws Error kInvalid when the system does not know the zone.
  explicit TimeZone(const std::string& name);
  ~TimeZone();
  TimeZone(TimeZone&&) noexcept;

  const std::string& name() const noexcept { return name_; }

  LocalTime to_local(std::chrono::sys_seconds instant) const;
  // Seconds east of UTC at that instant.
  std::chrono::seconds offset_at(std::chrono::sys_seconds instant) const;
  // A time that the clock passes twice is the first of the two; one that it skips is moved on by the length of the gap.
  std::chrono::sys_seconds to_instant(std::chrono::local_seconds local) const;
  // Whether the clock skips this local time.
  bool skips(std::chrono::local_seconds local) const;

 private:
  struct State;
  std::string name_;
  std::unique_ptr<const State> state_;
};

// "2026-11-26T12:30:00+01:00".
std::string iso_with_offset(std::chrono::sys_seconds instant, const TimeZone& zone);

// "Thu 26 Nov 2026", "12:30".
std::string human_day(std::chrono::local_days day);
std::string human_time(std::chrono::seconds time_of_day);

}  // namespace oree::tools
