#include "tools/date_clock.h"

#include <array>

namespace oree::tools {

namespace {

using Kind = DateToken::Kind;

constexpr int kHour = 60, kNoon = 12 * kHour, kTonight = 20 * kHour;
constexpr int kMidnight = 24 * kHour;  // the one that ends the day

// What a part of the day means alone, and which times belong to it.
struct PartOfDay {
  int alone, first, last;
};
constexpr std::array<PartOfDay, 4> kPartsOfDay = {{
    {9 * kHour, 0, kNoon - 1},            // morning
    {kNoon, 11 * kHour, 15 * kHour - 1},  // lunchtime
    {15 * kHour, kNoon, kMidnight - 1},   // afternoon
    {19 * kHour, 16 * kHour, kMidnight},  // evening and night
}};
constexpr const PartOfDay& times_of(DayPart part) { return kPartsOfDay[static_cast<std::size_t>(part)]; }

}  // namespace

bool ClockReader::read() { return clock() || part(); }

void ClockReader::set_time(int minute, HalfOfDay half) {
  if (minute_) failed_ = true;
  minute_ = minute;
  half_ = half;
  early_ = half == HalfOfDay::kEnglish && minute >= kHour && minute < 7 * kHour;
}

bool ClockReader::clock() {
  if (cursor_.is(Kind::kTime)) {
    const DateToken& found = *cursor_.token();
    cursor_.advance();
    return french_hours(found.minutes, found.half);
  }
  if (cursor_.take_any({"noon", "midday", "midi"})) return french_hours(kNoon, HalfOfDay::kKnown);
  if (cursor_.take_any({"midnight", "minuit"})) return french_hours(kMidnight, HalfOfDay::kKnown);
  return spoken_clock() || hour_alone();
}

// "half past three", "quarter to 9", "ten to five", "twenty-five past 8"
bool ClockReader::spoken_clock() {
  const std::size_t before = cursor_.place();
  cursor_.take({"a"});
  int minute = 0;
  if (cursor_.take({"half"})) {
    minute = 30;
  } else if (cursor_.take({"quarter"})) {
    minute = 15;
  } else if (const auto number = cursor_.number(); number && number->value < 60 && !number->is_article) {
    minute = number->value;
    cursor_.advance(number->tokens);
    cursor_.take_any({"minutes", "minute"});
  }
  const bool past = cursor_.take({"past"});
  const bool to = !past && cursor_.take({"to"});
  const auto named = cursor_.place() > before && (past || to) && minute > 0 ? hour() : std::nullopt;
  if (!named) {
    cursor_.back_to(before);
    return false;
  }
  set_time((named->hour * kHour + (past ? minute : -minute) + kMidnight) % kMidnight, named->half);
  // "ten to one" is before one in the afternoon, and "ten to seven" in the morning: the half is the named hour's.
  early_ = named->half == HalfOfDay::kEnglish && named->hour >= 1 && named->hour <= 6;
  return true;
}

std::optional<ClockReader::Hour> ClockReader::hour() {
  if (cursor_.is(Kind::kTime)) {
    const DateToken& found = *cursor_.token();
    if (found.minutes % kHour + found.seconds != 0) return std::nullopt;
    cursor_.advance();
    return Hour{found.minutes / kHour, found.half};
  }
  if (cursor_.take_any({"noon", "midday"})) return Hour{12};
  if (cursor_.take({"midnight"})) return Hour{24};
  const auto number = cursor_.number();
  if (!number || number->value > 24 || number->is_article) return std::nullopt;
  const int digits = number->in_words ? 0 : cursor_.token()->digits;
  if (digits > 2) return std::nullopt;
  cursor_.advance(number->tokens);
  return Hour{number->value, half_of_hour(number->value, digits, HalfOfDay::kEnglish), number->in_words};
}

// "at 3", "seven", "9 o'clock", "neuf heures et demie", "8 heures 30"
bool ClockReader::hour_alone() {
  // "the 3" and "on 3" may be a day as well.
  const bool bare_allowed = !cursor_.is_behind({"the", "on", "le", "les", "la"});
  const std::size_t before = cursor_.place();
  const auto found = cursor_.is(Kind::kTime) ? std::nullopt : hour();
  if (found && cursor_.take_any({"heures", "heure"})) {
    const HalfOfDay half = found->half == HalfOfDay::kEnglish ? HalfOfDay::kFrench : found->half;
    const auto minute = cursor_.number();
    const bool spelt = minute && (minute->in_words ? !minute->is_article : cursor_.token()->digits == 2);
    if (!spelt || minute->value > 59) return french_hours(found->hour * kHour, half);
    if (found->hour == 24) failed_ = true;
    cursor_.advance(minute->tokens);
    set_time(found->hour * kHour + minute->value, half);
    return true;
  }
  // Above twelve only digits are an hour alone: "at 15", and no "at fifteen".
  if (!found || (found->in_words && found->hour > 12) || found->hour == 24) {
    cursor_.back_to(before);
    return false;
  }
  if (!cursor_.take({"o", "clock"}) && !bare_allowed) {
    cursor_.back_to(before);
    return false;
  }
  set_time(found->hour * kHour, found->half);
  return true;
}

// "et demie", "et quart", "moins le quart", "moins dix" behind full hours.
bool ClockReader::french_hours(int minute, HalfOfDay half) {
  const std::size_t before = cursor_.place();
  int more = 0;
  if (cursor_.take({"et", "demie"}) || cursor_.take({"et", "demi"})) {
    more = 30;
  } else if (cursor_.take({"et", "quart"})) {
    more = 15;
  } else if (cursor_.take({"moins", "le", "quart"})) {
    more = -15;
  } else if (cursor_.take({"moins"})) {
    const auto less = cursor_.number();
    if (less && less->value > 0 && less->value < 30 && !less->is_article) {
      cursor_.advance(less->tokens);
      more = -less->value;
    } else {
      cursor_.back_to(before);
    }
  }
  if (more != 0 && minute % kHour != 0) failed_ = true;
  set_time(more == 0 ? minute : (minute + more + kMidnight) % kMidnight, half);
  return true;
}

// "tomorrow morning", "7 in the evening", "tonight", "ce soir"
bool ClockReader::part() {
  if (cursor_.take({"tonight"})) return set_part(DayPart::kEvening, kTonight, true);
  const bool french = cursor_.is_word("ce") || cursor_.is_word("cet") || cursor_.is_word("cette");
  const bool today = french || cursor_.is_word("this");
  if (today) {
    cursor_.advance();
  } else {
    cursor_.take({"in"});
    cursor_.take_any({"the", "l"});
  }
  if (cursor_.take({"apres", "midi"})) return set_part(DayPart::kAfternoon, {}, today);
  const auto found = cursor_.look_up(day_part_of);
  if (!found) return false;
  cursor_.advance();
  const bool tonight = french && *found == DayPart::kEvening;
  return set_part(*found, tonight ? std::optional(kTonight) : std::nullopt, today);
}

bool ClockReader::set_part(DayPart part, std::optional<int> default_minute, bool today) {
  if (part_) failed_ = true;
  part_ = part;
  part_minute_ = default_minute.value_or(times_of(part).alone);
  part_today_ = today;
  return true;
}

std::optional<int> ClockReader::minute_of_day() const {
  if (failed_ || !found()) return std::nullopt;
  if (!minute_) return part_minute_;
  if (!part_) return early_ && *minute_ < kNoon ? *minute_ + kNoon : *minute_;
  const auto fits = [&](int minute) { return minute >= times_of(*part_).first && minute <= times_of(*part_).last; };
  if (fits(*minute_)) return *minute_;
  if (half_ != HalfOfDay::kKnown && fits(*minute_ + kNoon)) return *minute_ + kNoon;
  return std::nullopt;
}

}  // namespace oree::tools
