// The rule that a zone file ends with, for all time after its last transition: POSIX TZ, e.g.
// "CET-1CEST,M3.5.0,M10.5.0/3" (RFC 8536, section 3.3).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace oree::tools {

class PosixZone {
 public:
  // nullopt when the text is not a rule.
  static std::optional<PosixZone> parse(std::string_view text);

  // Seconds east of UTC at that many seconds since 1970.
  std::int64_t offset_at(std::int64_t seconds) const;

 private:
  // When a change happens in a year.
  struct Change {
    enum class Kind { kMonthWeekDay, kJulian, kDayOfYear } kind = Kind::kMonthWeekDay;
    int month = 1, week = 1, weekday = 0;
    int day = 0;
    std::int64_t time = 2 * 3600;  // seconds after local midnight

    // Days since 1970.
    std::int64_t day_in(int year) const;
  };
  friend struct PosixZoneReader;

  std::int64_t standard_ = 0;
  std::int64_t summer_ = 0;
  bool has_summer_ = false;
  Change begin_, end_;
};

}  // namespace oree::tools
