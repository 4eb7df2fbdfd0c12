#include <gmock/gmock.h>

#include <fstream>

#include "oree/agent.h"
#include "tools/expression.h"
#include "tools/text_fold.h"
#include "tools/tool_home.h"

namespace oree::tools {
namespace {

using ::testing::HasSubstr;

TEST(BuiltInTools, AreThoseThatTrainingKnows) {
  std::ifstream stream(std::string(OREE_SOURCE_DIR) + "/training/tools.json");
  const Json trained = Json::parse(stream);
  const auto tools = all_tools(AgentFile{});
  ASSERT_EQ(tools.size(), trained.size());
  for (std::size_t i = 0; i < tools.size(); ++i) {
    const ToolDescription& tool = tools[i]->description();
    EXPECT_EQ(tool.name, trained[i]["name"]);
    EXPECT_EQ(tool.description, trained[i]["description"]);
    EXPECT_EQ(tool.schema.dump(), trained[i]["schema"].dump()) << tool.name;
    EXPECT_EQ(effect_name(tool.effect), trained[i]["effect"]);
    EXPECT_EQ(tool.undo, trained[i]["undo"]);
  }
}

TEST(Contacts, AreSavedFoundAndCompleted) {
  const ToolHome home;
  home.call("contacts_add", {{"name", "Zoé Müller"}, {"phone", "+33 1 23"}});
  home.call("contacts_add", {{"name", "zoe muller"}, {"email", "zoe@example.org"}});
  const Json found = home.result("contacts_find", {{"name", "zoe"}});
  EXPECT_EQ(found.dump(), R"({"contacts":[{"name":"Zoé Müller","phone":"+33 1 23","email":"zoe@example.org"}]})");
  EXPECT_EQ(home.error("contacts_add", {{"name", "Zoé Müller"}}).code(), ErrorCode::kConflict);
  EXPECT_EQ(home.result("contacts_find", {{"name", "Bob"}}).dump(), R"({"contacts":[]})");
}

TEST(Contacts, KeepForeignCardsByteForByte) {
  const ToolHome home;
  const std::string card =
      "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ana Lind\r\nitem1.TEL;VALUE=uri;TYPE=\"voice,home\":tel:+1-555\r\n"
      "NOTE:a very long line that is folded by the program that wrote it\r\n  and goes on\\, here\r\nX-MAGIC;A=b:1\r\n"
      "END:VCARD\r\n";
  home.write("contacts.vcf", card);
  EXPECT_EQ(home.result("contacts_find", {{"name", "lind"}})["contacts"][0]["phone"], "+1-555");
  home.call("contacts_add", {{"name", "Bob"}});
  EXPECT_TRUE(home.read("contacts.vcf").value().starts_with(card));
}

TEST(Contacts, LongNamesAreFoldedBetweenCharacters) {
  const ToolHome home;
  std::string name;
  for (int i = 0; i < 60; ++i) name += "é";
  home.call("contacts_add", {{"name", name}});
  const std::string text = home.read("contacts.vcf").value();
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 76u);
  EXPECT_EQ(home.result("contacts_find", {{"name", name}})["contacts"][0]["name"], name);
}

TEST(Contacts, MalformedFilesAreNamedWithTheLine) {
  const ToolHome home;
  home.write("contacts.vcf", "BEGIN:VCARD\r\nFN:A\r\nnonsense\r\nEND:VCARD\r\n");
  const Error error = home.error("contacts_find", {{"name", "A"}});
  EXPECT_EQ(error.code(), ErrorCode::kCorrupt);
  EXPECT_THAT(error.where(), HasSubstr("contacts.vcf, line 3"));
  home.write("contacts.vcf", "BEGIN:VCARD\r\nFN:A\r\n");
  EXPECT_EQ(home.error("contacts_find", {{"name", "A"}}).code(), ErrorCode::kCorrupt);
}

TEST(Notes, AreSavedAndFoundByAllTheirWords) {
  ToolHome home;
  EXPECT_EQ(home.result("notes_add", {{"text", "The café key is under the pot"}}).dump(),
            R"({"saved":"The café key is under the pot"})");
  home.context.now += std::chrono::hours(1);
  home.call("notes_add", {{"text", "buy a pot"}});
  const Json both = home.result("notes_search", {{"query", "POT"}});
  ASSERT_EQ(both["notes"].size(), 2u);
  EXPECT_EQ(both["notes"][0]["text"], "buy a pot");
  EXPECT_EQ(both["notes"][0]["created"], "2026-11-23T10:00:00+01:00");
  EXPECT_EQ(home.result("notes_search", {{"query", "cafe pot"}})["notes"].size(), 1u);
  EXPECT_EQ(home.result("notes_search", {{"query", "garden"}})["notes"].size(), 0u);
}

TEST(ClockNow, TellsTheLocalTime) {
  EXPECT_EQ(ToolHome("America/New_York").result("clock_now", Json::object()).dump(),
            R"({"now":"2026-11-23T03:00:00-05:00","weekday":"Monday","timezone":"America/New_York"})");
}

TEST(Calculator, ComputesWhatPeopleType) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"12 * 7", "84"},
      {"(3+4)*2", "14"},
      {"80 * 15 / 100", "12"},
      {"sqrt(144)", "12"},
      {"2^8", "256"},
      {"2^3^2", "512"},
      {"-2^2", "-4"},
      {"2^-1", "0.5"},
      {"0.1+0.2", "0.3"},
      {"15% of 80", "12"},
      {"7 × 8 ÷ 2", "28"},
      {"10 − 3", "7"},
      {"min(3, 1, 2)", "1"},
      {"abs(-3)", "3"},
      {"1e3", "1000"},
      {"10/4", "2.5"},
      {"round(2.6)", "3"},
      {"1/3", "0.333333333333"},
      {"0 * -1", "0"},
      {"log(1000)", "3"},
      {"2^40", "1099511627776"},
      {"1234567 * 1234567", "1524155677489"},
      {"-2^53", "-9007199254740992"},
      {"2^70", "1.18059162072e+21"},
  };
  for (const auto& [expression, expected] : cases)
    EXPECT_EQ(format_number(evaluate(expression)), expected) << expression;
}

TEST(Calculator, RefusesWhatHasNoValue) {
  const ToolHome home;
  for (const char* expression : {"1/0", "sqrt(-1)", "2 +", "(2", "2)", "hello", "1 2", "1,000 * 2", "9^9^9", "sin 3"}) {
    EXPECT_EQ(home.error("calculator", {{"expression", expression}}).code(), ErrorCode::kInvalid) << expression;
  }
  EXPECT_EQ(home.error("calculator", {{"expression", std::string(900, '(')}}).code(), ErrorCode::kLimit);
  EXPECT_EQ(home.error("calculator", {{"expression", std::string(2000, '1')}}).code(), ErrorCode::kLimit);
}

TEST(SameArguments, ComparesDatesAsInstantsAndTextExactly) {
  const ToolHome home;
  const ToolDescription& create = home.tool("calendar_create").description();
  const auto same = [&](const Json& left, const Json& right) {
    return same_arguments(create, left, right, home.context);
  };
  EXPECT_TRUE(same({{"title", "A"}, {"start", "Thursday at 12:30"}}, {{"start", "2026-11-26T12:30"}, {"title", "A"}}));
  EXPECT_TRUE(same({{"title", "e\u0301"}, {"start", "noon"}}, {{"title", "\u00e9"}, {"start", "12:00"}}));
  EXPECT_FALSE(same({{"title", "A"}, {"start", "Thursday"}}, {{"title", "A"}, {"start", "Thursday at 12:30"}}));
  EXPECT_FALSE(same({{"title", "A"}, {"start", "noon"}}, {{"title", "a"}, {"start", "noon"}}));
  EXPECT_FALSE(same({{"title", "A"}, {"start", "noon"}}, {{"title", "A"}, {"start", "noon"}, {"location", "B"}}));
  EXPECT_FALSE(same({{"title", "A"}, {"attendees", {"B", "C"}}}, {{"title", "A"}, {"attendees", {"C", "B"}}}));
}

TEST(SameArguments, CountsAnEndFromItsOwnStart) {
  const ToolHome home;
  const ToolDescription& create = home.tool("calendar_create").description();
  const Json expected = {{"start", "Thursday at 3pm"}, {"end", "5pm"}};
  EXPECT_TRUE(
      same_arguments(create, expected, {{"start", "Thursday at 15:00"}, {"end", "Thursday at 5pm"}}, home.context));
  EXPECT_FALSE(
      same_arguments(create, expected, {{"start", "Thursday at 15:00"}, {"end", "today at 5pm"}}, home.context));
}

TEST(SameArguments, AMoveThatNamesADayIsNotOneThatKeepsIt) {
  const ToolHome home;
  const ToolDescription& move = home.tool("calendar_move").description();
  EXPECT_TRUE(same_arguments(move, {{"start", "15:00"}}, {{"start", "3pm"}}, home.context));
  EXPECT_FALSE(same_arguments(move, {{"start", "15:00"}}, {{"start", "today at 15:00"}}, home.context));

  // What a tool of others means by a text is not known; members of objects stand in any order.
  ToolDescription foreign = move;
  foreign.source = "requests";
  EXPECT_FALSE(same_arguments(foreign, {{"start", "15:00"}}, {{"start", "3pm"}}, home.context));
  EXPECT_TRUE(
      same_arguments(foreign, {{"a", {{"b", 1}, {"c", "d"}}}}, {{"a", {{"c", "d"}, {"b", 1.0}}}}, home.context));
  EXPECT_FALSE(same_arguments(foreign, {{"a", {{"b", 1}}}}, {{"a", {{"b", 2}}}}, home.context));
}

TEST(TextFold, IgnoresCaseAccentsAndComposition) {
  EXPECT_EQ(fold("Éric"), "eric");
  EXPECT_EQ(fold("E\u0301RIC"), fold("éric"));
  EXPECT_EQ(fold("ﬁn"), "fin");
  EXPECT_EQ(folded_words("Mr. O'Brien-Søren"), (std::vector<std::string>{"mr", "o", "brien", "søren"}));
}

}  // namespace
}  // namespace oree::tools
