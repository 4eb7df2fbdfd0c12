// A date phrase cut into words, numbers and times of day.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oree::tools {

inline constexpr int kMinDateYear = 1900;
inline constexpr int kMaxDateYear = 2200;

// Which half of the day an hour is in, as far as it tells.
enum class HalfOfDay {
  kKnown,    // "3pm", "15:00", "03:30"
  kEnglish,  // "3:30": 1 to 6 o'clock are after noon, unless a part of the day says otherwise
  kFrench,   // "8h": as on the 24-hour clock, unless a part of the day says otherwise
};
// An hour without am or pm, written with so many digits (0: in words).
HalfOfDay half_of_hour(int hour, int digits, HalfOfDay when_open);

struct DateToken {
  enum class Kind {
    kWord,     // folded letters: "thursday", "apres"
    kNumber,   // digits: value
    kOrdinal,  // "3rd", "1er": value
    kTime,     // "12:30", "3pm", "9h30": minutes of the day
    kIsoDay,   // "2026-11-26"
    kIsoTime,  // "2026-11-26T12:30:00Z": a day with a time, and perhaps an offset
    kComma,
  } kind = Kind::kWord;
  std::string word;
  int value = 0;
  int digits = 0;  // of a number, leading zeros included
  int minutes = 0;
  int seconds = 0;  // beyond the minutes
  HalfOfDay half = HalfOfDay::kKnown;
  bool with_h = false;  // "9h30", which is a length as well
  std::chrono::local_days day{};
  std::optional<std::chrono::seconds> offset;  // of kIsoTime, seconds east of UTC
};

// nullopt when the phrase holds something that no date does (a sign, a time such as 25:00, 30 February).
std::optional<std::vector<DateToken>> date_tokens(std::string_view phrase);

}  // namespace oree::tools
