#include <algorithm>

#include "oree/error.h"
#include "tools/calendar_file.h"
#include "tools/described_tool.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

// Nobody wants a meeting at night: free time is looked for between these hours, local time.
constexpr std::chrono::hours kDayBegins{8};
constexpr std::chrono::hours kDayEnds{20};
constexpr std::size_t kMaxSlots = 5;
constexpr std::int64_t kMaxMinutes = 12 * 60;
constexpr std::chrono::days kMaxRange{366};

// A birthday, say, that takes nobody's time (RFC 5545, section 3.8.2.7).
bool is_transparent(const Event& event) {
  icalproperty* property = icalcomponent_get_first_property(event.component, ICAL_TRANSP_PROPERTY);
  return property && icalproperty_get_transp(property) == ICAL_TRANSP_TRANSPARENT;
}

ToolPlan plan(const Json& arguments, const ToolContext& context) {
  const TimeZone zone(context.time_zone);
  const std::chrono::minutes wanted(optional_minutes(arguments, "duration_minutes", kMaxMinutes).value());
  Range range = resolve_range(arguments, context.now, zone);
  range.begin = std::max(range.begin, context.now);
  if (range.end <= range.begin) {
    throw Error(ErrorCode::kInvalid, "that time has passed", "arguments from, to", "name a time to come");
  }
  if (range.end - range.begin > kMaxRange) {
    throw Error(ErrorCode::kLimit, "the period is longer than a year", "arguments from, to", "name a shorter one");
  }
  const CalendarFile calendar = CalendarFile::read(context.data_directory, zone);
  const std::vector<Event> busy = calendar.occurrences(range.begin, range.end);

  Json free = Json::array();
  const std::chrono::local_days last_day = zone.to_local(range.end).day;
  for (std::chrono::local_days day = zone.to_local(range.begin).day; day <= last_day && free.size() < kMaxSlots;
       day += std::chrono::days(1)) {
    const std::chrono::sys_seconds end = std::min(zone.to_instant(day + kDayEnds), range.end);
    std::chrono::sys_seconds at = std::max(zone.to_instant(day + kDayBegins), range.begin);
    const auto offer = [&](std::chrono::sys_seconds until) {
      if (until - at >= wanted && free.size() < kMaxSlots) {
        free.push_back({{"start", iso_with_offset(at, zone)}, {"end", iso_with_offset(until, zone)}});
      }
    };
    for (const Event& event : busy) {
      if (event.end <= at || event.start >= end || is_transparent(event)) continue;
      offer(event.start);
      at = std::max(at, event.end);
    }
    offer(end);
  }
  ToolPlan result;
  result.result["free"] = std::move(free);
  result.summary = "Find " + std::to_string(wanted.count()) + " free minutes";
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_calendar_free() {
  return make_tool(
      describe("calendar_free", "Find free time for an event.", Effect::kRead,
               {{"duration_minutes", positive_integer_schema()}, {"from", date_schema()}, {"to", date_schema()}},
               {"duration_minutes"}),
      plan);
}

}  // namespace oree::tools
