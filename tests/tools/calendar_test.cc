#include <gmock/gmock.h>

#include "tools/ics.h"
#include "tools/tool_home.h"

namespace oree::tools {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> starts(const Json& listed) {
  std::vector<std::string> result;
  for (const Json& entry : listed["events"]) result.push_back(entry["start"]);
  return result;
}

TEST(CalendarCreate, WritesAnEventOfAnHour) {
  const ToolHome home;
  const ToolPlan plan = home.call("calendar_create", {{"title", "Lunch with Ana"}, {"start", "Thursday at 12:30"}});
  EXPECT_EQ(plan.result["title"], "Lunch with Ana");
  EXPECT_EQ(plan.result["start"], "2026-11-26T12:30:00+01:00");
  EXPECT_EQ(plan.result["end"], "2026-11-26T13:30:00+01:00");
  EXPECT_EQ(plan.summary, "Create \"Lunch with Ana\", Thu 26 Nov 2026 12:30-13:30 (Europe/Paris)");
  const std::string text = home.read("calendar.ics").value();
  EXPECT_THAT(text, HasSubstr("SUMMARY:Lunch with Ana\r\n"));
  EXPECT_THAT(text, HasSubstr("DTSTART;TZID=Europe/Paris:20261126T123000\r\n"));
  EXPECT_THAT(text, HasSubstr("BEGIN:VTIMEZONE\r\n"));
  EXPECT_THAT(text, HasSubstr("TZID:Europe/Paris\r\n"));
}

TEST(CalendarCreate, PlansTheSameTwice) {
  const ToolHome home;
  const Json arguments = {{"title", "Lunch"}, {"start", "tomorrow noon"}};
  const ToolPlan first = home.tool("calendar_create").plan(arguments, home.context);
  const ToolPlan second = home.tool("calendar_create").plan(arguments, home.context);
  EXPECT_EQ(first.result, second.result);
  EXPECT_EQ(first.changes[0].after, second.changes[0].after);
}

TEST(CalendarCreate, TakesLengthEndPlaceGuestsAndRule) {
  const ToolHome home;
  home.call("contacts_add", {{"name", "Bob Stone"}, {"email", "bob@example.org"}});
  const Json timed = home.result("calendar_create", {{"title", "Workshop"},
                                                     {"start", "Friday at 14:00"},
                                                     {"end", "16:30"},
                                                     {"location", "Room 4"},
                                                     {"attendees", {"Bob", "Zoé"}}});
  EXPECT_EQ(timed["end"], "2026-11-27T16:30:00+01:00");
  const Json rule = home.result(
      "calendar_create",
      {{"title", "Yoga"}, {"start", "18:00"}, {"duration_minutes", 45}, {"repeat", "FREQ=WEEKLY;BYDAY=TU"}});
  EXPECT_EQ(rule["start"], "2026-11-24T18:00:00+01:00");  // the first Tuesday, though today is a Monday
  EXPECT_EQ(rule["end"], "2026-11-24T18:45:00+01:00");
  const std::string text = home.read("calendar.ics").value();
  EXPECT_THAT(text, HasSubstr("LOCATION:Room 4"));
  EXPECT_THAT(text, HasSubstr("mailto:bob@example.org"));
  EXPECT_THAT(text, HasSubstr("invalid:nomail"));
  EXPECT_THAT(text, HasSubstr("RRULE:FREQ=WEEKLY;BYDAY=TU"));
}

TEST(CalendarCreate, ADayWithoutATimeIsAWholeDay) {
  const ToolHome home;
  const Json result = home.result("calendar_create", {{"title", "Mum's birthday"}, {"start", "3 May"}});
  EXPECT_EQ(result["start"], "2027-05-03T00:00:00+02:00");
  EXPECT_EQ(result["end"], "2027-05-04T00:00:00+02:00");
  EXPECT_EQ(result["all_day"], true);
  EXPECT_THAT(home.read("calendar.ics").value(), HasSubstr("DTSTART;VALUE=DATE:20270503"));
}

TEST(CalendarCreate, RefusesWhatMakesNoSense) {
  const ToolHome home;
  EXPECT_EQ(home.error("calendar_create", {{"title", "A"}, {"start", "next week"}}).code(), ErrorCode::kInvalid);
  EXPECT_EQ(home.error("calendar_create", {{"title", "A"}, {"start", "blursday"}}).code(), ErrorCode::kInvalid);
  EXPECT_EQ(home.error("calendar_create", {{"title", "A"}, {"start", "tomorrow"}, {"repeat", "FREQ=SOMETIMES"}}).code(),
            ErrorCode::kInvalid);
  EXPECT_EQ(home.error("calendar_create", {{"title", " "}, {"start", "tomorrow"}}).code(), ErrorCode::kInvalid);
  EXPECT_EQ(home.error("calendar_create", {{"title", "a\nb"}, {"start", "tomorrow"}}).code(), ErrorCode::kInvalid);
  EXPECT_EQ(home.error("calendar_create", {{"title", "A"}, {"start", "2026-11-26T10:00"}, {"end", "2026-11-26T09:00"}})
                .code(),
            ErrorCode::kInvalid);
  home.call("calendar_create", {{"title", "Lunch"}, {"start", "tomorrow noon"}});
  EXPECT_EQ(home.error("calendar_create", {{"title", "lunch"}, {"start", "tomorrow at 12:00"}}).code(),
            ErrorCode::kConflict);
}

TEST(CalendarCreate, KeepsWhatItDoesNotUnderstand) {
  const ToolHome home;
  home.write("calendar.ics", ics("X-WR-CALNAME:Home\r\nBEGIN:VTODO\r\nUID:todo-1\r\nSUMMARY:Taxes\r\nEND:VTODO\r\n" +
                                 event("UID:1\r\nDTSTART:20261124T100000Z\r\nSUMMARY:Old\r\nX-COLOR:red\r\n")));
  home.call("calendar_create", {{"title", "New"}, {"start", "tomorrow noon"}});
  const std::string text = home.read("calendar.ics").value();
  for (const char* kept : {"X-WR-CALNAME:Home", "UID:todo-1", "X-COLOR:red", "SUMMARY:Old", "SUMMARY:New"}) {
    EXPECT_THAT(text, HasSubstr(kept));
  }
}

TEST(CalendarList, ReadsZonesDaysAndFloatingTimes) {
  const ToolHome home;
  home.write("calendar.ics",
             ics(event("UID:1\r\nDTSTART:20261124T100000Z\r\nDTEND:20261124T110000Z\r\nSUMMARY:Utc\r\n") +
                 event("UID:2\r\nDTSTART:20261124T130000\r\nSUMMARY:Floating\r\n") +
                 event("UID:3\r\nDTSTART;TZID=America/New_York:20261124T090000\r\nDURATION:PT30M\r\nSUMMARY:York\r\n") +
                 event("UID:4\r\nDTSTART;VALUE=DATE:20261124\r\nSUMMARY:Day\r\n")));
  const Json listed = home.result("calendar_list", {{"from", "tomorrow"}});
  EXPECT_EQ(starts(listed), (std::vector<std::string>{"2026-11-24T00:00:00+01:00", "2026-11-24T11:00:00+01:00",
                                                      "2026-11-24T13:00:00+01:00", "2026-11-24T15:00:00+01:00"}));
  EXPECT_EQ(listed["events"][0]["all_day"], true);
  EXPECT_EQ(listed["events"][3]["end"], "2026-11-24T15:30:00+01:00");
}

TEST(CalendarList, ExpandsRepeatedEvents) {
  const ToolHome home;
  home.write(
      "calendar.ics",
      ics(event("UID:1\r\nDTSTART;TZID=Europe/Paris:20260105T090000\r\nDTEND;TZID=Europe/Paris:20260105T093000\r\n"
                "RRULE:FREQ=WEEKLY;BYDAY=MO,WE\r\nEXDATE;TZID=Europe/Paris:20261125T090000\r\nSUMMARY:Standup\r\n") +
          event("UID:1\r\nRECURRENCE-ID;TZID=Europe/Paris:20261130T090000\r\n"
                "DTSTART;TZID=Europe/Paris:20261201T100000\r\nSUMMARY:Standup, moved\r\n")));
  const Json listed = home.result("calendar_list", {{"from", "2026-11-23"}, {"to", "2026-12-02"}});
  EXPECT_EQ(starts(listed), (std::vector<std::string>{"2026-11-23T09:00:00+01:00", "2026-12-01T10:00:00+01:00",
                                                      "2026-12-02T09:00:00+01:00"}));
}

TEST(CalendarList, KeepsTheLocalHourAcrossSummerTime) {
  const ToolHome home;
  home.write(
      "calendar.ics",
      ics(event("UID:1\r\nDTSTART;TZID=Europe/Paris:20270322T090000\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nSUMMARY:A\r\n")));
  const Json listed = home.result("calendar_list", {{"from", "2027-03-20"}, {"to", "2027-04-30"}});
  EXPECT_EQ(starts(listed), (std::vector<std::string>{"2027-03-22T09:00:00+01:00", "2027-03-29T09:00:00+02:00",
                                                      "2027-04-05T09:00:00+02:00"}));
}

TEST(CalendarList, AnEndlessRuleIsALimitNotAHang) {
  const ToolHome home;
  home.write("calendar.ics",
             ics(event("UID:1\r\nDTSTART:19700101T000000Z\r\nRRULE:FREQ=SECONDLY\r\nSUMMARY:Tick\r\n")));
  EXPECT_EQ(home.error("calendar_list", {{"from", "tomorrow"}}).code(), ErrorCode::kLimit);
}

TEST(CalendarList, MalformedFilesAreNamed) {
  const ToolHome home;
  for (const std::string& text :
       {std::string("not a calendar\r\n"), std::string("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\n"),
        ics(event("UID:1\r\nDTSTART:yesterday\r\n")), std::string("BEGIN:VCALENDAR\0END", 19)}) {
    home.write("calendar.ics", text);
    const Error error = home.error("calendar_list", Json::object());
    EXPECT_EQ(error.code(), ErrorCode::kCorrupt) << text;
    EXPECT_THAT(error.where(), HasSubstr("calendar.ics"));
    EXPECT_FALSE(error.hint().empty());
  }
}

TEST(CalendarMove, KeepsTheLengthTheDayOrTheTime) {
  const ToolHome home;
  home.call("calendar_create", {{"title", "Dentist"}, {"start", "Thursday at 10:00"}, {"duration_minutes", 30}});
  Json moved = home.result("calendar_move", {{"event", "dentist"}, {"start", "Friday at 15:00"}});
  EXPECT_EQ(moved["start"], "2026-11-27T15:00:00+01:00");
  EXPECT_EQ(moved["end"], "2026-11-27T15:30:00+01:00");
  moved = home.result("calendar_move", {{"event", "Dentist"}, {"start", "11:15"}});
  EXPECT_EQ(moved["start"], "2026-11-27T11:15:00+01:00");
  moved = home.result("calendar_move", {{"event", moved["uid"]}, {"start", "tomorrow"}});
  EXPECT_EQ(moved["start"], "2026-11-24T11:15:00+01:00");
  EXPECT_THAT(home.read("calendar.ics").value(), HasSubstr("SEQUENCE:3"));
}

TEST(CalendarMove, NamesTheCandidates) {
  const ToolHome home;
  home.call("calendar_create", {{"title", "Call Tom"}, {"start", "Thursday at 10:00"}});
  home.call("calendar_create", {{"title", "Call Ana"}, {"start", "Friday at 10:00"}});
  const Error several = home.error("calendar_move", {{"event", "call"}, {"start", "noon"}});
  EXPECT_EQ(several.code(), ErrorCode::kInvalid);
  EXPECT_THAT(several.hint(), HasSubstr("Call Tom"));
  EXPECT_THAT(several.hint(), HasSubstr("Call Ana"));
  const Error none = home.error("calendar_move", {{"event", "Dinner"}, {"start", "noon"}});
  EXPECT_EQ(none.code(), ErrorCode::kNotFound);
  EXPECT_THAT(std::string(none.what()), HasSubstr("Dinner"));
}

TEST(CalendarCancel, RemovesTheEventAlone) {
  const ToolHome home;
  home.call("calendar_create", {{"title", "Keep"}, {"start", "Thursday at 10:00"}});
  home.call("calendar_create", {{"title", "Drop"}, {"start", "Friday at 10:00"}});
  EXPECT_EQ(home.result("calendar_cancel", {{"event", "Drop"}})["cancelled"], true);
  const std::string text = home.read("calendar.ics").value();
  EXPECT_THAT(text, HasSubstr("SUMMARY:Keep"));
  EXPECT_THAT(text, ::testing::Not(HasSubstr("SUMMARY:Drop")));
}

TEST(CalendarFree, FindsTheGapsOfTheDay) {
  const ToolHome home;
  home.call("calendar_create", {{"title", "A"}, {"start", "tomorrow at 09:00"}});
  home.call("calendar_create", {{"title", "B"}, {"start", "tomorrow at 11:00"}, {"end", "19:30"}});
  const Json found = home.result("calendar_free", {{"duration_minutes", 60}, {"from", "tomorrow"}});
  ASSERT_EQ(found["free"].size(), 2u);
  EXPECT_EQ(found["free"][0]["start"], "2026-11-24T08:00:00+01:00");
  EXPECT_EQ(found["free"][0]["end"], "2026-11-24T09:00:00+01:00");
  EXPECT_EQ(found["free"][1]["start"], "2026-11-24T10:00:00+01:00");
  EXPECT_EQ(found["free"][1]["end"], "2026-11-24T11:00:00+01:00");
}

TEST(CalendarFree, ATransparentEventTakesNoTime) {
  const ToolHome home;
  home.write("calendar.ics",
             ics(event("UID:1\r\nSUMMARY:Birthday\r\nDTSTART;VALUE=DATE:20261125\r\nTRANSP:TRANSPARENT\r\n") +
                 event("UID:2\r\nSUMMARY:Move\r\nDTSTART;VALUE=DATE:20261126\r\n")));
  EXPECT_EQ(home.result("calendar_free", {{"duration_minutes", 60}, {"from", "2026-11-25"}})["free"].size(), 1u);
  EXPECT_TRUE(home.result("calendar_free", {{"duration_minutes", 60}, {"from", "2026-11-26"}})["free"].empty());
}

TEST(CalendarCancel, EventsWithoutAUidHaveNothingToDoWithEachOther) {
  const ToolHome home;
  home.write("calendar.ics", ics(event("SUMMARY:Dentist\r\nDTSTART:20261201T100000Z\r\n") +
                                 event("SUMMARY:Wedding\r\nDTSTART:20261202T100000Z\r\n") +
                                 event("SUMMARY:Surgery\r\nDTSTART:20261203T100000Z\r\n")));
  home.call("calendar_cancel", {{"event", "Dentist"}});
  const std::string text = home.read("calendar.ics").value();
  EXPECT_THAT(text, Not(HasSubstr("Dentist")));
  EXPECT_THAT(text, HasSubstr("Wedding"));
  EXPECT_THAT(text, HasSubstr("Surgery"));
}

TEST(CalendarFile, EmptyValuesAreNoReasonToRefuseIt) {
  const ToolHome home;
  home.write("calendar.ics",
             ics(event("UID:1\r\nSUMMARY:Old\r\nDTSTART:20261201T100000Z\r\nDESCRIPTION:\r\nLOCATION:\r\nURL:\r\n"
                       "X-FOO:kept\r\n")));
  EXPECT_EQ(home.result("calendar_list", {{"from", "2026-12-01"}})["events"].size(), 1u);
  home.call("calendar_create", {{"title", "New"}, {"start", "2026-12-02T10:00"}});
  const std::string text = home.read("calendar.ics").value();
  EXPECT_THAT(text, HasSubstr("X-FOO:kept\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("X-LIC-ERROR")));
}

// RFC 5545, section 3.8.8: properties and components a program does not know are no error, and stay.
TEST(CalendarFile, WhatLibicalDoesNotKnowIsKeptByteForByte) {
  const ToolHome home;
  const std::string unknown =
      "LINK;VALUE=URI:https://example.org\r\nlowercase-new;A=\"x:y\":one\\, two\r\n three\r\n"
      "X-PLACE:a\\,b\\;c\r\nX-OREE-KEPT:zz\r\n";
  const std::string component =
      "BEGIN:PARTICIPANT\r\nUID:p\r\nBEGIN:X-INNER\r\nA:1\r\nEND:X-INNER\r\nEND:PARTICIPANT\r\n";
  home.write("calendar.ics", ics(event("UID:1\r\nDTSTART:20261124T100000Z\r\nSUMMARY:Old\r\n" + unknown + component +
                                       "BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nACTION:DISPLAY\r\nEND:VALARM\r\n")));
  home.call("calendar_move", {{"event", "Old"}, {"start", "2026-11-25T12:00:00"}});
  const std::string text = home.read("calendar.ics").value();
  EXPECT_THAT(text, HasSubstr(unknown));
  EXPECT_THAT(text, HasSubstr("\r\n" + component + "BEGIN:VALARM\r\n"));
  EXPECT_THAT(text, HasSubstr("DTSTART;TZID=Europe/Paris:20261125T120000\r\n"));
}

TEST(CalendarFile, KeptLinesEndAsTheOthersDo) {
  const ToolHome home;
  home.write("calendar.ics", "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nREFID:a\n b\nEND:VCALENDAR\n");
  home.call("calendar_create", {{"title", "New"}, {"start", "2026-12-02T10:00"}});
  EXPECT_THAT(home.read("calendar.ics").value(), HasSubstr("\r\nREFID:a\r\n b\r\n"));
}

TEST(CalendarFile, AByteOrderMarkAndSpacesBeforeColonsChangeNothing) {
  const ToolHome home;
  home.write("calendar.ics",
             "\xEF\xBB\xBF" +
                 ics(event("UID:1\r\nDTSTART :20261124T100000Z\r\nRRULE :FREQ=DAILY;COUNT=3\r\nSUMMARY:Old\r\n")));
  EXPECT_EQ(home.result("calendar_list", {{"from", "2026-11-24"}, {"to", "2026-11-30"}})["events"].size(), 3u);
}

TEST(CalendarFile, AnEventWithoutAStartIsAnErrorNotOverlooked) {
  const ToolHome home;
  home.write("calendar.ics", ics(event("UID:1\r\nDTSTRAT:20261124T100000Z\r\nSUMMARY:Old\r\n")));
  const Error error = home.error("calendar_list", Json::object());
  EXPECT_EQ(error.code(), ErrorCode::kCorrupt);
  EXPECT_THAT(error.what(), HasSubstr("\"Old\" has no DTSTART"));
}

TEST(CalendarFile, ParametersThatLibicalDoesNotKnowStay) {
  const ToolHome home;
  home.write("calendar.ics", ics(event("UID:1\r\nDTSTART:20261124T100000Z\r\nLOCATION;ORDER=1;X-Q=2:Room\r\n")));
  home.call("calendar_create", {{"title", "New"}, {"start", "2026-12-02T10:00"}});
  EXPECT_THAT(home.read("calendar.ics").value(), HasSubstr("LOCATION;ORDER=1;X-Q=2:Room\r\n"));
}

TEST(CalendarFile, AMegabyteOfUnknownLinesTakesNoTime) {
  const ToolHome home;
  std::string folded = "X-DATA:";
  for (int i = 0; i < 16'000; ++i) folded += std::string(60, 'a') + "\r\n ";
  home.write("calendar.ics", ics(folded + "z\r\n" + event("UID:1\r\nDTSTART:20261124T100000Z\r\nSUMMARY:Old\r\n")));
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(home.result("calendar_list", {{"from", "2026-11-24"}})["events"].size(), 1u);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20)) << "libical is quadratic in a line";
}

TEST(CalendarFile, AnUnknownComponentThatDoesNotEndIsAnError) {
  const ToolHome home;
  home.write("calendar.ics", ics(event("UID:1\r\nDTSTART:20261124T100000Z\r\nBEGIN:PARTICIPANT\r\n")));
  EXPECT_EQ(home.error("calendar_list", Json::object()).code(), ErrorCode::kCorrupt);
}

TEST(CalendarFile, AStartWithoutAValueIsStillAnError) {
  const ToolHome home;
  home.write("calendar.ics", ics(event("UID:1\r\nSUMMARY:Old\r\nDTSTART:\r\n")));
  EXPECT_EQ(home.error("calendar_list", Json::object()).code(), ErrorCode::kCorrupt);
}

TEST(CalendarCreate, SaysTheSecondOfTwoEqualLocalTimesInUtc) {
  // 25 October 2026: 03:00 summer time is 02:00 again.
  ToolHome home;
  home.context.now = std::chrono::sys_days(std::chrono::year(2026) / 10 / 1);
  home.call("calendar_create", {{"title", "First"}, {"start", "2026-10-25T02:30+02:00"}});
  home.call("calendar_create", {{"title", "Second"}, {"start", "2026-10-25T02:30+01:00"}});
  const Json listed = home.result("calendar_list", {{"from", "2026-10-25"}});
  EXPECT_EQ(starts(listed), (std::vector<std::string>{"2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"}));
  EXPECT_EQ(listed["events"][0]["end"], "2026-10-25T02:30:00+01:00");
  const std::string text = home.read("calendar.ics").value();
  EXPECT_THAT(text, HasSubstr("DTSTART;TZID=Europe/Paris:20261025T023000\r\n"));
  EXPECT_THAT(text, HasSubstr("DTEND:20261025T013000Z\r\n"));
}

TEST(CalendarCreate, InvitesNobodyWhoseNameOnlyBeginsAlike) {
  const ToolHome home;
  home.call("contacts_add", {{"name", "Joseph Martin"}, {"email", "joseph@example.org"}});
  home.call("calendar_create",
            {{"title", "A"}, {"start", "tomorrow 9:00"}, {"attendees", {"Jo", "Joseph", "Ana <ana@example.org>"}}});
  const std::string text = home.read("calendar.ics").value();
  EXPECT_THAT(text, HasSubstr("CN=Jo:invalid:nomail"));
  EXPECT_THAT(text, HasSubstr("CN=Joseph:mailto:joseph@example.org"));
  EXPECT_THAT(text, HasSubstr("CN=Ana:mailto:ana@example.org"));
}

}  // namespace
}  // namespace oree::tools
