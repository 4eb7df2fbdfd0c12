#include "agent/tool_result.h"

#include <gtest/gtest.h>

#include <string>

#include "text/utf8.h"

namespace oree::agent {
namespace {

std::size_t size_of(const Json& value) { return value.dump().size(); }

TEST(ToolResult, AShortResultIsTheSame) {
  const Json result = {{"title", "Lunch"}, {"at", {1, 2.5, nullptr, true}}};
  EXPECT_EQ(result_for_model(result), result);
}

TEST(ToolResult, ALongListIsShortenedAndSaysByHowMuch) {
  Json result = {{"day", "today"}, {"events", Json::array()}};
  for (int i = 0; i < 3000; ++i) {
    result["events"].push_back("event " + std::to_string(i));
  }
  const Json bounded = result_for_model(result);
  EXPECT_LE(size_of(bounded), kMaxResultBytes);
  EXPECT_GT(size_of(bounded), kMaxResultBytes - 100);
  EXPECT_EQ(bounded.at("day"), "today");
  EXPECT_EQ(bounded.at("events").size() + bounded.at("more").get<std::size_t>(), 3000u);
  EXPECT_EQ(bounded.at("events").at(0), "event 0");

  const Json list = result_for_model(result.at("events"));
  EXPECT_EQ(list.at("results").size() + list.at("more").get<std::size_t>(), 3000u);
}

TEST(ToolResult, ALongTextIsCutAtAWholeCharacter) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) {
    text += "é\"\\\x01";
  }
  for (const Json& result : {Json{{"text", text}}, Json(text), Json{{"a", {{"text", text}}}}, Json{text, text}}) {
    const Json bounded = result_for_model(result);
    EXPECT_LE(size_of(bounded), kMaxResultBytes);
    EXPECT_EQ(bounded.at("cut"), true);
    EXPECT_FALSE(text::find_invalid_utf8(bounded.at("text").get<std::string>()));
  }
}

TEST(ToolResult, InvalidUtf8IsReplaced) {
  EXPECT_EQ(result_for_model({{"name", "caf\xe9"}}), (Json{{"name", "caf\xef\xbf\xbd"}}));
}

}  // namespace
}  // namespace oree::agent
