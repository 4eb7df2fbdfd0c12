#include <array>

#include "decode/format_patterns.h"
#include "decode/regular_expression.h"

namespace oree::decode {
namespace {

const std::string kDate =
    "(\\d{4}-(((0[13578]|1[02])-(0[1-9]|[12]\\d|3[01]))|((0[469]|11)-(0[1-9]|[12]\\d|30))|(02-(0[1-9]|1\\d|2[0-8])))"
    // Leap years: those that 4 divides and 100 does not, and those that 400 divides.
    "|(\\d\\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)";
const std::string kFraction = "(\\.\\d+)?";

std::string two_digits(int number) { return std::to_string(100 + number).substr(1); }

LanguageId unite(LanguagePool& pool, std::initializer_list<LanguageId> languages) {
  return pool.unite(std::span(languages.begin(), languages.size()));
}

// The texts HH:MM:60 with a fraction and an offset that are 23:59:60 in UTC.
LanguageId leap_second(LanguagePool& pool) {
  const LanguageId digit_pair = parse_regular_expression(pool, "\\d\\d", true);
  const LanguageId second = parse_regular_expression(pool, ":60" + kFraction, true);
  const LanguageId minute_and_second = pool.concatenate(pool.literal(":"), pool.concatenate(digit_pair, second));
  // Hours and minutes depend on the offset's each by themselves, so that two short lists say what is valid.
  const auto hour = [&](int local, const std::string& offset, LanguageId offset_minute) {
    return pool.concatenate(
        pool.literal(two_digits(local)),
        pool.concatenate(minute_and_second, pool.concatenate(pool.literal(offset + ":"), offset_minute)));
  };
  const auto minute = [&](int local, char sign, int offset) {
    const LanguageId behind = pool.concatenate(pool.literal(std::string(1, sign)),
                                               pool.concatenate(digit_pair, pool.literal(":" + two_digits(offset))));
    return pool.concatenate(digit_pair,
                            pool.concatenate(pool.literal(":" + two_digits(local)), pool.concatenate(second, behind)));
  };
  std::vector<LanguageId> west_hours, west_minutes, east_hours, east_minutes, whole_hours;
  for (int h = 0; h < 24; ++h) {
    west_hours.push_back(hour(23 - h, "-" + two_digits(h), digit_pair));
    east_hours.push_back(hour(h, "+" + two_digits(h), digit_pair));
    // East by whole hours the minute is 59; by any minutes more the hour goes on by one.
    whole_hours.push_back(pool.concatenate(pool.literal(two_digits((23 + h) % 24) + ":59"),
                                           pool.concatenate(second, pool.literal("+" + two_digits(h) + ":00"))));
  }
  for (int m = 0; m < 60; ++m) {
    west_minutes.push_back(minute(59 - m, '-', m));
    if (m > 0) east_minutes.push_back(minute(m - 1, '+', m));
  }
  const std::array<LanguageId, 2> west{pool.unite(west_hours), pool.unite(west_minutes)};
  const std::array<LanguageId, 2> east{pool.unite(east_hours), pool.unite(east_minutes)};
  return unite(pool, {parse_regular_expression(pool, "23:59:60" + kFraction + "[Zz]", true), pool.unite(whole_hours),
                      pool.intersect(west), pool.intersect(east)});
}

}  // namespace

LanguageId build_date(LanguagePool& pool) { return parse_regular_expression(pool, kDate, true); }

LanguageId build_time(LanguagePool& pool) {
  const std::string ordinary =
      "([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d" + kFraction + "([Zz]|[+-]([01]\\d|2[0-3]):[0-5]\\d)";
  return unite(pool, {parse_regular_expression(pool, ordinary, true), leap_second(pool)});
}

LanguageId build_date_time(LanguagePool& pool) {
  return pool.concatenate(parse_regular_expression(pool, kDate + "[Tt]", true), build_time(pool));
}

std::string duration_pattern() {
  const std::string time = "T(\\d+H(\\d+M(\\d+S)?)?|\\d+M(\\d+S)?|\\d+S)";
  const std::string date = "(\\d+D|\\d+M(\\d+D)?|\\d+Y(\\d+M(\\d+D)?)?)";
  return "P(" + date + "(" + time + ")?|" + time + "|\\d+W)";
}

}  // namespace oree::decode
