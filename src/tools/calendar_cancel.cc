#include "tools/calendar_file.h"
#include "tools/described_tool.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

ToolPlan plan(const Json& arguments, const ToolContext& context) {
  const TimeZone zone(context.time_zone);
  CalendarFile calendar = CalendarFile::read(context.data_directory, zone);
  const Event event = find_event(calendar, string_argument(arguments, "event", kMaxNameBytes), context.now, zone);
  calendar.remove(event);

  ToolPlan result;
  result.result = {
      {"uid", event.uid}, {"title", event.title}, {"start", iso_with_offset(event.start, zone)}, {"cancelled", true}};
  if (event.repeated) result.result["series"] = true;
  result.summary = "Cancel \"" + event.title + "\", " + describe_times(event, zone) +
                   (event.repeated ? ", and all its other dates" : "");
  result.changes.push_back(calendar.change());
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_calendar_cancel() {
  return make_tool(
      describe("calendar_cancel", "Remove an event.", Effect::kWrite, {{"event", quoted_schema()}}, {"event"}), plan);
}

}  // namespace oree::tools
