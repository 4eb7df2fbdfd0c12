#include "tools/calendar_file.h"
#include "tools/described_tool.h"
#include "tools/reminders_file.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

constexpr std::size_t kMaxListed = 50;

ToolPlan plan(const Json& arguments, const ToolContext& context) {
  const TimeZone zone(context.time_zone);
  const bool bounded = arguments.contains("from") || arguments.contains("to");
  const Range range = resolve_range(arguments, context.now, zone);
  Json found = Json::array();
  std::size_t more = 0;
  for (const Reminder& reminder : RemindersFile::read(context.data_directory, zone).reminders()) {
    if (!reminder.open || (bounded && (reminder.due < range.begin || reminder.due >= range.end))) continue;
    if (found.size() == kMaxListed) {
      ++more;
      continue;
    }
    found.push_back(reminder_json(reminder, context.now, zone));
  }
  ToolPlan result;
  result.summary =
      bounded ? "List reminders from " + iso_with_offset(range.begin, zone) + " to " + iso_with_offset(range.end, zone)
              : "List open reminders";
  result.result["reminders"] = std::move(found);
  if (more > 0) result.result["more"] = more;
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_reminders_list() {
  return make_tool(describe("reminders_list", "List reminders and timers.", Effect::kRead,
                            {{"from", date_schema()}, {"to", date_schema()}}, {}),
                   plan);
}

}  // namespace oree::tools
