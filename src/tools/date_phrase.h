// Date phrases to instants: docs/dates.md is the specification.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "tools/time_zone.h"

namespace oree::tools {

enum class DateKind {
  kMoment,  // a time of day was named
  kDay,
  kPeriod,  // longer than a day
};

struct DateSpan {
  std::chrono::sys_seconds begin;
  std::chrono::sys_seconds end;  // begin itself for a moment
  DateKind kind = DateKind::kMoment;
  bool has_day = true;  // false: only a time of day was named, and the day was chosen
};

inline constexpr std::size_t kMaxDatePhraseBytes = 200;

// Throws Error kInvalid that names the phrase, with examples as the hint. A length alone ("10 minutes") is no date.
DateSpan resolve_date(std::string_view phrase, std::chrono::sys_seconds now, const TimeZone& zone);

// As resolve_date, but a length alone counts from now, as one says it of a timer.
DateSpan resolve_timer(std::string_view phrase, std::chrono::sys_seconds now, const TimeZone& zone);

// The first moment after `start` that the phrase can mean, for an event's end: "4pm" is on the start's day, or the next
// when that is not after it, and a length alone counts from the start. A phrase with a day resolves as usual. Throws as
// resolve_date.
DateSpan resolve_end(std::string_view phrase, std::chrono::sys_seconds start, std::chrono::sys_seconds now,
                     const TimeZone& zone);

}  // namespace oree::tools
