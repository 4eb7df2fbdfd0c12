#include "tools/date_phrase.h"

#include "oree/error.h"
#include "tools/date_parser.h"

namespace oree::tools {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::seconds;
using std::chrono::sys_seconds;

[[noreturn]] void not_understood(std::string_view phrase, const std::string& why) {
  throw Error(ErrorCode::kInvalid, "the date \"" + std::string(phrase.substr(0, kMaxDatePhraseBytes)) + "\" " + why, {},
              "write a date such as 2026-11-26T12:30, \"Thursday at 12:30\", \"tomorrow noon\" or \"demain à 9h\"");
}

// A named local time; one that the clock skips is an error, not another time.
sys_seconds named_instant(local_seconds local, std::string_view phrase, const TimeZone& zone) {
  if (zone.skips(local)) not_understood(phrase, "does not exist: the clock is put forward over it in " + zone.name());
  return zone.to_instant(local);
}

// The first such time of day that is not before `from`, or that is after it.
sys_seconds next_time(seconds time, sys_seconds from, bool strictly, std::string_view phrase, const TimeZone& zone) {
  const LocalTime local = zone.to_local(from);
  const sys_seconds found = zone.to_instant(local.day + time);
  // By the wall clock as well: a time that was skipped today has passed too.
  const bool passed = found < from || local.day + time < local.seconds() || (strictly && found == from);
  return named_instant(local.day + days(passed ? 1 : 0) + time, phrase, zone);
}

ParsedDate parse(std::string_view phrase, sys_seconds now, const TimeZone& zone) {
  if (phrase.size() > kMaxDatePhraseBytes) {
    throw Error(ErrorCode::kLimit, "the date has more than " + std::to_string(kMaxDatePhraseBytes) + " bytes", {},
                "shorten it");
  }
  const std::optional<ParsedDate> parsed = parse_date(phrase, zone.to_local(now).day);
  if (!parsed) not_understood(phrase, "is not understood");
  return *parsed;
}

// For a phrase with a day, or a length of time from now.
DateSpan resolve(const ParsedDate& parsed, std::string_view phrase, sys_seconds now, const TimeZone& zone) {
  DateSpan span;
  if (parsed.from_now) {
    span.begin = span.end = now + *parsed.from_now;
  } else if (parsed.time) {
    const local_seconds local = *parsed.day + *parsed.time;
    span.begin =
        parsed.offset ? sys_seconds(local.time_since_epoch()) - *parsed.offset : named_instant(local, phrase, zone);
    span.end = span.begin;
  } else {
    span.kind = parsed.period_end ? DateKind::kPeriod : DateKind::kDay;
    span.begin = zone.to_instant(*parsed.day);
    span.end = zone.to_instant(parsed.period_end.value_or(*parsed.day + days(1)));
    if (span.begin == span.end) not_understood(phrase, "does not exist: " + zone.name() + " skipped that day");
  }
  return span;
}

DateSpan moment_without_day(sys_seconds instant) { return {instant, instant, DateKind::kMoment, false}; }

}  // namespace

DateSpan resolve_date(std::string_view phrase, sys_seconds now, const TimeZone& zone) {
  if (parse(phrase, now, zone).length_alone) not_understood(phrase, "is a length of time; from when is not said");
  return resolve_timer(phrase, now, zone);
}

DateSpan resolve_timer(std::string_view phrase, sys_seconds now, const TimeZone& zone) {
  const ParsedDate parsed = parse(phrase, now, zone);
  if (parsed.day || parsed.from_now) return resolve(parsed, phrase, now, zone);
  return moment_without_day(next_time(*parsed.time, now, false, phrase, zone));
}

DateSpan resolve_end(std::string_view phrase, sys_seconds start, sys_seconds now, const TimeZone& zone) {
  const ParsedDate parsed = parse(phrase, now, zone);
  if (parsed.length_alone) return moment_without_day(start + *parsed.from_now);
  if (parsed.day || parsed.from_now) return resolve(parsed, phrase, now, zone);
  return moment_without_day(next_time(*parsed.time, start, true, phrase, zone));
}

}  // namespace oree::tools
