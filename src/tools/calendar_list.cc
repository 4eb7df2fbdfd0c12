#include "tools/calendar_file.h"
#include "tools/described_tool.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

constexpr std::size_t kMaxListed = 50;

ToolPlan plan(const Json& arguments, const ToolContext& context) {
  const TimeZone zone(context.time_zone);
  const Range range = resolve_range(arguments, context.now, zone);
  const CalendarFile calendar = CalendarFile::read(context.data_directory, zone);
  ToolPlan result;
  result.summary = "List events from " + iso_with_offset(range.begin, zone) + " to " + iso_with_offset(range.end, zone);
  Json listed = Json::array();
  const std::vector<Event> events = calendar.occurrences(range.begin, range.end);
  for (const Event& event : events) {
    if (listed.size() == kMaxListed) break;
    Json entry = event_json(event, zone);
    if (!event.location.empty()) entry["location"] = event.location;
    listed.push_back(std::move(entry));
  }
  result.result["events"] = std::move(listed);
  if (events.size() > kMaxListed) result.result["more"] = events.size() - kMaxListed;
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_calendar_list() {
  return make_tool(describe("calendar_list", "Show the events of a day or a period.", Effect::kRead,
                            {{"from", date_schema()}, {"to", date_schema()}}, {}),
                   plan);
}

}  // namespace oree::tools
