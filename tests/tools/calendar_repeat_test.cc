// Repeated events: the rules a call may name, and what happens to a series that is moved, listed or cancelled.
#include <gmock/gmock.h>

#include "tools/ics.h"
#include "tools/tool_home.h"

namespace oree::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> all(const Json& listed, const char* field) {
  std::vector<std::string> result;
  for (const Json& entry : listed["events"]) result.push_back(entry[field]);
  return result;
}

std::string rule_written(const std::string& start, const std::string& rule) {
  const ToolHome home;
  home.call("calendar_create", {{"title", "Yoga"}, {"start", start}, {"repeat", rule}});
  const std::string text = home.read("calendar.ics").value();
  const std::size_t begin = text.find("\r\nRRULE:", text.find("BEGIN:VEVENT")) + 2;
  return text.substr(begin, text.find("\r\n", begin) - begin);
}

TEST(RepeatRule, IsReadWhateverItsCase) {
  EXPECT_EQ(rule_written("2026-12-01T10:00", "freq=weekly;byday=mo"), "RRULE:FREQ=WEEKLY;BYDAY=MO");
  EXPECT_EQ(rule_written("2026-12-01T10:00", "RRULE:FREQ=DAILY;COUNT=3"), "RRULE:FREQ=DAILY;COUNT=3");
}

TEST(RepeatRule, ItsFirstDateIsLookedForBehindAStartThatIsNone) {
  const ToolHome home;
  // 1 December 2026 is a Tuesday.
  EXPECT_EQ(
      home.result("calendar_create",
                  {{"title", "Yoga"}, {"start", "2026-12-01T10:00"}, {"repeat", "FREQ=WEEKLY;BYDAY=MO"}})["start"],
      "2026-12-07T10:00:00+01:00");
}

TEST(RepeatRule, EndsInTheFormThatItsStartNeeds) {
  // RFC 5545, section 3.3.10: a day for days, UTC for times of a zone.
  EXPECT_THAT(rule_written("2026-12-01T10:00", "FREQ=DAILY;UNTIL=20261205T100000"),
              HasSubstr("UNTIL=20261205T090000Z"));
  EXPECT_THAT(rule_written("2026-12-01T10:00", "FREQ=DAILY;UNTIL=20261205"), HasSubstr("UNTIL=20261205T225959Z"));
  EXPECT_THAT(rule_written("2026-12-01T10:00", "FREQ=DAILY;UNTIL=20261205T100000Z"),
              HasSubstr("UNTIL=20261205T100000Z"));
  EXPECT_EQ(rule_written("2026-12-01", "FREQ=DAILY;UNTIL=20261205T100000Z"), "RRULE:FREQ=DAILY;UNTIL=20261205");
}

// Other programs write it, although RFC 5545 wants a time here.
TEST(RepeatRule, ADayThatEndsASeriesOfTimesCountsAsAWhole) {
  const ToolHome home;
  home.write("calendar.ics", ics(event("UID:1\r\nDTSTART;TZID=Europe/Paris:20261130T100000\r\nSUMMARY:Run\r\n"
                                       "RRULE:FREQ=DAILY;UNTIL=20261202\r\n") +
                                 event("UID:2\r\nDTSTART:20261130T230000Z\r\nSUMMARY:Late\r\n"
                                       "RRULE:FREQ=DAILY;UNTIL=20261201\r\n")));
  const Json listed = home.result("calendar_list", {{"from", "2026-11-30"}, {"to", "2026-12-10"}});
  EXPECT_THAT(all(listed, "start"),
              ElementsAre("2026-11-30T10:00:00+01:00", "2026-12-01T00:00:00+01:00", "2026-12-01T10:00:00+01:00",
                          "2026-12-02T00:00:00+01:00", "2026-12-02T10:00:00+01:00"));
}

TEST(RepeatRule, RefusesWhatItCannotPromise) {
  const ToolHome home;
  for (const char* rule :
       {"weekly", "FREQ", "FREQ=", "FREQ=SOMETIMES", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=9,17", "FREQ=WEEKLY;BYDAX=MO",
        "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;FREQ=WEEKLY", "FREQ=DAILY;COUNT=2;UNTIL=20271231", "FREQ=DAILY;UNTIL=2027", "BYDAY=MO",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;UNTIL=20251201", "FREQ=WEEKLY;BYDAY=M O"}) {
    const Error error =
        home.error("calendar_create", {{"title", "Yoga"}, {"start", "2026-12-01T10:00"}, {"repeat", rule}});
    EXPECT_EQ(error.code(), ErrorCode::kInvalid) << rule;
    EXPECT_THAT(error.where(), HasSubstr("repeat")) << rule;
    EXPECT_FALSE(error.hint().empty()) << rule;
  }
}

TEST(RepeatedEvent, OfWholeDaysEndsAtMidnightWhenTheClockChanges) {
  const ToolHome home;
  home.write("calendar.ics", ics(event("UID:1\r\nSUMMARY:Rest\r\nDTSTART;VALUE=DATE:20261018\r\n"
                                       "DTEND;VALUE=DATE:20261019\r\nRRULE:FREQ=WEEKLY\r\n")));
  EXPECT_THAT(all(home.result("calendar_list", {{"from", "2026-10-24"}, {"to", "2026-10-26"}}), "end"),
              ElementsAre("2026-10-26T00:00:00+01:00"));
  EXPECT_THAT(all(home.result("calendar_list", {{"from", "2027-03-28"}}), "end"),
              ElementsAre("2027-03-29T00:00:00+02:00"));
}

TEST(RepeatedEvent, KeepsItsLastDateWhenItIsMoved) {
  const ToolHome home;
  home.write("calendar.ics",
             ics(event("UID:1\r\nSUMMARY:Choir\r\nDTSTART;TZID=Europe/Paris:20261130T100000\r\n"
                       "DTEND;TZID=Europe/Paris:20261130T110000\r\nRRULE:FREQ=WEEKLY;UNTIL=20261214T090000Z\r\n")));
  home.call("calendar_move", {{"event", "Choir"}, {"start", "15:00"}});
  EXPECT_THAT(all(home.result("calendar_list", {{"from", "2026-11-29"}, {"to", "2027-01-31"}}), "start"),
              ElementsAre("2026-11-30T15:00:00+01:00", "2026-12-07T15:00:00+01:00", "2026-12-14T15:00:00+01:00"));
}

TEST(RepeatedEvent, OfAnotherZoneIsNotMovedByThisOnesClock) {
  const ToolHome home;
  home.write("calendar.ics", ics(event("UID:1\r\nSUMMARY:Call\r\nDTSTART;TZID=America/New_York:20261123T200000\r\n"
                                       "RRULE:FREQ=WEEKLY;BYDAY=MO\r\n")));
  EXPECT_EQ(home.error("calendar_move", {{"event", "Call"}, {"start", "15:00"}}).code(), ErrorCode::kUnsupported);
}

}  // namespace
}  // namespace oree::tools
