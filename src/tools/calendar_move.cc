#include "oree/error.h"
#include "tools/calendar_file.h"
#include "tools/date_phrase.h"
#include "tools/described_tool.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

constexpr std::chrono::minutes kDefaultLength{60};

// Raises SEQUENCE and sets LAST-MODIFIED, as RFC 5545 asks of a change.
void mark_changed(icalcomponent* event, std::chrono::sys_seconds now) {
  icalcomponent_set_sequence(event, icalcomponent_get_sequence(event) + 1);
  while (icalproperty* property = icalcomponent_get_first_property(event, ICAL_LASTMODIFIED_PROPERTY)) {
    icalcomponent_remove_property(event, property);
    icalproperty_free(property);
  }
  icalcomponent_add_property(
      event, icalproperty_new_lastmodified(icaltime_from_timet_with_zone(
                 static_cast<time_t>(now.time_since_epoch().count()), 0, icaltimezone_get_utc_timezone())));
}

ToolPlan plan(const Json& arguments, const ToolContext& context) {
  const TimeZone zone(context.time_zone);
  CalendarFile calendar = CalendarFile::read(context.data_directory, zone);
  Event event = find_event(calendar, string_argument(arguments, "event", kMaxNameBytes), context.now, zone);
  const DateSpan when = resolve_date(string_argument(arguments, "start", kMaxDatePhraseBytes), context.now, zone);
  if (when.kind == DateKind::kPeriod) {
    throw Error(ErrorCode::kInvalid, "the start \"" + arguments.at("start").get<std::string>() + "\" is a whole period",
                "argument start", "name a day or a time");
  }
  const Event before = event;
  const LocalTime old_start = zone.to_local(event.start), named = zone.to_local(when.begin);
  // A time alone keeps the day, a day alone keeps the time.
  const std::chrono::local_days day = when.has_day ? named.day : old_start.day;
  if (event.repeated && (day != old_start.day || calendar.has_exceptions(event))) {
    throw Error(ErrorCode::kUnsupported,
                "\"" + event.title + "\" is repeated; only the time of day of all its dates can be moved",
                "uid " + event.uid, "cancel it and create it anew");
  }
  if (event.repeated && !calendar.is_in_this_zone(event)) {
    throw Error(
        ErrorCode::kUnsupported,
        "\"" + event.title + "\" is repeated by the clock of another time zone, and cannot be moved by this one's",
        "uid " + event.uid, "move it in the program that made it, or cancel it and create it anew");
  }
  const auto length = event.end - event.start;
  if (when.kind == DateKind::kDay) {
    event.start = zone.to_instant(day + old_start.time);
    event.end =
        event.all_day ? zone.to_instant(day + (zone.to_local(before.end).day - old_start.day)) : event.start + length;
  } else {
    event.start = zone.to_instant(day + named.time);
    event.end = event.start + (event.all_day ? kDefaultLength : length);
    event.all_day = false;
  }
  calendar.shift_until(event, event.start - before.start);
  calendar.set_times(event.component, event.start, event.end, event.all_day);
  mark_changed(event.component, context.now);

  ToolPlan result;
  result.result = event_json(event, zone);
  if (event.repeated) result.result["series"] = true;
  result.summary = "Move \"" + event.title + "\" from " + describe_times(before, zone) + " to " +
                   describe_times(event, zone) + (event.repeated ? ", all its dates" : "");
  result.changes.push_back(calendar.change());
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_calendar_move() {
  return make_tool(describe("calendar_move", "Move an event to another time.", Effect::kWrite,
                            {{"event", quoted_schema()}, {"start", date_schema()}}, {"event", "start"}),
                   plan);
}

}  // namespace oree::tools
