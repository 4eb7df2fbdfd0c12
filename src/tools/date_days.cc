#include "tools/date_days.h"

#include <algorithm>

namespace oree::tools {

using Kind = DateToken::Kind;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::year_month_day;

namespace {

constexpr int kMaxCount = 5000;  // "in 5000 days"
constexpr int kMaxYears = 200;

std::chrono::year_month month_of_day(local_days day) {
  const year_month_day date(day);
  return {date.year(), date.month()};
}

}  // namespace

bool DayReader::read() { return length_from_now() || period() || named_day() || weekday() || calendar_date(); }

// Only what was understood is set; a second meaning of the same kind is a contradiction.

bool DayReader::fail() {
  failed_ = true;
  return true;
}

void DayReader::set_day(local_days day) {
  const int year = static_cast<int>(year_month_day(day).year());
  if (day_ || year < kMinDateYear || year > kMaxDateYear) failed_ = true;
  day_ = day;
}

bool DayReader::set_period(local_days begin, local_days end) {
  set_day(begin);
  period_end_ = end;
  return true;
}

bool DayReader::set_from_now(std::chrono::seconds ahead) {
  if (from_now_) failed_ = true;
  from_now_ = ahead;
  return true;
}

bool DayReader::finish(ParsedDate& result) const {
  if (failed_ || (from_now_ && (day_ || weekday_)) || (weekday_ && period_end_)) return false;
  result.day = day_;
  if (weekday_ && !day_) result.day = coming(*weekday_);
  if (weekday_ && std::chrono::weekday(*result.day).c_encoding() != static_cast<unsigned>(*weekday_)) return false;
  result.period_end = period_end_;
  result.from_now = from_now_;
  result.length_alone = length_alone_;
  return true;
}

local_days DayReader::monday() const { return today_ - (std::chrono::weekday(today_) - std::chrono::Monday); }

// The next such weekday, today excluded.
local_days DayReader::coming(int weekday) const {
  const auto ahead = std::chrono::weekday(static_cast<unsigned>(weekday)) - std::chrono::weekday(today_);
  return today_ + (ahead == days(0) ? days(7) : ahead);
}

local_days DayReader::of_next_week(int weekday) const {
  return monday() + days(7) + (std::chrono::weekday(static_cast<unsigned>(weekday)) - std::chrono::Monday);
}

// The day that many months on, or the last of its month.
local_days DayReader::months_on(int n) const {
  const std::chrono::year_month month = month_of_day(today_) + std::chrono::months(n);
  return local_days(month / std::min(year_month_day(today_).day(), (month / std::chrono::last).day()));
}

// "in 3 days", "dans une heure", "3 days from now", "a week from Thursday"; and as one says it of a
// timer the length alone: "10 minutes", but not "9 heures", which is a time of day.
bool DayReader::length_from_now() {
  const std::size_t before = cursor_.place();
  const bool in = cursor_.take_any({"in", "dans"});
  if (cursor_.take({"half", "an", "hour"}) || cursor_.take({"une", "demi", "heure"})) {
    length_alone_ = !in;
    return set_from_now(minutes(30));
  }
  if (cursor_.take({"an", "hour", "and", "a", "half"}) || (in && cursor_.take({"une", "heure", "et", "demie"}))) {
    length_alone_ = !in;
    return set_from_now(minutes(90));
  }
  if (in && cursor_.is(Kind::kTime) && cursor_.token()->with_h) {  // "dans 1h30"
    const int length = cursor_.token()->minutes;
    cursor_.advance();
    return set_from_now(minutes(length));
  }
  const auto number = cursor_.number();
  const auto unit = number ? cursor_.look_up(unit_of, number->tokens) : std::nullopt;
  if (!unit || number->value > kMaxCount) {
    cursor_.back_to(before);
    return false;
  }
  cursor_.advance(number->tokens);
  const bool timed = *unit == DateUnit::kMinute || cursor_.is_word("hour") || cursor_.is_word("hours");
  cursor_.advance();
  if (!in && *unit == DateUnit::kWeek && cursor_.is_word("from")) {
    if (const auto weekday = cursor_.look_up(weekday_of, 1)) {
      cursor_.advance(2);
      set_day(coming(*weekday) + days(7 * number->value));
      return true;
    }
  }
  if (!in && !cursor_.take({"from", "now"}) && !cursor_.take({"from", "today"})) {
    length_alone_ = timed && cursor_.at_end();
    if (!length_alone_) {
      cursor_.back_to(before);
      return false;
    }
  }
  return counted(number->value, *unit);
}

bool DayReader::counted(int n, DateUnit unit) {
  switch (unit) {
    case DateUnit::kMinute:
      return set_from_now(minutes(n));
    case DateUnit::kHour:
      return set_from_now(std::chrono::hours(n));
    case DateUnit::kDay:
      set_day(today_ + days(n));
      return true;
    case DateUnit::kWeek:
      set_day(today_ + days(7 * n));
      return true;
    case DateUnit::kMonth:
      set_day(months_on(n));
      return true;
    case DateUnit::kYear:
      if (n > kMaxYears) return fail();
      set_day(months_on(12 * n));
      return true;
  }
  return false;
}

// "next week", "le mois prochain"
bool DayReader::period() {
  const local_days week = monday();
  const auto month = [&](int ahead) {
    const std::chrono::year_month found = month_of_day(today_) + std::chrono::months(ahead);
    return set_period(local_days(found / 1), local_days((found + std::chrono::months(1)) / 1));
  };
  if (cursor_.take({"this", "week"})) return set_period(week, week + days(7));
  if (cursor_.take({"cette", "semaine"})) {
    cursor_.take({"ci"});
    return set_period(week, week + days(7));
  }
  if (cursor_.take({"next", "week"}) || cursor_.take({"semaine", "prochaine"})) {
    // "next week Thursday" is that day.
    if (const auto weekday = cursor_.look_up(weekday_of)) {
      cursor_.advance();
      set_day(of_next_week(*weekday));
      return true;
    }
    return set_period(week + days(7), week + days(14));
  }
  const std::size_t before = cursor_.place();
  const bool next = cursor_.take({"next"});
  if (!next) cursor_.take_any({"this", "ce"});
  if (cursor_.take({"weekend"}) || cursor_.take({"week", "end"})) {
    const days later((next || cursor_.take({"prochain"})) ? 7 : 0);
    return set_period(week + days(5) + later, week + days(7) + later);
  }
  cursor_.back_to(before);
  if (cursor_.take({"this", "month"})) return month(0);
  if (cursor_.take({"ce", "mois"})) {
    cursor_.take({"ci"});
    return month(0);
  }
  if (cursor_.take({"next", "month"}) || cursor_.take({"mois", "prochain"})) return month(1);
  return false;
}

bool DayReader::named_day() {
  const auto ahead = [&]() -> std::optional<int> {
    if (cursor_.take({"today"})) return 0;
    if (cursor_.take({"aujourd", "hui"})) return 0;
    if (cursor_.take({"day", "after", "tomorrow"}) || cursor_.take({"apres", "demain"})) return 2;
    if (cursor_.take_any({"tomorrow", "demain"})) return 1;
    if (cursor_.take_any({"yesterday", "hier"})) return -1;
    return std::nullopt;
  }();
  if (ahead) set_day(today_ + days(*ahead));
  return ahead.has_value();
}

bool DayReader::weekday() {
  const std::size_t before = cursor_.place();
  const bool next = cursor_.take({"next"});
  if (!next) cursor_.take_any({"this", "ce", "coming"});
  const auto found = cursor_.look_up(weekday_of);
  if (!found) {
    cursor_.back_to(before);
    return false;
  }
  cursor_.advance();
  if (cursor_.take({"prochain"}) || cursor_.take({"next", "week"}) || next) {
    set_day(of_next_week(*found));
  } else if (cursor_.take({"en", "huit"})) {
    set_day(coming(*found) + days(7));
  } else {
    if (weekday_) failed_ = true;
    weekday_ = found;
  }
  return true;
}

// "3 May 2027", "May 3rd", "the 3rd of May", "the 3rd", "le 3"
bool DayReader::calendar_date() {
  const auto is_day = [&](std::size_t ahead) {
    return cursor_.is(Kind::kOrdinal, ahead) || (cursor_.is(Kind::kNumber, ahead) && cursor_.token(ahead)->digits <= 2);
  };
  if (const auto month = cursor_.look_up(month_of)) {
    if (!is_day(1)) return false;
    const int day = cursor_.token(1)->value;
    cursor_.advance(2);
    return date_of_year(*month, day);
  }
  if (!is_day(0)) return false;
  const int day = cursor_.token()->value;
  const std::size_t of = cursor_.is_word("of", 1) || cursor_.is_word("de", 1) || cursor_.is_word("d", 1) ? 1 : 0;
  if (const auto month = cursor_.look_up(month_of, 1 + of); month && !cursor_.is_word("heures", 2 + of)) {
    cursor_.advance(2 + of);
    return date_of_year(*month, day);
  }
  if (!cursor_.is(Kind::kOrdinal) && !cursor_.is_behind({"le"})) return false;
  cursor_.advance();
  return day_of_some_month(day);
}

bool DayReader::date_of_year(int month, int day) {
  const std::chrono::month m(static_cast<unsigned>(month));
  const std::chrono::day d(static_cast<unsigned>(day));
  const auto is_year = [&](std::size_t ahead) {
    return cursor_.is(Kind::kNumber, ahead) && cursor_.token(ahead)->digits == 4;
  };
  const std::size_t comma = cursor_.is(Kind::kComma) ? 1 : 0;
  if (is_year(comma)) {
    const year_month_day date{std::chrono::year(cursor_.token(comma)->value), m, d};
    cursor_.advance(comma + 1);
    if (!date.ok()) return fail();
    set_day(local_days(date));
    return true;
  }
  // Without a year the next one to come; 29 February may be four years, or eight, away.
  for (int ahead = 0; ahead <= 8; ++ahead) {
    const year_month_day date{year_month_day(today_).year() + std::chrono::years(ahead), m, d};
    if (date.ok() && local_days(date) >= today_) {
      set_day(local_days(date));
      return true;
    }
  }
  return fail();
}

bool DayReader::day_of_some_month(int day) {
  for (int ahead = 0; ahead <= 12; ++ahead) {
    const year_month_day found =
        (month_of_day(today_) + std::chrono::months(ahead)) / std::chrono::day(static_cast<unsigned>(day));
    if (found.ok() && local_days(found) >= today_) {
      set_day(local_days(found));
      return true;
    }
  }
  return fail();
}

}  // namespace oree::tools
