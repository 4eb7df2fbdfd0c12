#include "oree/error.h"
#include "tools/calendar_file.h"
#include "tools/contacts_file.h"
#include "tools/date_phrase.h"
#include "tools/described_tool.h"
#include "tools/repeat_rule.h"
#include "tools/text_fold.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

constexpr std::chrono::minutes kDefaultLength{60};
constexpr std::int64_t kMaxLengthMinutes = 366 * 24 * 60;
constexpr std::size_t kMaxAttendees = 100;

icalproperty* make_attendee(const std::string& name, const ToolContext& context) {
  // "Ana <ana@example.org>" is a name and an address. Someone without a known address gets the one that calendar
  // programs use for nobody's.
  const std::size_t open = name.find('<'), close = name.rfind('>');
  const bool bracketed = open != std::string::npos && close != std::string::npos && open < close;
  const std::string said = bracketed ? trim(name.substr(open + 1, close - open - 1)) : name;
  const bool is_address = said.find('@') != std::string::npos && said.find_first_of(" <>\",;") == std::string::npos;
  const std::optional<std::string> email = is_address ? std::optional(said) : find_email(context.data_directory, name);
  const std::string shown = bracketed && open > 0 ? trim(name.substr(0, open)) : name;
  icalproperty* attendee = icalproperty_new_attendee(email ? ("mailto:" + *email).c_str() : "invalid:nomail");
  icalproperty_set_parameter(attendee, icalparameter_new_cn(shown.c_str()));
  return attendee;
}

ToolPlan plan(const Json& arguments, const ToolContext& context) {
  const TimeZone zone(context.time_zone);
  const std::string title = string_argument(arguments, "title", kMaxNameBytes);
  const DateSpan when = resolve_date(string_argument(arguments, "start", kMaxDatePhraseBytes), context.now, zone);
  if (when.kind == DateKind::kPeriod) {
    throw Error(ErrorCode::kInvalid, "the start \"" + arguments.at("start").get<std::string>() + "\" is a whole period",
                "argument start", "name a day or a time");
  }
  std::optional<icalrecurrencetype> rule;
  if (arguments.contains("repeat")) rule = parse_repeat_rule(string_argument(arguments, "repeat", kMaxNameBytes));

  Event event;
  event.title = title;
  event.start = when.begin;
  event.repeated = rule.has_value();
  if (rule) event.start = zone.to_instant(first_instance(*rule, zone.to_local(event.start)));
  const std::optional<std::int64_t> minutes = optional_minutes(arguments, "duration_minutes", kMaxLengthMinutes);
  const bool has_end = arguments.contains("end");
  event.all_day = when.kind == DateKind::kDay && !minutes && !has_end;
  if (minutes) {
    event.end = event.start + std::chrono::minutes(*minutes);
  } else if (has_end) {
    const DateSpan end =
        resolve_end(string_argument(arguments, "end", kMaxDatePhraseBytes), event.start, context.now, zone);
    // Two days without a time are an event of whole days, the last one included.
    event.all_day = when.kind == DateKind::kDay && end.kind == DateKind::kDay;
    event.end = event.all_day ? end.end : end.begin;
  } else if (event.all_day) {
    event.end = zone.to_instant(zone.to_local(event.start).day + std::chrono::days(1));
  } else {
    event.end = event.start + kDefaultLength;
  }
  if (event.end <= event.start) {
    throw Error(ErrorCode::kInvalid, "the end is before the start", "argument end", "name a later time");
  }

  CalendarFile calendar = CalendarFile::read(context.data_directory, zone);
  for (const Event& other : calendar.events()) {
    if (other.start == event.start && other.all_day == event.all_day && fold(other.title) == fold(title)) {
      throw Error(ErrorCode::kConflict, "\"" + title + "\" is already in the calendar at that time", "uid " + other.uid,
                  "choose another title or time");
    }
  }

  const std::string seed =
      calendar.change().before.value_or("") + arguments.dump() + std::to_string(context.now.time_since_epoch().count());
  event.uid = make_uid(seed);
  ComponentPointer component(icalcomponent_new(ICAL_VEVENT_COMPONENT));
  icalcomponent_add_property(component.get(), icalproperty_new_uid(event.uid.c_str()));
  icalcomponent_add_property(component.get(), icalproperty_new_dtstamp(icaltime_from_timet_with_zone(
                                                  static_cast<time_t>(context.now.time_since_epoch().count()), 0,
                                                  icaltimezone_get_utc_timezone())));
  icalcomponent_add_property(component.get(), icalproperty_new_summary(title.c_str()));
  calendar.set_times(component.get(), event.start, event.end, event.all_day);
  if (rule) {
    settle_until(*rule, event, zone);
    icalcomponent_add_property(component.get(), icalproperty_new_rrule(*rule));
  }
  if (const auto location = optional_string(arguments, "location", kMaxNameBytes)) {
    icalcomponent_add_property(component.get(), icalproperty_new_location(location->c_str()));
  }
  if (arguments.contains("attendees")) {
    const Json& attendees = arguments.at("attendees");
    if (attendees.size() > kMaxAttendees) {
      throw Error(ErrorCode::kLimit, "more than " + std::to_string(kMaxAttendees) + " attendees", "argument attendees",
                  "invite fewer people");
    }
    for (const Json& name : attendees) {
      const std::string person = string_argument({{"attendees", name}}, "attendees", kMaxNameBytes);
      icalcomponent_add_property(component.get(), make_attendee(person, context));
    }
  }
  calendar.add(std::move(component));

  ToolPlan result;
  result.result = event_json(event, zone);
  result.summary = "Create \"" + title + "\", " + describe_times(event, zone) + (rule ? ", repeated" : "");
  result.changes.push_back(calendar.change());
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_calendar_create() {
  return make_tool(describe("calendar_create", "Add an event to the calendar.", Effect::kWrite,
                            {{"title", quoted_schema()},
                             {"start", date_schema()},
                             {"end", date_schema()},
                             {"duration_minutes", positive_integer_schema()},
                             {"location", quoted_schema()},
                             {"attendees", quoted_list_schema()},
                             {"repeat", string_schema()}},
                            {"title", "start"}),
                   plan);
}

}  // namespace oree::tools
