// How events are shown and found.
#include <algorithm>

#include "oree/error.h"
#include "tools/calendar_file.h"
#include "tools/date_phrase.h"
#include "tools/text_fold.h"

namespace oree::tools {
namespace {

constexpr std::size_t kMaxCandidates = 5;
constexpr std::chrono::days kDefaultRange{7};

std::string candidates_text(const std::vector<Event>& events, const TimeZone& zone) {
  std::string text;
  for (std::size_t i = 0; i < std::min(events.size(), kMaxCandidates); ++i) {
    text += (i == 0 ? "" : "; ") + ("\"" + events[i].title + "\" " + describe_times(events[i], zone)) + ", uid " +
            events[i].uid;
  }
  if (events.size() > kMaxCandidates) text += "; and " + std::to_string(events.size() - kMaxCandidates) + " more";
  return text;
}

std::vector<Event> still_to_come(const std::vector<Event>& events, std::chrono::sys_seconds now) {
  std::vector<Event> result;
  std::copy_if(events.begin(), events.end(), std::back_inserter(result),
               [&](const Event& event) { return event.repeated || event.end >= now; });
  return result;
}

}  // namespace

Json event_json(const Event& event, const TimeZone& zone) {
  Json result = {{"uid", event.uid},
                 {"title", event.title},
                 {"start", iso_with_offset(event.start, zone)},
                 {"end", iso_with_offset(event.end, zone)}};
  if (event.all_day) result["all_day"] = true;
  return result;
}

std::string describe_times(const Event& event, const TimeZone& zone) {
  const LocalTime start = zone.to_local(event.start), end = zone.to_local(event.end);
  std::string text = human_day(start.day);
  if (event.all_day) {
    const std::chrono::local_days last = end.day - std::chrono::days(1);
    if (last > start.day) text += " to " + human_day(last);
    return text + ", all day";
  }
  text += " " + human_time(start.time) + "-";
  if (end.day != start.day) text += human_day(end.day) + " ";
  return text + human_time(end.time) + " (" + zone.name() + ")";
}

Event find_event(const CalendarFile& calendar, std::string_view wanted, std::chrono::sys_seconds now,
                 const TimeZone& zone) {
  const std::vector<Event> all = calendar.events();
  for (const Event& event : all) {
    if (event.uid == wanted) return event;
  }
  const std::string folded = fold(trim(wanted));
  std::vector<Event> exact, partial;
  for (const Event& event : all) {
    const std::string title = fold(trim(event.title));
    if (title == folded) exact.push_back(event);
    if (!folded.empty() && title.find(folded) != std::string::npos) partial.push_back(event);
  }
  const std::vector<Event>& fitting = exact.empty() ? partial : exact;
  if (fitting.size() == 1) return fitting.front();
  const std::vector<Event> coming = still_to_come(fitting, now);
  if (coming.size() == 1) return coming.front();

  const std::string name = "\"" + std::string(wanted) + "\"";
  if (fitting.empty()) {
    std::vector<Event> near = still_to_come(all, now);
    std::sort(near.begin(), near.end(), [](const Event& a, const Event& b) { return a.start < b.start; });
    throw Error(ErrorCode::kNotFound, "no event is called " + name, "calendar.ics",
                near.empty() ? "the calendar has no event to come" : "there are: " + candidates_text(near, zone));
  }
  throw Error(ErrorCode::kInvalid, "several events are called " + name, "calendar.ics",
              "name one by its uid: " + candidates_text(coming.empty() ? fitting : coming, zone));
}

Range resolve_range(const Json& arguments, std::chrono::sys_seconds now, const TimeZone& zone) {
  const bool has_from = arguments.contains("from"), has_to = arguments.contains("to");
  Range range{now, now + kDefaultRange};
  if (has_from) {
    const DateSpan from = resolve_date(arguments.at("from").get<std::string>(), now, zone);
    range.begin = from.begin;
    range.end = from.kind == DateKind::kMoment ? zone.to_instant(zone.to_local(from.begin).day + std::chrono::days(1))
                                               : from.end;
  }
  if (has_to) {
    const std::string phrase = arguments.at("to").get<std::string>();
    DateSpan to = resolve_date(phrase, now, zone);
    // "from Monday to Wednesday": the Wednesday after that Monday.
    if (to.end <= range.begin) to = resolve_date(phrase, range.begin, zone);
    range.end = to.end;
  }
  if (range.end <= range.begin) {
    throw Error(ErrorCode::kInvalid, "the period ends before it begins", "arguments from, to", "swap the two dates");
  }
  return range;
}

}  // namespace oree::tools
