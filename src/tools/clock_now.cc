#include "tools/described_tool.h"
#include "tools/time_zone.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

ToolPlan plan(const Json&, const ToolContext& context) {
  static constexpr const char* kWeekdays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                              "Thursday", "Friday", "Saturday"};
  const TimeZone zone(context.time_zone);
  const std::chrono::weekday weekday(zone.to_local(context.now).day);
  ToolPlan result;
  result.result = {{"now", iso_with_offset(context.now, zone)},
                   {"weekday", kWeekdays[weekday.c_encoding()]},
                   {"timezone", zone.name()}};
  result.summary = "Read the clock";
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_clock_now() {
  return make_tool(describe("clock_now", "Tell the date and time.", Effect::kRead, Json::object(), {}), plan);
}

}  // namespace oree::tools
