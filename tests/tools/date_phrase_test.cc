// What docs/dates.md says, worked out by hand. tests/golden/dates/phrases.jsonl has many more, worked out in Python.
#include "tools/date_phrase.h"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "oree/error.h"
#include "oree/tool.h"
#include "tools/text_fold.h"

namespace oree::tools {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year_month_day;
using ::testing::HasSubstr;

std::string day_text(local_days day) {
  const year_month_day date(day);
  const auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(static_cast<int>(date.year())) + "-" + two(static_cast<unsigned>(date.month())) + "-" +
         two(static_cast<unsigned>(date.day()));
}

// "2026-11-26 12:30" a moment, "2026-11-26" a day, "2026-11-23..2026-11-30" a period with the day behind its last.
std::string text_of(const DateSpan& span, const TimeZone& zone) {
  const LocalTime begin = zone.to_local(span.begin), end = zone.to_local(span.end);
  if (span.kind == DateKind::kMoment) {
    EXPECT_EQ(span.begin, span.end);
    return day_text(begin.day) + " " + human_time(begin.time);
  }
  EXPECT_EQ(begin.time, seconds(0));
  EXPECT_EQ(end.time, seconds(0));
  if (span.kind == DateKind::kPeriod) return day_text(begin.day) + ".." + day_text(end.day);
  EXPECT_EQ(end.day, begin.day + days(1));
  return day_text(begin.day);
}

// A clock that stands still.
struct Clock {
  Clock(const std::string& name, const year_month_day& day, int hour, int minute = 0)
      : zone(name), now(zone.to_instant(local_days(day) + seconds(hour * 3600 + minute * 60))) {}

  std::string operator()(std::string_view phrase) const {
    try {
      return text_of(resolve_date(phrase, now, zone), zone);
    } catch (const Error& error) {
      return std::string("error: ") + error.what();
    }
  }
  std::string end(std::string_view phrase, std::string_view start) const {
    try {
      return text_of(resolve_end(phrase, resolve_date(start, now, zone).begin, now, zone), zone);
    } catch (const Error& error) {
      return std::string("error: ") + error.what();
    }
  }

  TimeZone zone;
  sys_seconds now;
};

year_month_day ymd(int year, unsigned month, unsigned day) {
  return {std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
}
Clock monday_in_paris() { return {"Europe/Paris", ymd(2026, 11, 23), 9, 10}; }
Clock new_years_eve_in_new_york() { return {"America/New_York", ymd(2027, 12, 31), 21, 30}; }  // a Friday

// Lines of "meaning = phrase | phrase".
std::vector<std::pair<std::string, std::string>> table(const std::string& text) {
  std::vector<std::pair<std::string, std::string>> rows;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t equals = line.find(" = ");
    if (equals == std::string::npos) continue;
    const std::string meaning = trim(line.substr(0, equals));
    std::istringstream phrases(line.substr(equals + 3));
    for (std::string phrase; std::getline(phrases, phrase, '|');) rows.emplace_back(trim(phrase), meaning);
  }
  EXPECT_FALSE(rows.empty());
  return rows;
}

TEST(DatePhrase, NamesADay) {
  const Clock clock = monday_in_paris();
  for (const auto& [phrase, meaning] : table(R"(
    2026-11-23 = today | aujourd'hui | aujourd’hui | 23 November | the 23rd
    2026-11-24 = Tomorrow | TOMORROW | demain
    2026-11-22 = yesterday | hier
    2026-11-25 = the day after tomorrow | après-demain
    2026-11-30 = Monday | next Monday | dans une semaine
    2026-11-26 = Thursday | Thu | Thu. | on Thursday | this Thursday | Thursdays | jeudis | jeudi | ce jeudi | Thursday 26 November
    2026-11-26 = Thu 26 Nov 2026 | jeudi 26 novembre | the 26th, Thursday | in 3 days | 3 days from now | dans 3 jours
    2026-11-29 = Sunday
    2026-12-03 = next Thursday | Thursday next week | next week Thursday | a week from Thursday | jeudi prochain
    2026-12-03 = jeudi en huit | the 3rd | le 3
    2026-12-10 = two weeks from Thursday
    2027-05-03 = 3 May | May 3 | May 3rd | the 3rd of May | 3 mai | le 3 mai
    2027-11-22 = 22 November
    2029-05-03 = 3 May 2029 | May 3, 2029
    2028-02-29 = 29 February
    2032-02-29 = 29 February 2032
    2027-05-01 = 1er mai 2027
    2027-08-15 = le 15 août
    2027-09-03 = le 3 sept
    2026-12-31 = the 31st
    2026-12-07 = in two weeks
    2026-12-23 = in a month
    2027-11-23 = in a year
    2026-12-14 = in twenty-one days | dans vingt et un jours
    2026-12-24 = 2026-12-24
  )")) {
    EXPECT_EQ(clock(phrase), meaning) << phrase;
  }
}

TEST(DatePhrase, DoesNotMindSpacesCaseAndWaysToWriteAnApostrophe) {
  const Clock clock = monday_in_paris();
  EXPECT_EQ(clock("  TOMORROW\t at\n9 H 30 "), "2026-11-24 09:30");
  EXPECT_EQ(clock("Aujourd’hui à 15\u00a0h\u00a030"), "2026-11-23 15:30");
}

TEST(DatePhrase, NamesAPeriod) {
  const Clock clock = monday_in_paris();
  for (const auto& [phrase, meaning] : table(R"(
    2026-11-23..2026-11-30 = this week | cette semaine
    2026-11-30..2026-12-07 = next week | la semaine prochaine
    2026-11-28..2026-11-30 = this weekend | the weekend | ce week-end
    2026-12-05..2026-12-07 = next weekend | le week-end prochain
    2026-11-01..2026-12-01 = this month | ce mois-ci
    2026-12-01..2027-01-01 = next month | le mois prochain
  )")) {
    EXPECT_EQ(clock(phrase), meaning) << phrase;
  }
}

TEST(DatePhrase, NamesATimeOfDayThatIsTodayOrElseTomorrow) {
  const Clock clock = monday_in_paris();  // 09:10
  for (const auto& [phrase, meaning] : table(R"(
    2026-11-23 12:30 = 12:30 | at 12.30 | midi et demi
    2026-11-23 15:00 = 3pm | 3 p.m. | 3 o’clock | at 3 | at 15 | 15h | 3h de l'après-midi
    2026-11-23 15:15 = 3:15 pm
    2026-11-23 12:00 = 12 pm | noon | midday | midi
    2026-11-24 00:00 = 12 am | midnight | minuit | 12 at night
    2026-11-24 09:00 = 9am | 9h
    2026-11-23 09:10 = 9:10
    2026-11-24 09:09 = 9:09
    2026-11-23 10:00 = 10 o'clock
    2026-11-23 15:30 = half past three | at 3:30
    2026-11-23 10:30 = half past 10 | 10 heures 30
    2026-11-23 09:15 = quarter past nine | 9h et quart
    2026-11-24 08:45 = quarter to 9
    2026-11-23 10:45 = a quarter to eleven
    2026-11-23 16:50 = ten to five
    2026-11-23 12:50 = ten to one
    2026-11-24 06:50 = ten to seven
    2026-11-23 11:25 = twenty-five past 11
    2026-11-23 23:45 = quarter to midnight | minuit moins le quart
    2026-11-24 00:30 = half past midnight
    2026-11-24 07:00 = seven
    2026-11-23 11:00 = at 11 | à 11 heures
    2026-11-24 03:30 = 03:30
    2026-11-24 03:00 = at 03 | 3h | 3 in the morning
    2026-11-23 09:30 = 9h30 | 9 h 30 | neuf heures et demie
    2026-11-23 18:00 = dix-huit heures
    2026-11-23 09:45 = dix heures moins le quart
    2026-11-23 09:50 = dix heures moins dix
    2026-11-23 19:00 = 7 in the evening
    2026-11-23 22:00 = 10 in the evening
    2026-11-23 22:30 = 10:30 at night
    2026-11-23 13:00 = 1 at lunchtime
    2026-11-23 20:00 = 8 heures du soir
    2026-11-24 08:00 = 8h du matin
  )")) {
    EXPECT_EQ(clock(phrase), meaning) << phrase;
    EXPECT_FALSE(resolve_date(phrase, clock.now, clock.zone).has_day) << phrase;
  }
}

TEST(DatePhrase, NamesADayWithATime) {
  const Clock clock = monday_in_paris();  // a time on a day that was named may have passed; midnight ends the day
  for (const auto& [phrase, meaning] : table(R"(
    2026-11-26 12:30 = Thursday at 12:30 | 12:30 on Thursday | Thu 26 Nov 2026 12:30 | 2026-11-26T12:30
    2026-11-26 12:30 = 2026-11-26 12:30
    2026-11-24 15:00 = tomorrow, 3pm | demain après-midi
    2026-11-24 12:00 = noon tomorrow
    2026-11-23 08:00 = today at 8:00
    2026-11-24 15:30 = tomorrow at half past three
    2026-11-27 08:45 = Friday at quarter to 9
    2026-12-01 15:15 = next Tuesday at 3:15 pm
    2026-12-02 09:00 = a week from Wednesday at 9 o'clock
    2026-12-03 17:00 = the 3rd at 5
    2029-05-03 10:00 = May 3, 2029, 10:00
    2026-11-26 23:00 = in 3 days at 11 pm
    2026-12-01 00:00 = Monday at midnight
    2026-11-24 00:00 = midnight tonight
    2026-11-30 00:00 = Monday 0:00
    2027-01-01 00:00 = 31 December at midnight
    2026-11-24 09:00 = morning | tomorrow morning | demain à 9h | demain matin
    2026-11-23 09:00 = this morning | ce matin
    2026-11-23 15:00 = this afternoon | cet après-midi
    2026-11-23 19:00 = this evening
    2026-11-23 20:00 = tonight | tonight at 8 | ce soir | ce soir à 8h
    2026-11-23 22:00 = tonight at 10 o'clock
    2026-11-24 08:00 = tomorrow morning at 8
    2026-11-27 09:00 = Friday morning
    2026-11-27 15:30 = Friday afternoon at 3:30
    2026-11-27 20:00 = Friday evening at 8
    2026-11-27 12:00 = Friday lunchtime
    2026-11-24 20:00 = demain soir à 8 heures
    2026-11-27 19:00 = vendredi soir
    2026-11-26 09:00 = jeudi 26 novembre à 9h
    2027-05-03 14:15 = le 3 mai à 14h15
    2026-12-03 07:00 = le 3 à sept heures
    2026-11-26 03:30 = 2026-11-26T03:30:00
    2026-11-26 13:30 = 2026-11-26T12:30:00Z | 2026-11-26T12:30:00.250Z
    2026-11-26 18:30 = 2026-11-26T12:30-05:00
    2026-11-26 08:00 = 2026-11-26T12:30+0530
    2026-11-26 12:00 = 2026-11-26 at noon
  )")) {
    EXPECT_EQ(clock(phrase), meaning) << phrase;
  }
}

TEST(DatePhrase, ALengthAloneCountsFromNowForATimerFromTheStartForAnEndAndIsNoDate) {
  const TimeZone zone("Europe/Paris");
  const auto now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + std::chrono::hours(8);
  const auto start = now + std::chrono::hours(5);
  const std::pair<int, std::vector<const char*>> lengths[] = {
      {10, {"10 minutes", "ten minutes", "for 10 min", "dix minutes", "pour 10 minutes"}},
      {30, {"half an hour", "for half an hour", "une demi-heure"}},
      {60, {"an hour", "1 hour"}},
      {90, {"an hour and a half"}},
      {120, {"2 hours", "two hours"}},
  };
  for (const auto& [minutes, phrases] : lengths) {
    for (const char* phrase : phrases) {
      EXPECT_EQ(resolve_timer(phrase, now, zone).begin, now + std::chrono::minutes(minutes)) << phrase;
      EXPECT_EQ(resolve_end(phrase, start, now, zone).begin, start + std::chrono::minutes(minutes)) << phrase;
      EXPECT_THROW(resolve_date(phrase, now, zone), Error) << phrase;
    }
  }
  EXPECT_EQ(resolve_end("in 2 hours", start, now, zone).begin, now + std::chrono::hours(2));
}

TEST(DatePhrase, CountsHoursAndMinutesFromNow) {
  const Clock clock = monday_in_paris();
  for (const auto& [phrase, meaning] : table(R"(
    2026-11-23 11:10 = in 2 hours
    2026-11-23 10:10 = in an hour | dans une heure
    2026-11-23 10:40 = in an hour and a half | dans une heure et demie | dans 1h30
    2026-11-23 09:40 = in half an hour | dans une demi-heure
    2026-11-24 09:00 = 9 heures | à 9 heures
    2026-11-23 09:55 = in 45 minutes
    2026-11-23 09:35 = in twenty-five minutes
    2026-11-23 09:20 = 10 minutes from now
    2026-11-25 09:10 = in 48 hours
    2026-11-23 09:30 = dans 20 minutes
  )")) {
    EXPECT_EQ(clock(phrase), meaning) << phrase;
  }
}

TEST(DatePhrase, GoesOverTheEndOfTheYear) {
  const Clock clock = new_years_eve_in_new_york();  // Friday 2027-12-31, 21:30
  for (const auto& [phrase, meaning] : table(R"(
    2028-01-01 = tomorrow | 1er janvier
    2028-01-01 09:00 = demain à 9h
    2028-01-01 12:00 = noon
    2027-12-31 22:00 = 22:00
    2028-01-01 00:00 = midnight
    2028-01-01 00:30 = in 3 hours
    2028-01-07 = Friday | next Friday
    2027-12-27..2028-01-03 = this week
    2028-01-01..2028-01-03 = this weekend
    2027-12-01..2028-01-01 = this month
    2028-01-01..2028-02-01 = next month
    2028-02-29 = in two months | 29 February
    2029-02-28 = in fourteen months
    2027-12-31 = 31 December
    2028-01-30 = the 30th
    2027-12-31 20:00 = 2028-01-01T01:00Z
  )")) {
    EXPECT_EQ(clock(phrase), meaning) << phrase;
  }
  EXPECT_EQ((Clock("America/New_York", ymd(2096, 3, 1), 8)("29 February")), "2104-02-29");  // 2100 has none
}

TEST(DatePhrase, SaysThatATimeThatTheClockSkipsDoesNotExist) {
  const Clock paris("Europe/Paris", ymd(2027, 3, 26), 18);  // on Sunday 28 March 02:00 is 03:00
  const std::string gap = " does not exist: the clock is put forward over it in Europe/Paris";
  EXPECT_EQ(paris("Sunday at 2:30 am"), "error: the date \"Sunday at 2:30 am\"" + gap);
  EXPECT_EQ(paris("dimanche à 2h"), "error: the date \"dimanche à 2h\"" + gap);
  EXPECT_EQ(paris("2027-03-28T02:59:59"), "error: the date \"2027-03-28T02:59:59\"" + gap);
  EXPECT_EQ(paris("Sunday at 1:59 am"), "2027-03-28 01:59");
  EXPECT_EQ(paris("Sunday at 03:00"), "2027-03-28 03:00");
  EXPECT_EQ(paris("Sunday"), "2027-03-28");
  const Clock new_york("America/New_York", ymd(2028, 3, 11), 22);
  EXPECT_THAT(new_york("02:15"), HasSubstr("does not exist"));
  EXPECT_THAT(new_york.end("02:15", "23:00"), HasSubstr("does not exist"));
  EXPECT_EQ(new_york("in 6 hours"), "2028-03-12 05:00");
  // Not long after the gap its times have passed like any other.
  EXPECT_EQ((Clock("America/New_York", ymd(2028, 3, 12), 3, 10)("02:45")), "2028-03-13 02:45");
  EXPECT_THAT((Clock("Pacific/Apia", ymd(2011, 12, 28), 9)("2011-12-30")), HasSubstr("skipped that day"));
}

TEST(DatePhrase, TakesTheFirstOfTwoEqualTimes) {
  const Clock clock("America/New_York", ymd(2026, 10, 31), 12);  // on 1 November 02:00 is 01:00
  const sys_seconds first = sys_days(ymd(2026, 11, 1)) + seconds(5 * 3600 + 1800);
  EXPECT_EQ(resolve_date("tomorrow at 1:30 am", clock.now, clock.zone).begin, first);
  EXPECT_EQ(resolve_date("2026-11-01T01:30-05:00", clock.now, clock.zone).begin, first + seconds(3600));
  const DateSpan day = resolve_date("tomorrow", clock.now, clock.zone);
  EXPECT_EQ(day.end - day.begin, seconds(25 * 3600));
}

TEST(DatePhrase, AnEndIsTheFirstSuchTimeAfterTheStart) {
  const Clock clock = monday_in_paris();
  EXPECT_EQ(clock.end("4pm", "Thursday at 3pm"), "2026-11-26 16:00");
  EXPECT_EQ(clock.end("2pm", "Thursday at 3pm"), "2026-11-27 14:00");
  EXPECT_EQ(clock.end("15:00", "Thursday at 3pm"), "2026-11-27 15:00");
  EXPECT_EQ(clock.end("midnight", "Thursday at 10pm"), "2026-11-27 00:00");
  EXPECT_EQ(clock.end("half past midnight", "Thursday at 10pm"), "2026-11-27 00:30");
  EXPECT_EQ(clock.end("8:00", "today at 7:00"), "2026-11-23 08:00");
  EXPECT_EQ(clock.end("1 am", "31 December at 22:00"), "2027-01-01 01:00");
  EXPECT_EQ(clock.end("Friday at 9", "Thursday at 3pm"), "2026-11-27 09:00");
  EXPECT_EQ(clock.end("Friday", "Thursday"), "2026-11-27");
  EXPECT_EQ(clock.end("in 2 hours", "today at 10:00"), "2026-11-23 11:10");
  // Tomorrow's gap is no matter to an event in July.
  const Clock march("Europe/Paris", ymd(2027, 3, 27), 22);
  EXPECT_EQ(march.end("02:30", "10 July at 23:00"), "2027-07-11 02:30");
}

TEST(DatePhrase, RefusesWhatItDoesNotUnderstand) {
  const Clock clock = monday_in_paris();
  for (const char* phrase : {"",
                             "   ",
                             ",",
                             "blursday",
                             "Thrusday",
                             "tomorow",
                             "next",
                             "this",
                             "on",
                             "the",
                             "in",
                             "Thursday at",
                             "May",
                             "in days",
                             "in three",
                             "in -3 days",
                             "-3 days",
                             "2 hours later",
                             "in 300 years",
                             "in 99999999999 days",
                             "Thursday Friday",
                             "tomorrow yesterday",
                             "Monday this week",
                             "Thursday 3 May",
                             "noon midnight",
                             "3pm 4pm",
                             "3 4",
                             "on 3",
                             "the 3",
                             "next week at 9",
                             "in 2 hours at 9",
                             "tonight tomorrow",
                             "this evening Friday",
                             "half past",
                             "half past 30",
                             "ten to",
                             "at fifteen",
                             "25:00",
                             "24:30",
                             "24 heures 30",
                             "12:60",
                             "12:30:99",
                             "12:30:",
                             "13pm",
                             "0 am",
                             "9h75",
                             "9h5",
                             "15:00 in the morning",
                             "12 in the morning",
                             "2 at night",
                             "12:30 at night",
                             "9am tonight",
                             "the 32nd",
                             "the 0th",
                             "30 February",
                             "29 February 2027",
                             "31 avril",
                             "le 32",
                             "26/11/2026",
                             "26-11-2026",
                             "2026-02-30",
                             "2026-13-01",
                             "2026-1-1",
                             "2026-11-26T",
                             "2026-11-26T25:00",
                             "2026-11-26T12:60",
                             "2026-11-26T12:30+99:00",
                             "2026-11-26T12:30+1",
                             "1850-01-01",
                             "3 May 2300",
                             "lunch on Thursday",
                             "Thursday - Friday",
                             "\xff\xfe"}) {
    EXPECT_THAT(clock(phrase), HasSubstr("is not understood")) << phrase;
  }
  try {
    resolve_date("blursday", clock.now, clock.zone);
    FAIL() << "a day of that name";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalid);
    EXPECT_THAT(error.what(), HasSubstr("\"blursday\""));
    EXPECT_THAT(error.hint(), HasSubstr("Thursday at 12:30"));
  }
  EXPECT_THAT(clock(std::string(kMaxDatePhraseBytes + 1, ' ')), HasSubstr("more than 200 bytes"));
}

TEST(DatePhrase, AgreesWithTheGoldenPhrases) {
  std::ifstream stream(OREE_SOURCE_DIR "/tests/golden/dates/phrases.jsonl");
  int rows = 0;
  for (std::string line; std::getline(stream, line); ++rows) {
    const Json row = Json::parse(line);
    const std::string phrase = row["phrase"];
    const TimeZone zone(row["zone"].get<std::string>());
    const sys_seconds now = resolve_date(row["now"].get<std::string>(), sys_seconds(), zone).begin;
    if (row["kind"] == "error") {
      EXPECT_THROW(resolve_date(phrase, now, zone), Error) << line;
      continue;
    }
    try {
      const DateSpan span = resolve_date(phrase, now, zone);
      EXPECT_EQ(span.kind == DateKind::kMoment ? "moment"
                : span.kind == DateKind::kDay  ? "day"
                                               : "period",
                row["kind"])
          << line;
      EXPECT_EQ(span.begin.time_since_epoch().count(), row["begin"].get<std::int64_t>()) << line;
      EXPECT_EQ(span.end.time_since_epoch().count(), row["end"].get<std::int64_t>()) << line;
    } catch (const Error& error) {
      ADD_FAILURE() << line << ": " << error.what();
    }
  }
  EXPECT_GT(rows, 2000);
}

}  // namespace
}  // namespace oree::tools
