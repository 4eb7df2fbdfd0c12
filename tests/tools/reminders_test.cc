#include "oree/reminders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oree/agent.h"
#include "tools/tool_home.h"

namespace oree::tools {
namespace {

using testing::HasSubstr;

class RemindersTest : public testing::Test {
 protected:
  RemindersTest() { home.tools = all_tools(AgentFile{}); }
  Json open() { return home.result("reminders_list", Json::object())["reminders"]; }

  ToolHome home;
};

TEST_F(RemindersTest, ATimerIsAReminderInSoManyMinutes) {
  const Json added = home.result("reminders_add", {{"text", "Tea"}, {"at", "in 20 minutes"}});
  EXPECT_EQ(added["at"], "2026-11-23T09:20:00+01:00");
  EXPECT_EQ(open()[0]["text"], "Tea");
}

TEST_F(RemindersTest, ADayMeansNineInTheMorning) {
  EXPECT_EQ(home.result("reminders_add", {{"text", "Call Ana"}, {"at", "tomorrow"}})["at"],
            "2026-11-24T09:00:00+01:00");
}

TEST_F(RemindersTest, TheFileIsAToDoWithAnAlarm) {
  home.call("reminders_add", {{"text", "Tea, green"}, {"at", "in 20 minutes"}});
  const std::string file = home.read("reminders.ics").value();
  for (const char* line : {"BEGIN:VTODO", "SUMMARY:Tea\\, green", "DUE:20261123T082000Z", "STATUS:NEEDS-ACTION",
                           "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER;RELATED=END:PT0S", "DTSTAMP:20261123T080000Z"}) {
    EXPECT_THAT(file, HasSubstr(std::string(line) + "\r\n"));
  }
}

TEST_F(RemindersTest, WhatIsDoneOrCancelledIsNoLongerOpen) {
  home.call("reminders_add", {{"text", "Tea"}, {"at", "in 20 minutes"}});
  home.call("reminders_add", {{"text", "Bread"}, {"at", "in 2 hours"}});
  home.call("reminders_add", {{"text", "Walk"}, {"at", "tomorrow at 8"}});
  home.call("reminders_done", {{"reminder", "tea"}});
  home.call("reminders_cancel", {{"reminder", "BREAD"}});
  ASSERT_EQ(open().size(), 1u);
  EXPECT_EQ(open()[0]["text"], "Walk");
  const std::string file = home.read("reminders.ics").value();
  EXPECT_THAT(file, HasSubstr("STATUS:COMPLETED"));
  EXPECT_THAT(file, HasSubstr("COMPLETED:20261123T080000Z"));
  EXPECT_THAT(file, testing::Not(HasSubstr("Bread")));
  EXPECT_EQ(home.error("reminders_done", {{"reminder", "tea"}}).code(), ErrorCode::kNotFound);
}

TEST_F(RemindersTest, AListIsInOrderAndBoundedByDates) {
  home.call("reminders_add", {{"text", "late"}, {"at", "Friday at 10:00"}});
  home.call("reminders_add", {{"text", "soon"}, {"at", "in 5 minutes"}});
  EXPECT_EQ(open()[0]["text"], "soon");
  const Json friday = home.result("reminders_list", {{"from", "Friday"}})["reminders"];
  ASSERT_EQ(friday.size(), 1u);
  EXPECT_EQ(friday[0]["text"], "late");
}

TEST_F(RemindersTest, WhoseTimeHasComeIsDue) {
  home.call("reminders_add", {{"text", "Tea"}, {"at", "in 20 minutes"}});
  EXPECT_TRUE(due_reminders(home.context).empty());
  home.context.now += std::chrono::minutes(20);
  ASSERT_EQ(due_reminders(home.context).size(), 1u);
  EXPECT_EQ(due_reminders(home.context)[0].when, "Mon 23 Nov 2026 09:20");
  EXPECT_EQ(open()[0]["late"], true);
  home.call("reminders_done", {{"reminder", "Tea"}});
  EXPECT_TRUE(due_reminders(home.context).empty());
}

TEST_F(RemindersTest, ToDosOfOtherProgramsAreReadAndKept) {
  home.write(
      "reminders.ics",
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VTODO\r\nUID:a\r\nDTSTAMP:20260101T000000Z\r\n"
      "SUMMARY:Pay rent\r\nDUE;VALUE=DATE:20261201\r\nX-APPLE-SORT:7\r\nEND:VTODO\r\nBEGIN:VTODO\r\nUID:b\r\n"
      "DTSTAMP:20260101T000000Z\r\nSUMMARY:Someday\r\nEND:VTODO\r\nEND:VCALENDAR\r\n");
  ASSERT_EQ(open().size(), 1u);
  EXPECT_EQ(open()[0]["at"], "2026-12-01T00:00:00+01:00");
  home.call("reminders_done", {{"reminder", "rent"}});
  const std::string file = home.read("reminders.ics").value();
  EXPECT_THAT(file, HasSubstr("X-APPLE-SORT:7"));
  EXPECT_THAT(file, HasSubstr("SUMMARY:Someday"));
}

TEST_F(RemindersTest, WhatCannotBeIsSaid) {
  EXPECT_THAT(home.error("reminders_add", {{"text", "x"}, {"at", "today at 8:00"}}).what(), HasSubstr("has passed"));
  EXPECT_THAT(home.error("reminders_add", {{"text", "x"}, {"at", "next week"}}).what(), HasSubstr("whole period"));
  EXPECT_EQ(home.error("reminders_add", {{"text", "x"}, {"at", "whenever"}}).code(), ErrorCode::kInvalid);
  EXPECT_EQ(home.error("reminders_add", {{"text", " "}, {"at", "tomorrow"}}).code(), ErrorCode::kInvalid);
  EXPECT_THAT(home.error("reminders_cancel", {{"reminder", "x"}}).hint(), HasSubstr("no open reminder"));
  home.call("reminders_add", {{"text", "Tea one"}, {"at", "in 20 minutes"}});
  home.call("reminders_add", {{"text", "Tea two"}, {"at", "in 20 minutes"}});
  EXPECT_THAT(home.error("reminders_cancel", {{"reminder", "tea"}}).hint(), HasSubstr("by its uid"));
  home.write("reminders.ics", "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\n");
  const Error broken = home.error("reminders_list", Json::object());
  EXPECT_EQ(broken.code(), ErrorCode::kCorrupt);
  EXPECT_THAT(broken.what(), HasSubstr("list of reminders"));
}

TEST_F(RemindersTest, TheSameTimeInOtherWordsIsTheSameCall) {
  const ToolDescription& add = home.tool("reminders_add").description();
  const Json tea = {{"text", "Tea"}, {"at", "in 20 minutes"}};
  EXPECT_TRUE(same_arguments(add, tea, {{"text", "Tea"}, {"at", "today at 9:20"}}, home.context));
  EXPECT_FALSE(same_arguments(add, tea, {{"text", "Tea"}, {"at", "today at 9:30"}}, home.context));
}

class UnitsTest : public RemindersTest {
 protected:
  std::string convert(const std::string& amount, const std::string& from, const std::string& to) {
    return home.result("units_convert", {{"amount", amount}, {"from", from}, {"to", to}})["result"];
  }
};

TEST_F(UnitsTest, ConvertsWithinAQuantity) {
  EXPECT_EQ(convert("5", "miles", "km"), "8.04672");
  EXPECT_EQ(convert("350", "°F", "celsius"), "176.666666667");
  EXPECT_EQ(convert("-40", "C", "F"), "-40");
  EXPECT_EQ(convert("2.5", "cups", "ml"), "591.47059125");
  EXPECT_EQ(convert("1/2", "Mile", "METRES"), "804.672");
  EXPECT_EQ(convert("3", "pieds", "cm"), "91.44");
  EXPECT_EQ(convert("0.1", "km/h", "km/h"), "0.1");
  EXPECT_EQ(convert("1", "GiB", "MB"), "1073.741824");
}

TEST_F(UnitsTest, WhatCannotBeConvertedIsSaid) {
  const auto error = [&](const char* amount, const char* from, const char* to) {
    return home.error("units_convert", {{"amount", amount}, {"from", from}, {"to", to}});
  };
  EXPECT_THAT(error("1", "km", "kg").what(), HasSubstr("length"));
  EXPECT_THAT(error("1", "furlong", "km").hint(), HasSubstr("the units are"));
  EXPECT_THAT(error("1", "km", "parsec").hint(), HasSubstr("nmi"));
  EXPECT_EQ(error("lots", "km", "m").code(), ErrorCode::kInvalid);
  EXPECT_EQ(error("1e308", "km", "mm").code(), ErrorCode::kInvalid);
}

TEST(ToolsOfAnAgent, StarMeansTheFirstToolsAlone) {
  AgentFile file;
  file.tools = {"*"};
  EXPECT_EQ(tools_for(file).size(), built_in_tools().size());
  file.tools = {"*", "reminders_*", "units_convert"};
  EXPECT_EQ(tools_of(file, tools_for(file)).size(), built_in_tools().size() + 5);
  file.tools = {"files_read"};
  EXPECT_EQ(tools_of(file, tools_for(file)).size(), 1u);
}

}  // namespace
}  // namespace oree::tools
