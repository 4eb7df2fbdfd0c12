// The words of dates in English and French, folded: without case and accents.
#pragma once

#include <optional>
#include <string_view>

namespace oree::tools {

// 0 Sunday to 6 Saturday, as std::chrono::weekday counts.
std::optional<int> weekday_of(std::string_view word) noexcept;
// 1 to 12.
std::optional<int> month_of(std::string_view word) noexcept;
// "a", "two", "douze": 1 to 60.
std::optional<int> small_number_of(std::string_view word) noexcept;

enum class DateUnit { kMinute, kHour, kDay, kWeek, kMonth, kYear };
std::optional<DateUnit> unit_of(std::string_view word) noexcept;

enum class DayPart { kMorning, kNoon, kAfternoon, kEvening };
std::optional<DayPart> day_part_of(std::string_view word) noexcept;

}  // namespace oree::tools
