#include "engine/quotable_text.h"

#include <gtest/gtest.h>

namespace oree::engine {
namespace {

TEST(QuotableTextTest, TakesTheStringsOfAResultWithoutItsKeys) {
  const Json result = {{"contacts", {{{"name", "Ana"}, {"phone", "+33"}}, {{"name", "Bo"}}}}, {"more", 3}};
  EXPECT_EQ(quotable_strings(result), "Ana\n+33\nBo\n");
  EXPECT_EQ(quotable_strings(Json("Ana")), "Ana\n");
  EXPECT_EQ(quotable_strings(Json(nullptr)), "");
}

TEST(QuotableTextTest, TakesTheArgumentsOfCallsWithoutTheirTools) {
  const std::vector<ToolCall> calls{{"contacts_find", {{"name", "Ana"}}}, {"notes_add", {{"text", "milk"}}}};
  EXPECT_EQ(quotable_strings(calls), "Ana\nmilk\n");
}

TEST(QuotableTextTest, JoinsByLinesAndRepairsUtf8) {
  EXPECT_EQ(join_quotable({}), "");
  EXPECT_EQ(join_quotable({"a", "", "b\xFF"}), "a\n\nb\xEF\xBF\xBD\n");
}

TEST(QuotableTextTest, KeepsTheEndOfALongConversationFromAWholeWordOn) {
  const std::string old(kMaxQuotableBytes, 'x');
  EXPECT_EQ(join_quotable({old, "new words"}), "\nnew words\n");
  EXPECT_EQ(join_quotable({old + " y " + old.substr(20), "z"}), " y " + old.substr(20) + "\nz\n");
  EXPECT_EQ(join_quotable({old + old}), "\n");
}

}  // namespace
}  // namespace oree::engine
