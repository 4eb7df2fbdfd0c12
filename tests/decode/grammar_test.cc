#include "decode/grammar.h"

#include "decode/vocabularies.h"
#include "text/prompt_format.h"

namespace oree::decode {
namespace {

class GrammarTest : public testing::Test {
 protected:
  bool accepts(const char* schema, std::string_view text) {
    return test::is_sentence(Grammar::from_json_schema(Json::parse(schema)), trie_, text);
  }

  text::Tokenizer tokenizer_ = test::straddling_vocabulary();
  TokenTrie trie_{tokenizer_};
};

TEST_F(GrammarTest, WritesObjectsInOrderWithTheirCommas) {
  const char* schema = R"({"type": "object", "properties": {"a": {"type": "null"}, "b": {"type": "null"},
                           "c": {"type": "null"}}, "required": ["b"]})";
  for (const char* text : {R"({"b": null})", R"({"a": null, "b": null})", R"({"b": null, "c": null})",
                           R"({"a": null, "b": null, "c": null})"}) {
    EXPECT_TRUE(accepts(schema, text)) << text;
  }
  for (const char* text :
       {R"({})", R"({"a": null})", R"({"b": null, "a": null})", R"({"b":null})", R"({"b": null,})", R"({, "b": null})",
        R"({"b": null, "b": null})", R"({"b": null} )", R"({"d": null, "b": null})", R"({"a": null, "c": null})"}) {
    EXPECT_FALSE(accepts(schema, text)) << text;
  }
  EXPECT_TRUE(accepts(R"({"type": "object"})", "{}"));
  EXPECT_TRUE(accepts(R"({"type": "object", "properties": {"a\"\n": {"type": "null"}}})", R"({"a\"\n": null})"));
}

TEST_F(GrammarTest, WritesEveryCharacterInOneWay) {
  const char* schema = R"({"type": "string"})";
  for (const char* text :
       {R"("")", R"("a b")", R"("\"\\\b\f\n\r\t")", R"("\u0001\u001f\u000b\u000e")", "\"\x7F\"", "\"\xC2\x80\"",
        "\"\xE0\xA0\x80\"", "\"\xED\x9F\xBF\"", "\"\xEE\x80\x80\"", "\"\xF0\x90\x80\x80\"", "\"\xF4\x8F\xBF\xBF\""}) {
    EXPECT_TRUE(accepts(schema, text)) << text;
  }
  for (const char* text : {R"(")",
                           R"(a)",
                           R"("\/")",
                           R"("\u0041")",
                           R"("\u0000")",
                           R"("\u000a")",
                           R"("\u001F")",
                           R"("\u00e9")",
                           R"("\x41")",
                           R"("a"b")",
                           "\"\n\"",
                           "\"\x1F\"",
                           "\"\xC0\x80\"",
                           "\"\xC1\xBF\"",
                           "\"\xE0\x9F\xBF\"",
                           "\"\xED\xA0\x80\"",
                           "\"\xF0\x8F\xBF\xBF\"",
                           "\"\xF4\x90\x80\x80\"",
                           "\"\xF5\x80\x80\x80\"",
                           "\"\x80\"",
                           "\"\xC3\"",
                           "\"\xE6\x97\""}) {
    EXPECT_FALSE(accepts(schema, text)) << text;
  }
  for (int code_point = 1; code_point < 0x250; ++code_point) {
    std::string character;
    character += static_cast<char>(code_point < 0x80 ? code_point : 0xC0 | code_point >> 6);
    if (code_point >= 0x80) character += static_cast<char>(0x80 | (code_point & 0x3F));
    EXPECT_TRUE(accepts(schema, text::dump_spaced(character))) << code_point;
  }
}

TEST_F(GrammarTest, CountsCharactersNotBytes) {
  const char* schema = R"({"type": "string", "minLength": 2, "maxLength": 3})";
  for (const char* text : {R"("ab")", R"("日本語")", R"("\n\"\\")", R"("🦙é")"})
    EXPECT_TRUE(accepts(schema, text)) << text;
  for (const char* text : {R"("")", R"("a")", R"("é")", R"("abcd")", R"("日本語x")"}) {
    EXPECT_FALSE(accepts(schema, text)) << text;
  }
  EXPECT_TRUE(accepts(R"({"type": "string", "minLength": 1})", R"("abcdefgh")"));
  EXPECT_TRUE(accepts(R"({"type": "string", "maxLength": 0})", R"("")"));
  EXPECT_FALSE(accepts(R"({"type": "string", "maxLength": 0})", R"("a")"));
}

TEST_F(GrammarTest, CountsItems) {
  const auto text = [](int count) {
    std::string items;
    for (int i = 0; i < count; ++i) items += i == 0 ? "true" : ", true";
    return "[" + items + "]";
  };
  for (int least = 0; least < 4; ++least) {
    for (int most = least; most < 6; ++most) {
      const Grammar bounded = Grammar::from_json_schema(
          {{"type", "array"}, {"items", {{"type", "boolean"}}}, {"minItems", least}, {"maxItems", most}});
      const Grammar open =
          Grammar::from_json_schema({{"type", "array"}, {"items", {{"type", "boolean"}}}, {"minItems", least}});
      for (int count = 0; count < 8; ++count) {
        EXPECT_EQ(test::is_sentence(bounded, trie_, text(count)), count >= least && count <= most);
        EXPECT_EQ(test::is_sentence(open, trie_, text(count)), count >= least);
      }
    }
  }
}

TEST_F(GrammarTest, KeepsIntegersInTheirRange) {
  const std::pair<int, int> ranges[] = {{0, 0},    {1, 1},      {0, 9},     {5, 123},    {-3, 4}, {-120, -7}, {10, 10},
                                        {99, 101}, {-999, 999}, {100, 999}, {-1000, -1}, {-1, 0}, {7, 1042}};
  for (const auto& [low, high] : ranges) {
    const Grammar grammar = Grammar::from_json_schema({{"type", "integer"}, {"minimum", low}, {"maximum", high}});
    GrammarMatcher start(grammar, trie_);
    for (int value = -1100; value <= 1100; ++value) {
      ASSERT_EQ(test::is_sentence(grammar, trie_, std::to_string(value)), value >= low && value <= high)
          << value << " in " << low << " to " << high;
    }
  }
  const char* at_least_one = R"({"type": "integer", "minimum": 1})";
  EXPECT_TRUE(accepts(at_least_one, "999999999999999"));
  for (const char* text : {"0", "-1", "01", "1.0", "1e2", "+1", "", "-", "9999999999999999"}) {
    EXPECT_FALSE(accepts(at_least_one, text)) << text;
  }
  EXPECT_TRUE(accepts(R"({"type": "integer"})", "0"));
  EXPECT_FALSE(accepts(R"({"type": "integer"})", "-0"));
}

TEST_F(GrammarTest, ReachesTheBoundsOf64Bits) {
  const char* widest = R"({"type": "integer", "minimum": -9223372036854775808, "maximum": 9223372036854775807})";
  EXPECT_TRUE(accepts(widest, "-9223372036854775808"));
  EXPECT_TRUE(accepts(widest, "9223372036854775807"));
  EXPECT_FALSE(accepts(widest, "9223372036854775808"));
  EXPECT_FALSE(accepts(widest, "-9223372036854775809"));
  EXPECT_TRUE(accepts(R"({"type": "integer", "minimum": 9007199254740993})", "9007199254740993"));
  EXPECT_FALSE(accepts(R"({"type": "integer", "minimum": 9007199254740993})", "9007199254740992"));
  EXPECT_TRUE(accepts(R"({"type": "integer", "maximum": 1e300})", "7"));
  EXPECT_FALSE(accepts(R"({"type": "integer", "minimum": 1e30})", "7"));
  EXPECT_TRUE(accepts(R"({"type": "integer", "minimum": 1e30})", "1" + std::string(30, '0')));
}

TEST_F(GrammarTest, WritesNumbers) {
  const char* schema = R"({"type": "number"})";
  for (const char* text : {"0", "-0", "12", "-1.5", "0.001", "1e2", "1.5E-10", "123456789012345.25", "1e+22"}) {
    EXPECT_TRUE(accepts(schema, text)) << text;
  }
  for (const char* text : {"", "-", "01", ".5", "1.", "1e", "1e100", "+1", "NaN", "Infinity", "1 "}) {
    EXPECT_FALSE(accepts(schema, text)) << text;
  }
}

TEST_F(GrammarTest, WritesEnumsConstantsAndNull) {
  const char* schema = R"({"enum": ["a", "ab", 1, 1.5, null, true, [1, 2], {"k": "é"}]})";
  for (const char* text : {R"("a")", R"("ab")", "1", "1.5", "null", "true", "[1, 2]", R"({"k": "é"})"}) {
    EXPECT_TRUE(accepts(schema, text)) << text;
  }
  for (const char* text : {R"("abc")", R"("")", "2", "[1,2]", "false"}) EXPECT_FALSE(accepts(schema, text)) << text;
  EXPECT_FALSE(accepts(R"({"type": "string", "enum": ["a", 1]})", "1"));
  EXPECT_TRUE(accepts(R"({"type": "null"})", "null"));
  EXPECT_TRUE(accepts(R"({"const": "x"})", R"("x")"));
}

TEST_F(GrammarTest, WritesFromOneToTheMostCalls) {
  const ToolDescription tool{"t", "", Json::parse(R"({"type": "object", "properties": {"a": {"type": "string"}}})")};
  const Grammar grammar = Grammar::from_tools({tool}, 3);
  const auto calls = [](int count) { return text::render_calls(std::vector<ToolCall>(count, {"t", {{"a", "x"}}})); };
  EXPECT_FALSE(test::is_sentence(grammar, trie_, "[]"));
  for (int count = 1; count < 6; ++count) EXPECT_EQ(test::is_sentence(grammar, trie_, calls(count)), count <= 3);
  EXPECT_FALSE(test::is_sentence(grammar, trie_, R"([{"name": "u", "arguments": {}}])"));
  EXPECT_FALSE(test::is_sentence(grammar, trie_, R"([{"arguments": {}, "name": "t"}])"));
}

TEST_F(GrammarTest, WritesWhatTheModelWasTrainedOn) {
  const auto path = test::golden("prompt/prompts.jsonl");
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "needs " << path;
  const Grammar grammar = Grammar::from_tools(test::built_in_descriptions());
  std::istringstream lines(test::read_text(path));
  int count = 0;
  for (std::string line; std::getline(lines, line);) {
    const Json row = Json::parse(line);
    for (const Json& message : row["messages"]) {
      if (!message.contains("calls")) continue;
      std::vector<ToolCall> calls;
      for (const Json& call : message["calls"]) calls.push_back({call["tool"], call["arguments"]});
      EXPECT_TRUE(test::is_sentence(grammar, trie_, text::render_calls(calls))) << text::render_calls(calls);
      ++count;
    }
  }
  EXPECT_GT(count, 0);
}

TEST_F(GrammarTest, RefusesToolsItCannotEnforce) {
  const auto refused = [](const char* name, const char* schema) {
    return test::error_of([&] { Grammar::from_tools({{name, "", Json::parse(schema)}}); });
  };
  const Error format =
      refused("mail", R"({"type": "object", "properties": {"to": {"type": "string", "format": "e-mail"}}})");
  EXPECT_EQ(format.code(), ErrorCode::kUnsupported);
  EXPECT_EQ(format.where(), "mail/properties/to/format");
  EXPECT_EQ(refused("t", R"({"type": "string"})").where(), "t/type");
  for (const char* name : {"", "a b", "a\"", "é", "a.b"}) {
    EXPECT_EQ(refused(name, R"({"type": "object"})").code(), ErrorCode::kInvalid) << name;
  }
  EXPECT_EQ(test::error_of([] { Grammar::from_tools({}); }).code(), ErrorCode::kInvalid);
  const ToolDescription tool{"t", "", {{"type", "object"}}};
  EXPECT_EQ(test::error_of([&] { Grammar::from_tools({tool, tool}); }).code(), ErrorCode::kInvalid);
  EXPECT_EQ(test::error_of([&] { Grammar::from_tools({tool}, 0); }).code(), ErrorCode::kInvalid);
}

TEST_F(GrammarTest, LargeBoundsCostNothing) {
  EXPECT_TRUE(accepts(R"({"type": "string", "maxLength": 1000000000000})", R"("abc")"));
  const char* long_string = R"({"type": "string", "minLength": 5000, "maxLength": 6000})";
  EXPECT_TRUE(accepts(long_string, "\"" + std::string(5000, 'x') + "\""));
  EXPECT_TRUE(accepts(long_string, "\"" + std::string(6000, 'x') + "\""));
  EXPECT_FALSE(accepts(long_string, "\"" + std::string(4999, 'x') + "\""));
  EXPECT_FALSE(accepts(long_string, "\"" + std::string(6001, 'x') + "\""));
  EXPECT_FALSE(accepts(R"({"type": "string", "minLength": 1000000000})", R"("abc")"));
  Json nested = {{"type", "string"}};
  for (int i = 0; i < 8; ++i) nested = Json{{"type", "array"}, {"items", nested}, {"minItems", 50}};
  const Grammar grammar = Grammar::from_json_schema(nested);
  GrammarMatcher matcher(grammar, trie_);
  EXPECT_TRUE(matcher.try_bytes("[[[[[[[[\""));
  EXPECT_FALSE(matcher.try_bytes("\"]"));
}

}  // namespace
}  // namespace oree::decode
