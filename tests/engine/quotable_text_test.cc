#include "engine/quotable_text.h"

#include <gtest/gtest.h>

#include <string>

namespace oree::engine {
namespace {

using namespace std::string_literals;

TEST(QuotableTextTest, TakesTheStringsOfAResultWithoutItsKeys) {
  const Json result = {{"contacts", {{{"name", "Ana"}, {"phone", "+33"}}, {{"name", "Bo"}}}}, {"more", 3}};
  EXPECT_EQ(quotable_strings(result), "Ana\0+33\0Bo\0"s);
  EXPECT_EQ(quotable_strings(Json("Ana")), "Ana\0"s);
  EXPECT_EQ(quotable_strings(Json(nullptr)), "");
}

TEST(QuotableTextTest, TakesTheArgumentsOfCallsWithoutTheirTools) {
  const std::vector<ToolCall> calls{{"contacts_find", {{"name", "Ana"}}}, {"notes_add", {{"text", "milk"}}}};
  EXPECT_EQ(quotable_strings(calls), "Ana\0milk\0"s);
}

TEST(QuotableTextTest, DividesTextsAndRepairsUtf8) {
  EXPECT_EQ(join_quotable({}), "");
  EXPECT_EQ(join_quotable({"a", "", "b\xFF"}), "a\0\0b\xEF\xBF\xBD\0"s);
}

TEST(QuotableTextTest, KeepsTheEndOfALongConversationFromAWholeWordOn) {
  const std::string old(kMaxQuotableBytes, 'x');
  EXPECT_EQ(join_quotable({old, "new words"}), "new words\0"s);
  EXPECT_EQ(join_quotable({old + " y " + old.substr(20), "z"}), "y " + old.substr(20) + "\0z\0"s);
}

TEST(QuotableTextTest, KeepsSomethingOfATextWithoutASpace) {
  std::string japanese;
  while (japanese.size() <= kMaxQuotableBytes) japanese += "昼食";
  const std::string kept = join_quotable({japanese});
  EXPECT_GT(kept.size(), kMaxQuotableBytes - 10);
  EXPECT_TRUE(japanese.ends_with(kept.substr(0, kept.size() - 1)));
  // One word longer than all that is kept: better its end than nothing.
  EXPECT_EQ(join_quotable({std::string(2 * kMaxQuotableBytes, 'x')}).size(), kMaxQuotableBytes);
}

}  // namespace
}  // namespace oree::engine
