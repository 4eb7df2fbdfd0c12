// The part of a date phrase that names a day, a period or a length of time from now.
#pragma once

#include <chrono>
#include <optional>

#include "tools/date_cursor.h"
#include "tools/date_parser.h"
#include "tools/date_words.h"

namespace oree::tools {

class DayReader {
 public:
  DayReader(DateCursor& cursor, std::chrono::local_days today) : cursor_(cursor), today_(today) {}

  // Whether something was taken.
  bool read();
  // A day that stands there itself.
  void set_day(std::chrono::local_days day);
  // Whether all that was read fits together; tells `result` what it was.
  bool finish(ParsedDate& result) const;

 private:
  bool length_from_now();
  bool counted(int n, DateUnit unit);
  bool period();
  bool named_day();
  bool weekday();
  bool calendar_date();
  bool date_of_year(int month, int day);
  bool day_of_some_month(int day);

  bool set_period(std::chrono::local_days begin, std::chrono::local_days end);
  bool set_from_now(std::chrono::seconds ahead);
  bool fail();

  std::chrono::local_days monday() const;
  std::chrono::local_days coming(int weekday) const;
  std::chrono::local_days of_next_week(int weekday) const;
  std::chrono::local_days months_on(int n) const;

  DateCursor& cursor_;
  std::chrono::local_days today_;
  bool failed_ = false;
  std::optional<std::chrono::local_days> day_;
  std::optional<std::chrono::local_days> period_end_;
  std::optional<std::chrono::seconds> from_now_;
  bool length_alone_ = false;
  std::optional<int> weekday_;  // alone, or beside a date that must then fall on it
};

}  // namespace oree::tools
