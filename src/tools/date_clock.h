// The part of a date phrase that names a time of day.
#pragma once

#include <optional>

#include "tools/date_cursor.h"
#include "tools/date_words.h"

namespace oree::tools {

class ClockReader {
 public:
  explicit ClockReader(DateCursor& cursor) : cursor_(cursor) {}

  // Whether something was taken.
  bool read();
  // A time that stands there itself.
  void set_time(int minute, HalfOfDay half);

  // Whether anything was read.
  bool found() const { return minute_ || part_; }
  // "this morning", "tonight": no other day fits.
  bool of_today() const { return part_today_; }
  // Minutes since midnight, up to 24 hours; nullopt when what was read does not fit together ("15:00 in the morning").
  std::optional<int> minute_of_day() const;

 private:
  struct Hour {
    int hour = 0;
    HalfOfDay half = HalfOfDay::kKnown;
    bool in_words = false;
  };

  bool clock();
  bool spoken_clock();
  bool hour_alone();
  bool french_hours(int minute, HalfOfDay half);
  bool part();
  bool set_part(DayPart part, std::optional<int> default_minute, bool today);
  std::optional<Hour> hour();

  DateCursor& cursor_;
  bool failed_ = false;
  std::optional<int> minute_;
  HalfOfDay half_ = HalfOfDay::kKnown;
  bool early_ = false;  // the hour that was named is one from 1 to 6
  std::optional<DayPart> part_;
  int part_minute_ = 0;
  bool part_today_ = false;
};

}  // namespace oree::tools
