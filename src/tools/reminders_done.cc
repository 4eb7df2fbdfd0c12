#include "tools/described_tool.h"
#include "tools/reminders_file.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

ToolPlan plan(const Json& arguments, const ToolContext& context) {
  const TimeZone zone(context.time_zone);
  RemindersFile file = RemindersFile::read(context.data_directory, zone);
  const Reminder reminder = find_reminder(file, string_argument(arguments, "reminder", kMaxNameBytes), zone);
  file.complete(reminder, context.now);
  ToolPlan result;
  result.result = {{"uid", reminder.uid}, {"text", reminder.text}, {"done", true}};
  result.summary = "Mark \"" + reminder.text + "\" as done, " + describe_moment(reminder.due, zone);
  result.changes.push_back(file.change());
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_reminders_done() {
  return make_tool(describe("reminders_done", "Mark a reminder as done.", Effect::kWrite,
                            {{"reminder", quoted_schema()}}, {"reminder"}),
                   plan);
}

}  // namespace oree::tools
