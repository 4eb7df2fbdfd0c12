// The grammar of date phrases; docs/dates.md. Knows today's date, but no time zone.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace oree::tools {

// One of: from_now; day and period_end; day, time or both; with offset, day and time of that zone.
struct ParsedDate {
  std::optional<std::chrono::local_days> day;
  std::optional<std::chrono::local_days> period_end;  // the day behind the last
  std::optional<std::chrono::seconds> time;           // since local midnight, up to 24 hours
  std::optional<std::chrono::seconds> from_now;
  bool length_alone = false;  // from_now without a word that says from when: "10 minutes"
  std::optional<std::chrono::seconds> offset;
};

// nullopt when the phrase is not understood as a whole.
std::optional<ParsedDate> parse_date(std::string_view phrase, std::chrono::local_days today);

}  // namespace oree::tools
