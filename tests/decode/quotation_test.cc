#include "decode/quotation.h"

#include <random>
#include <sstream>

#include "decode/json_schema.h"
#include "decode/vocabularies.h"
#include "text/prompt_format.h"
#include "text/quotable_words.h"

namespace oree::decode {
namespace {

class QuotationTest : public testing::Test {
 protected:
  // A tool whose title quotes, whose date may join two quotations, and whose note is free.
  static ToolDescription some_tool() {
    return {"t", "", Json::parse(R"({"type": "object", "properties": {
        "title": {"type": "string", "x-oree-quoted": true}, "start": {"type": "string", "x-oree-quoted": " at "},
        "note": {"type": "string"}}})")};
  }

  bool accepts(std::optional<std::string_view> text, const Json& arguments) {
    const Grammar grammar = Grammar::from_tools({some_tool()}, 1, text);
    return test::is_sentence(grammar, trie_, text::render_calls({{"t", arguments}}));
  }

  // Whether value stands in text from where a word may begin to where one may end.
  static bool is_run(const std::string& text, const std::string& value) {
    const text::QuotableWords words = text::find_quotable_words(text);
    for (std::size_t at = text.find(value); at != std::string::npos; at = text.find(value, at + 1)) {
      if (!value.empty() && words.may_begin[at] && words.may_end[at + value.size()]) return true;
    }
    return false;
  }

  text::Tokenizer tokenizer_ = test::straddling_vocabulary();
  TokenTrie trie_{tokenizer_};
};

TEST_F(QuotationTest, IsARunOfWholeWordsOfTheText) {
  const char* text = "Lunch with Ana's  mum on Friday.";
  for (const char* title :
       {"Lunch", "Lunch with Ana", "Ana's  mum", "s", "Friday", "Friday.", "Lunch with Ana's  mum on Friday."}) {
    EXPECT_TRUE(accepts(text, {{"title", title}})) << title;
  }
  for (const char* title : {"", "Lunc", "unch", "lunch", "Ana's mum", " Ana", "Ana's ", "Lunch Ana", "Bob"}) {
    EXPECT_FALSE(accepts(text, {{"title", title}})) << title;
  }
}

TEST_F(QuotationTest, MayBeTwoRunsWhereTheSchemaNamesWhatJoinsThem) {
  const char* text = "At 9:30 on Friday, lunch";
  for (const char* start :
       {"Friday", "9:30 on Friday", "Friday at 9:30", "9:30 at Friday, lunch", "Friday at Friday"}) {
    EXPECT_TRUE(accepts(text, {{"start", start}})) << start;
  }
  for (const char* start : {"", "Monday at 9:30", "Friday at ", " at Friday", "Friday at 9:30 at Friday", "at 9:30"}) {
    EXPECT_FALSE(accepts(text, {{"start", start}})) << start;
  }
  EXPECT_FALSE(accepts(text, {{"title", "Friday at 9:30"}}));
}

TEST_F(QuotationTest, LeavesOtherArgumentsAndUnquotedTurnsFree) {
  EXPECT_TRUE(accepts("Lunch", {{"title", "Lunch"}, {"note", "anything else"}}));
  EXPECT_TRUE(accepts(std::nullopt, {{"title", "anything"}, {"start", "at all"}}));
}

TEST_F(QuotationTest, SpellsTheTextAsJson) {
  const std::string text = "say \"hé\\\x01日本\"\nnow\x7F";
  for (const char* title : {"\"hé\\\x01日本\"", "hé", "日", "本\"\nnow", "now\x7F"}) {
    EXPECT_TRUE(accepts(text, {{"title", title}})) << title;
  }
  EXPECT_FALSE(accepts(text, {{"title", "h"}}));
}

TEST_F(QuotationTest, OfATextWithoutWordsIsEmpty) {
  for (const std::string_view text : {std::string_view(""), std::string_view(" \n"), std::string_view("\0", 1)}) {
    EXPECT_TRUE(accepts(text, {{"title", ""}, {"start", ""}}));
    EXPECT_FALSE(accepts(text, {{"title", " "}}));
  }
  EXPECT_TRUE(accepts(std::string_view("a\0b", 3), {{"title", "b"}}));
  EXPECT_FALSE(accepts(std::string_view("a\0b", 3), {{"title", std::string("a\0b", 3)}}));
}

// Whatever is sampled, also near the token limit, is a valid call whose title stands in the text.
TEST_F(QuotationTest, RandomWeightsQuoteToo) {
  const std::string text = "naïve 日本 calendar_create: \"title\": abc, start ab\\c \xF0\x9F\xA6\x8A";
  const Grammar grammar = Grammar::from_tools({some_tool()}, 2, text);
  std::mt19937 random(5);
  int n_titles = 0;
  for (int turn = 0; turn < 2000; ++turn) {
    GrammarMatcher matcher(grammar, trie_);
    std::string json;
    for (int left = 40 + turn % 200; !matcher.is_complete(); --left) {
      const std::vector<TokenId> tokens = test::allowed(matcher.mask(left));
      ASSERT_FALSE(tokens.empty());
      const TokenId token = tokens[random() % tokens.size()];
      matcher.accept(token);
      json += tokenizer_.token_bytes(token);
    }
    for (const ToolCall& call : text::parse_calls(json)) {
      EXPECT_EQ(find_violation(some_tool().schema, call.arguments), std::nullopt) << json;
      if (call.arguments.contains("title")) {
        EXPECT_TRUE(is_run(text, call.arguments["title"])) << json;
        ++n_titles;
      }
      if (call.arguments.contains("start")) {
        const std::string start = call.arguments["start"];
        bool quotes = is_run(text, start);
        for (std::size_t at = start.find(" at "); at != std::string::npos; at = start.find(" at ", at + 1)) {
          quotes = quotes || (is_run(text, start.substr(0, at)) && is_run(text, start.substr(at + 4)));
        }
        EXPECT_TRUE(quotes) << json;
      }
    }
  }
  EXPECT_GT(n_titles, 100);
}

// The shipped model is held to quotations because its training data quotes: each of these calls, too.
TEST_F(QuotationTest, AllowsWhatTheModelWasTrainedOn) {
  const auto path = test::golden("prompt/prompts.jsonl");
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "needs " << path;
  std::istringstream lines(test::read_text(path));
  int count = 0;
  for (std::string line; std::getline(lines, line);) {
    std::string said;
    const Json row = Json::parse(line);
    for (const Json& message : row["messages"]) {
      if (message["role"] == "user") said += message["content"].get<std::string>() + "\n";
      if (!message.contains("calls")) continue;
      std::vector<ToolCall> calls;
      for (const Json& call : message["calls"]) calls.push_back({call["tool"], call["arguments"]});
      const Grammar grammar = Grammar::from_tools(test::built_in_descriptions(), kMaxCalls, said);
      EXPECT_TRUE(test::is_sentence(grammar, trie_, text::render_calls(calls))) << text::render_calls(calls);
      ++count;
    }
  }
  EXPECT_GT(count, 0);
}

TEST_F(QuotationTest, AVeryLongTextIsALimitNotACrash) {
  const std::string text(kMaxAutomatonStates, 'x');
  EXPECT_EQ(test::error_of([&] { Grammar::from_tools({some_tool()}, 1, text); }).code(), ErrorCode::kLimit);
}

}  // namespace
}  // namespace oree::decode
