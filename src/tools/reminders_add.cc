#include "oree/error.h"
#include "tools/date_phrase.h"
#include "tools/described_tool.h"
#include "tools/reminders_file.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

constexpr std::chrono::hours kHourOfDays{9};  // when a day is named without a time

ToolPlan plan(const Json& arguments, const ToolContext& context) {
  const TimeZone zone(context.time_zone);
  const std::string text = string_argument(arguments, "text", kMaxNameBytes);
  const std::string phrase = string_argument(arguments, "at", kMaxDatePhraseBytes);
  const DateSpan when = resolve_timer(phrase, context.now, zone);
  if (when.kind == DateKind::kPeriod) {
    throw Error(ErrorCode::kInvalid, "\"" + phrase + "\" is a whole period", "argument at", "name a day or a time");
  }
  const std::chrono::sys_seconds due =
      when.kind == DateKind::kDay ? zone.to_instant(zone.to_local(when.begin).day + kHourOfDays) : when.begin;
  if (due <= context.now) {
    throw Error(ErrorCode::kInvalid, "\"" + phrase + "\" has passed: " + describe_moment(due, zone), "argument at",
                "name a time to come, such as \"in 20 minutes\"");
  }
  RemindersFile file = RemindersFile::read(context.data_directory, zone);
  const std::string uid = make_uid(file.change().before.value_or("") + arguments.dump() +
                                   std::to_string(context.now.time_since_epoch().count()));
  file.add(uid, text, due, context.now);
  ToolPlan result;
  result.result = {{"uid", uid}, {"text", text}, {"at", iso_with_offset(due, zone)}};
  result.summary = "Remind of \"" + text + "\", " + describe_moment(due, zone) + " (" + zone.name() + ")";
  result.changes.push_back(file.change());
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_reminders_add() {
  return make_tool(describe("reminders_add", "Remind me of something, or set a timer.", Effect::kWrite,
                            {{"text", quoted_schema()}, {"at", date_schema()}}, {"text", "at"}),
                   plan);
}

}  // namespace oree::tools
