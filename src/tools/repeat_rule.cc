#include "tools/repeat_rule.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "oree/error.h"
#include "tools/text_fold.h"

namespace oree::tools {
namespace {

constexpr std::array<std::string_view, 11> kParts = {"FREQ",    "INTERVAL",   "COUNT",     "UNTIL",
                                                     "BYDAY",   "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO",
                                                     "BYMONTH", "BYSETPOS",   "WKST"};
constexpr std::array<std::string_view, 4> kFrequencies = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
constexpr std::string_view kValueCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,+-";

[[noreturn]] void refuse(const std::string& text, const std::string& why) {
  throw Error(ErrorCode::kInvalid, "the rule \"" + text + "\" is not understood: " + why, "argument repeat", kRuleHint);
}

template <std::size_t n>
bool contains(const std::array<std::string_view, n>& values, std::string_view value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

void check_part(const std::string& text, std::string_view name, std::string_view value) {
  if (!contains(kParts, name)) refuse(text, "\"" + std::string(name) + "\" is no part of a rule of days or longer");
  if (value.empty() || value.find_first_not_of(kValueCharacters) != std::string_view::npos) {
    refuse(text, std::string(name) + " has no proper value");
  }
  if (name == "FREQ" && !contains(kFrequencies, value)) refuse(text, "FREQ is DAILY, WEEKLY, MONTHLY or YEARLY");
  const bool counts = name == "INTERVAL" || name == "COUNT";
  if (counts &&
      (value.size() > 4 || value.front() == '0' || value.find_first_not_of("0123456789") != std::string_view::npos)) {
    refuse(text, std::string(name) + " is a number from 1 to 9999");
  }
}

}  // namespace

icalrecurrencetype parse_repeat_rule(const std::string& text) {
  std::string rule = ascii_upper(trim(text));
  if (rule.starts_with("RRULE:")) rule.erase(0, 6);
  std::set<std::string_view> seen;
  for (std::string_view rest = rule; !rest.empty();) {
    const std::string_view part = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) refuse(text, "\"" + std::string(part) + "\" is not NAME=VALUE");
    check_part(text, part.substr(0, equals), part.substr(equals + 1));
    if (!seen.insert(part.substr(0, equals)).second)
      refuse(text, std::string(part.substr(0, equals)) + " stands twice");
  }
  if (!seen.contains("FREQ")) refuse(text, "FREQ is missing");
  if (seen.contains("COUNT") && seen.contains("UNTIL")) refuse(text, "COUNT and UNTIL exclude each other");
  icalerror_clear_errno();
  const icalrecurrencetype parsed = icalrecurrencetype_from_string(rule.c_str());
  const bool until_lost = seen.contains("UNTIL") && icaltime_is_null_time(parsed.until);
  if (parsed.freq == ICAL_NO_RECURRENCE || icalerrno != ICAL_NO_ERROR || until_lost) {
    refuse(text, "a value is out of range");
  }
  return parsed;
}

std::chrono::local_seconds first_instance(const icalrecurrencetype& rule, const LocalTime& start) {
  icalrecurrencetype days = rule;
  days.until = icaltime_null_time();
  icalrecur_iterator* iterator = icalrecur_iterator_new(days, date_of(start.day));
  const icaltimetype first = iterator ? icalrecur_iterator_next(iterator) : icaltime_null_time();
  icalrecur_iterator_free(iterator);
  if (icaltime_is_null_time(first)) {
    throw Error(ErrorCode::kInvalid, "the rule never comes true", "argument repeat", kRuleHint);
  }
  return std::chrono::local_days(day_of(first)) + start.time;
}

void settle_until(icalrecurrencetype& rule, const Event& event, const TimeZone& zone) {
  if (icaltime_is_null_time(rule.until)) return;
  using namespace std::chrono;
  const icaltimetype& until = rule.until;
  const local_days day(day_of(until));
  const seconds time =
      until.is_date ? hours(24) - seconds(1) : hours(until.hour) + minutes(until.minute) + seconds(until.second);
  const sys_seconds last =
      icaltime_is_utc(until) ? sys_seconds((day + time).time_since_epoch()) : zone.to_instant(day + time);
  if (last < event.start) {
    throw Error(ErrorCode::kInvalid, "the rule ends before the event starts", "argument repeat, UNTIL",
                "name a later end");
  }
  if (event.all_day) {
    rule.until = date_of(zone.to_local(last).day);
  } else {
    rule.until = icaltime_from_timet_with_zone(static_cast<time_t>(last.time_since_epoch().count()), 0,
                                               icaltimezone_get_utc_timezone());
  }
}

}  // namespace oree::tools
