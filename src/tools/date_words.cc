#include "tools/date_words.h"

#include <array>
#include <span>
#include <utility>

namespace oree::tools {
namespace {

template <typename Value>
using Entry = std::pair<std::string_view, Value>;

template <typename Value>
std::optional<Value> find(std::span<const Entry<Value>> table, std::string_view word) noexcept {
  for (const auto& [spelling, value] : table) {
    if (spelling == word) return value;
  }
  return std::nullopt;
}

constexpr Entry<int> kWeekdays[] = {
    {"sunday", 0},
    {"sun", 0},
    {"dimanche", 0},
    {"monday", 1},
    {"mon", 1},
    {"lundi", 1},
    {"tuesday", 2},
    {"tue", 2},
    {"tues", 2},
    {"mardi", 2},
    {"wednesday", 3},
    {"wed", 3},
    {"mercredi", 3},
    {"thursday", 4},
    {"thu", 4},
    {"thur", 4},
    {"thurs", 4},
    {"jeudi", 4},
    {"friday", 5},
    {"fri", 5},
    {"vendredi", 5},
    {"saturday", 6},
    {"sat", 6},
    {"samedi", 6},
    // of a series: "every week on Mondays", "tous les lundis"
    {"sundays", 0},
    {"dimanches", 0},
    {"mondays", 1},
    {"lundis", 1},
    {"tuesdays", 2},
    {"mardis", 2},
    {"wednesdays", 3},
    {"mercredis", 3},
    {"thursdays", 4},
    {"jeudis", 4},
    {"fridays", 5},
    {"vendredis", 5},
    {"saturdays", 6},
    {"samedis", 6},
};

constexpr Entry<int> kMonths[] = {
    {"january", 1},   {"jan", 1},   {"janvier", 1},   {"february", 2},  {"feb", 2},   {"fevrier", 2},
    {"fev", 2},       {"march", 3}, {"mar", 3},       {"mars", 3},      {"april", 4}, {"apr", 4},
    {"avril", 4},     {"avr", 4},   {"may", 5},       {"mai", 5},       {"june", 6},  {"jun", 6},
    {"juin", 6},      {"july", 7},  {"jul", 7},       {"juillet", 7},   {"juil", 7},  {"august", 8},
    {"aug", 8},       {"aout", 8},  {"september", 9}, {"sep", 9},       {"sept", 9},  {"septembre", 9},
    {"october", 10},  {"oct", 10},  {"octobre", 10},  {"november", 11}, {"nov", 11},  {"novembre", 11},
    {"december", 12}, {"dec", 12},  {"decembre", 12},
};

constexpr Entry<int> kNumbers[] = {
    {"a", 1},         {"an", 1},      {"one", 1},        {"un", 1},      {"une", 1},        {"two", 2},
    {"deux", 2},      {"three", 3},   {"trois", 3},      {"four", 4},    {"quatre", 4},     {"five", 5},
    {"cinq", 5},      {"six", 6},     {"seven", 7},      {"sept", 7},    {"eight", 8},      {"huit", 8},
    {"nine", 9},      {"neuf", 9},    {"ten", 10},       {"dix", 10},    {"eleven", 11},    {"onze", 11},
    {"twelve", 12},   {"douze", 12},  {"thirteen", 13},  {"treize", 13}, {"fourteen", 14},  {"quatorze", 14},
    {"fifteen", 15},  {"quinze", 15}, {"sixteen", 16},   {"seize", 16},  {"seventeen", 17}, {"eighteen", 18},
    {"nineteen", 19}, {"twenty", 20}, {"vingt", 20},     {"thirty", 30}, {"trente", 30},    {"forty", 40},
    {"quarante", 40}, {"fifty", 50},  {"cinquante", 50}, {"sixty", 60},  {"soixante", 60},
};

constexpr Entry<DateUnit> kUnits[] = {
    {"minute", DateUnit::kMinute}, {"minutes", DateUnit::kMinute}, {"min", DateUnit::kMinute},
    {"mins", DateUnit::kMinute},   {"hour", DateUnit::kHour},      {"hours", DateUnit::kHour},
    {"heure", DateUnit::kHour},    {"heures", DateUnit::kHour},    {"day", DateUnit::kDay},
    {"days", DateUnit::kDay},      {"jour", DateUnit::kDay},       {"jours", DateUnit::kDay},
    {"week", DateUnit::kWeek},     {"weeks", DateUnit::kWeek},     {"semaine", DateUnit::kWeek},
    {"semaines", DateUnit::kWeek}, {"month", DateUnit::kMonth},    {"months", DateUnit::kMonth},
    {"mois", DateUnit::kMonth},    {"year", DateUnit::kYear},      {"years", DateUnit::kYear},
    {"ans", DateUnit::kYear},
};

constexpr Entry<DayPart> kParts[] = {
    {"morning", DayPart::kMorning}, {"matin", DayPart::kMorning},       {"matinee", DayPart::kMorning},
    {"lunchtime", DayPart::kNoon},  {"afternoon", DayPart::kAfternoon}, {"evening", DayPart::kEvening},
    {"soir", DayPart::kEvening},    {"soiree", DayPart::kEvening},      {"night", DayPart::kEvening},
};

}  // namespace

std::optional<int> weekday_of(std::string_view word) noexcept { return find<int>(kWeekdays, word); }
std::optional<int> month_of(std::string_view word) noexcept { return find<int>(kMonths, word); }
std::optional<int> small_number_of(std::string_view word) noexcept { return find<int>(kNumbers, word); }
std::optional<DateUnit> unit_of(std::string_view word) noexcept { return find<DateUnit>(kUnits, word); }
std::optional<DayPart> day_part_of(std::string_view word) noexcept { return find<DayPart>(kParts, word); }

}  // namespace oree::tools
