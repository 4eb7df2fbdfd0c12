#include "tools/time_zone.h"

#include <gmock/gmock.h>

#include <fstream>

#include "oree/error.h"
#include "oree/tool.h"
#include "tools/posix_zone.h"

namespace oree::tools {
namespace {

using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year;
using ::testing::HasSubstr;

sys_seconds at(std::int64_t instant) { return sys_seconds(seconds(instant)); }
local_seconds wall(std::int64_t local) { return local_seconds(seconds(local)); }

// One line of tests/golden/dates/zones.jsonl, made with Python's zoneinfo: see tests/oracles/make_zones.py.
class GoldenZone : public ::testing::TestWithParam<std::string> {
 protected:
  static Json row() {
    std::ifstream stream(OREE_SOURCE_DIR "/tests/golden/dates/zones.jsonl");
    for (std::string line; std::getline(stream, line);) {
      Json found = Json::parse(line);
      if (found["zone"] == GetParam()) return found;
    }
    throw Error(ErrorCode::kNotFound, "no such row");
  }
};

TEST_P(GoldenZone, HasTheOffsetsThatPythonSees) {
  const TimeZone zone(GetParam());
  const Json golden = row();
  for (const Json& entry : golden["offsets"]) {
    const std::int64_t instant = entry[0];
    const std::int64_t offset = entry[1];
    EXPECT_EQ(zone.offset_at(at(instant)).count(), offset) << instant;
    EXPECT_EQ(zone.to_local(at(instant)).seconds(), wall(instant + offset)) << instant;
  }
}

TEST_P(GoldenZone, GoesFromTheWallClockToTheInstantsThatPythonSees) {
  const TimeZone zone(GetParam());
  const Json golden = row();
  for (const Json& entry : golden["locals"]) {
    const std::int64_t local = entry[0];
    EXPECT_EQ(zone.to_instant(wall(local)), at(entry[1].get<std::int64_t>())) << local;
    EXPECT_EQ(zone.skips(wall(local)), entry[2].get<bool>()) << local;
  }
}

INSTANTIATE_TEST_SUITE_P(TimeZone, GoldenZone,
                         ::testing::Values("UTC", "Africa/Casablanca", "Africa/Monrovia", "America/Havana",
                                           "America/New_York", "America/Nuuk", "America/Sao_Paulo", "America/St_Johns",
                                           "Antarctica/Troll", "Asia/Kathmandu", "Asia/Kolkata", "Australia/Lord_Howe",
                                           "Europe/Dublin", "Europe/Paris", "Pacific/Apia", "Pacific/Auckland",
                                           "Pacific/Chatham"),
                         [](const auto& zone) {
                           std::string name = zone.param;
                           for (char& c : name) c = c == '/' ? '_' : c;
                           return name;
                         });

TEST(TimeZone, TakesTheFirstOfTwoEqualLocalTimes) {
  const TimeZone zone("Europe/Paris");
  // 25 October 2026: 03:00 summer time is 02:00 again, at 01:00 UTC.
  const local_seconds half_past_two = local_days(year(2026) / 10 / 25) + seconds(9000);
  EXPECT_EQ(zone.to_instant(half_past_two), sys_days(year(2026) / 10 / 25) + seconds(1800));
  EXPECT_FALSE(zone.skips(half_past_two));
}

TEST(TimeZone, MovesASkippedTimeOnByTheGap) {
  const TimeZone zone("America/New_York");
  // 8 March 2026: 02:00 is 03:00, at 07:00 UTC.
  const local_seconds half_past_two = local_days(year(2026) / 3 / 8) + seconds(9000);
  EXPECT_TRUE(zone.skips(half_past_two));
  EXPECT_EQ(zone.to_local(zone.to_instant(half_past_two)).time, seconds(12600));
}

TEST(TimeZone, SplitsTheTimeBefore1970IntoADayAndItsSeconds) {
  const LocalTime local = TimeZone("UTC").to_local(at(-1));
  EXPECT_EQ(local.day, local_days(year(1969) / 12 / 31));
  EXPECT_EQ(local.time, seconds(86399));
}

TEST(TimeZone, RefusesWhatIsNoZone) {
  for (const char* name :
       {"", "Europe/Atlantis", "europe/paris", "Europe", "../zoneinfo/UTC", "/usr/share/zoneinfo/UTC", "Europe/Paris ",
        "tzdata.zi", "leapseconds", "CET-1CEST,M3.5.0,M10.5.0/3", "\xff"}) {
    try {
      const TimeZone zone(name);
      ADD_FAILURE() << name << " is a zone";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalid) << name;
      EXPECT_THAT(error.what(), HasSubstr("time zone")) << name;
      EXPECT_THAT(error.hint(), HasSubstr("Europe/Paris")) << name;
    }
  }
}

TEST(TimeZone, WritesTimesAsIsoAndForPeople) {
  const sys_seconds instant = sys_days(year(2026) / 11 / 26) + seconds(41400);
  EXPECT_EQ(iso_with_offset(instant, TimeZone("Europe/Paris")), "2026-11-26T12:30:00+01:00");
  EXPECT_EQ(iso_with_offset(instant, TimeZone("America/St_Johns")), "2026-11-26T08:00:00-03:30");
  EXPECT_EQ(iso_with_offset(instant, TimeZone("Asia/Kathmandu")), "2026-11-26T17:15:00+05:45");
  EXPECT_EQ(iso_with_offset(instant, TimeZone("UTC")), "2026-11-26T11:30:00+00:00");
  EXPECT_EQ(human_day(local_days(year(2026) / 11 / 26)), "Thu 26 Nov 2026");
  EXPECT_EQ(human_time(seconds(9 * 3600 + 5 * 60)), "09:05");
}

TEST(PosixZone, CountsDaysWithAndWithoutTheLeapDay) {
  // J60 is 1 March of every year; the day of year 59 is 29 February of a leap year.
  const auto julian = PosixZone::parse("AAA0BBB,J60/0,J300/0");
  const auto plain = PosixZone::parse("AAA0BBB,59/0,299/0");
  ASSERT_TRUE(julian && plain);
  const auto day = [](int y, unsigned month, unsigned d) {
    return sys_seconds(sys_days(year(y) / month / d)).time_since_epoch().count();
  };
  EXPECT_EQ(julian->offset_at(day(2028, 2, 29)), 0);
  EXPECT_EQ(julian->offset_at(day(2028, 3, 1)), 3600);
  EXPECT_EQ(julian->offset_at(day(2027, 3, 1) - 1), 0);
  EXPECT_EQ(julian->offset_at(day(2027, 3, 1)), 3600);
  EXPECT_EQ(plain->offset_at(day(2028, 2, 29) - 1), 0);
  EXPECT_EQ(plain->offset_at(day(2028, 2, 29)), 3600);
  EXPECT_EQ(plain->offset_at(day(2027, 3, 1)), 3600);
}

TEST(PosixZone, ReadsNamesInBracketsAndOffsetsWithMinutes) {
  const auto zone = PosixZone::parse("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0");
  ASSERT_TRUE(zone);
  EXPECT_EQ(zone->offset_at(sys_seconds(sys_days(year(2050) / 7 / 1)).time_since_epoch().count()), 37800);
  EXPECT_EQ(zone->offset_at(sys_seconds(sys_days(year(2050) / 1 / 1)).time_since_epoch().count()), 39600);
}

TEST(PosixZone, RefusesWhatIsNoRule) {
  for (const char* rule :
       {"", "CET", "-1", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.0.0,M10.5.0",
        "CET-1CEST,M3.5.7,M10.5.0", "<CET-1", "CET-1CEST,M3.5.0,M10.5.0,"}) {
    EXPECT_FALSE(PosixZone::parse(rule)) << rule;
  }
}

}  // namespace
}  // namespace oree::tools
