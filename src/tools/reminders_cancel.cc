#include "tools/described_tool.h"
#include "tools/reminders_file.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

ToolPlan plan(const Json& arguments, const ToolContext& context) {
  const TimeZone zone(context.time_zone);
  RemindersFile file = RemindersFile::read(context.data_directory, zone);
  const Reminder reminder = find_reminder(file, string_argument(arguments, "reminder", kMaxNameBytes), zone);
  file.remove(reminder);
  ToolPlan result;
  result.result = {{"uid", reminder.uid}, {"text", reminder.text}, {"cancelled", true}};
  result.summary = "Cancel the reminder \"" + reminder.text + "\", " + describe_moment(reminder.due, zone);
  result.changes.push_back(file.change());
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_reminders_cancel() {
  return make_tool(describe("reminders_cancel", "Remove a reminder or timer.", Effect::kWrite,
                            {{"reminder", quoted_schema()}}, {"reminder"}),
                   plan);
}

}  // namespace oree::tools
