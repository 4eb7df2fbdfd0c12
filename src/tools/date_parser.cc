#include "tools/date_parser.h"

#include "tools/date_clock.h"
#include "tools/date_cursor.h"
#include "tools/date_days.h"

namespace oree::tools {
namespace {

// Words between the parts of a phrase. "a" is the French "à" here; the article stands before a unit of time.
bool skip_connector(DateCursor& cursor) {
  if (cursor.is_word("a") && !cursor.look_up(unit_of, 1)) {
    cursor.advance();
    return true;
  }
  return cursor.take_any(
      {"on", "at", "for", "the", "by", "from", "le", "la", "l", "les", "du", "de", "d", "au", "vers", "pour"});
}

}  // namespace

std::optional<ParsedDate> parse_date(std::string_view phrase, std::chrono::local_days today) {
  std::optional<std::vector<DateToken>> tokens = date_tokens(phrase);
  if (!tokens) return std::nullopt;
  DateCursor cursor(std::move(*tokens));
  DayReader day(cursor, today);
  ClockReader clock(cursor);
  ParsedDate result;
  int seconds = 0;
  bool dangling = false;  // a connector with nothing behind it: "Thursday at"
  while (!cursor.at_end()) {
    if (cursor.is(DateToken::Kind::kComma)) {
      cursor.advance();
    } else if (skip_connector(cursor)) {
      dangling = true;
    } else {
      dangling = false;
      const DateToken& token = *cursor.token();
      seconds += token.seconds;
      if (token.kind == DateToken::Kind::kIsoDay || token.kind == DateToken::Kind::kIsoTime) {
        cursor.advance();
        day.set_day(token.day);
        if (token.kind == DateToken::Kind::kIsoTime) clock.set_time(token.minutes, HalfOfDay::kKnown);
        result.offset = token.offset;
      } else if (!day.read() && !clock.read()) {
        return std::nullopt;
      }
    }
  }
  if (dangling || !day.finish(result)) return std::nullopt;
  if (!clock.found()) return result.day || result.from_now ? std::optional(result) : std::nullopt;

  const std::optional<int> minute = clock.minute_of_day();
  const bool past_midnight = minute == 24 * 60 && seconds > 0;
  if (!minute || past_midnight || result.from_now || result.period_end) return std::nullopt;
  if (clock.of_today()) {
    if (result.day && *result.day != today) return std::nullopt;
    result.day = today;
  }
  result.time = std::chrono::seconds(*minute * 60 + seconds);
  return result;
}

}  // namespace oree::tools
