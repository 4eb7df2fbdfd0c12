// Grammars that take every JSON text of their values, and what all grammars promise of unique items and keys.
#include <random>
#include <set>

#include "decode/grammar.h"
#include "decode/json_schema.h"
#include "decode/vocabularies.h"

namespace oree::decode {
namespace {

Grammar any_spelling(const char* schema) {
  CompileOptions options;
  options.spelling = Spelling::kAny;
  return Grammar::from_json_schema(Json::parse(schema), options);
}

bool accepts(const Grammar& grammar, std::string_view text) { return !grammar.find_misfit(text); }

TEST(AnySpelling, KeysComeInAnyOrder) {
  const Grammar grammar =
      any_spelling(R"({"type": "object", "properties": {"a": {"type": "null"}, "b": {"type": "null"}},
                                           "required": ["b"], "additionalProperties": {"type": "integer"}})");
  for (const char* text : {R"({"a": null, "b": null})", R"({"b": null, "a": null})", R"({"c": 1, "b": null, "aa": 2})",
                           R"({"": 0, "b": null})", R"({"b":null,"a":null})"}) {
    EXPECT_TRUE(accepts(grammar, text)) << text;
  }
  for (const char* text : {R"({"a": null})", R"({})", R"({"b": null, "b": null})", R"({"c": null, "b": null})",
                           R"({"b": 1})", R"({"b": null,})", R"({"b": null "a": null})"}) {
    EXPECT_FALSE(accepts(grammar, text)) << text;
  }
}

TEST(AnySpelling, WhiteSpaceAndEscapesAreFree) {
  const Grammar grammar = any_spelling(R"({"properties": {"é\"": {"enum": ["a/b", "😀"]}}, "type": "object",
                                           "additionalProperties": false})");
  for (const char* text : {"{\"é\\\"\":\"a/b\"}", " \n{ \t\"é\\\"\" \r: \"a\\/b\" } \n",
                           R"({"\u00e9\u0022": "\ud83d\ude00"})", R"({"\u00E9\"": "\u0061\u002Fb"})", "{}", " { } "}) {
    EXPECT_TRUE(accepts(grammar, text)) << text;
  }
  for (const char* text : {R"({"\u00e9": "a/b"})", R"({"é\"": "\ud83d"})", R"({"é\"": "\ude00\ud83d"})",
                           "{\"é\\\"\":\"a\\/b\"}x", R"({"é\"": "\x61"})", "{\"é\\\"\"\f: \"a/b\"}"}) {
    EXPECT_FALSE(accepts(grammar, text)) << text;
  }
}

TEST(AnySpelling, SaysWhereATextCannotGoOn) {
  const Grammar grammar = any_spelling(R"({"type": "array", "items": {"type": "integer", "minimum": 10}})");
  EXPECT_EQ(grammar.find_misfit("[10, 2x]"), 6u);
  EXPECT_EQ(grammar.find_misfit("[10, 2"), 6u) << "it ends too early";
  EXPECT_EQ(grammar.find_misfit("[10, 2]"), 6u);
  EXPECT_EQ(grammar.find_misfit("[10, 20.0, 3e1]").value_or(99) >= 9, true);
  EXPECT_EQ(grammar.find_misfit("[10, 20]"), std::nullopt);
  EXPECT_EQ(grammar.find_misfit(""), 0u);
}

TEST(UniqueItems, AreNotRepeatedInWhateverSpelling) {
  const Grammar grammar = any_spelling(R"({"type": "array", "uniqueItems": true,
                                           "items": {"type": ["string", "number", "null"]}})");
  for (const char* text : {R"(["a", "b", 1, null, 10, 100, "1"])", R"([1, 1.5, 15])", "[]", R"(["", " "])"}) {
    EXPECT_TRUE(accepts(grammar, text)) << text;
  }
  for (const char* text : {R"(["a", "b", "a"])", R"(["a", "\u0061"])", "[1, 2, 1]", "[1, 1.0]", "[null, null]"}) {
    EXPECT_FALSE(accepts(grammar, text)) << text;
  }
}

TEST(UniqueItems, OfAFiniteSetAreNeverLeftWithoutAWay) {
  const text::Tokenizer tokenizer = test::straddling_vocabulary();
  const TokenTrie trie(tokenizer);
  const Grammar grammar = Grammar::from_json_schema(Json::parse(
      R"({"type": "array", "uniqueItems": true, "minItems": 4, "items": {"enum": ["a", "ab", "abc", 1, 12]}})"));
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    GrammarMatcher matcher(grammar, trie);
    std::string text;
    for (int step = 0; !matcher.is_complete(); ++step) {
      ASSERT_LT(step, 200) << text;
      const std::vector<TokenId> tokens = test::allowed(matcher.mask(200 - step));
      ASSERT_FALSE(tokens.empty()) << text;
      const TokenId token = tokens[random() % tokens.size()];
      matcher.accept(token);
      text += tokenizer.token_bytes(token);
    }
    const Json value = Json::parse(text);
    EXPECT_GE(value.size(), 4u);
    EXPECT_EQ(std::set<std::string>([&] {
                std::set<std::string> items;
                for (const Json& item : value) items.insert(item.dump());
                return items;
              }())
                  .size(),
              value.size())
        << text;
  }
}

TEST(Keys, ThatNoPropertyNamesAreNotRepeatedEither) {
  for (const Spelling spelling : {Spelling::kAny, Spelling::kCanonical}) {
    CompileOptions options;
    options.spelling = spelling;
    const Grammar grammar = Grammar::from_json_schema(
        Json::parse(R"({"type": "object", "additionalProperties": {"type": "null"}, "minProperties": 2})"), options);
    EXPECT_TRUE(accepts(grammar, R"({"x": null, "y": null})"));
    EXPECT_FALSE(accepts(grammar, R"({"x": null, "x": null})"));
    EXPECT_FALSE(accepts(grammar, R"({"x": null})"));
    EXPECT_TRUE(accepts(grammar, R"({"x": null, "xx": null, "": null})"));
  }
}

// What is known of the vocabulary beforehand must give the very tokens that trying each one gives.
TEST(Masks, AreExactlyTheTokensWhoseBytesFitInEverySpelling) {
  const text::Tokenizer tokenizer = test::straddling_vocabulary();
  const TokenTrie trie(tokenizer);
  const char* const schemas[] = {
      R"({"type": "object", "properties": {"a": {"type": "string"}, "ab": {"type": "integer"}}, "required": ["ab"]})",
      R"({"type": "object", "patternProperties": {"^a": {"type": "string", "maxLength": 3}}, "additionalProperties": true})",
      R"({"anyOf": [{"type": "string", "pattern": "^[a-c]+$"}, {"type": "string", "minLength": 2, "maxLength": 4},
                    {"enum": ["true", "abc", 12, null]}]})",
      R"({"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "array"}]}})",
      R"({"type": "string", "pattern": "b.*é"})",
      R"({})"};
  const char* const texts[] = {R"({"a": "x y", "ab": 12, "abc": [1, {"k": "é"}]})",
                               R"({"ab": "abé", "x": {"ab": ""}})",
                               R"("abc")",
                               R"(["a", 1.5, [true, null], "é\n"])",
                               R"("ab日本é")",
                               " [ 1, \"\\u00e9\" ] "};
  std::mt19937 random(5);
  int n_checked = 0;
  for (const Spelling spelling : {Spelling::kAny, Spelling::kCanonical}) {
    for (const char* schema : schemas) {
      CompileOptions options;
      options.spelling = spelling;
      const Grammar grammar = Grammar::from_json_schema(Json::parse(schema), options);
      for (const char* whole : texts) {
        const std::string text = whole;
        for (std::size_t size = 0; size <= text.size(); ++size) {
          GrammarMatcher matcher(grammar, trie);
          if (!matcher.try_bytes(text.substr(0, size))) break;
          const TokenMask mask = matcher.mask(1 << 30);
          const TokenMask bounded = matcher.mask(1000);
          for (TokenId id = 0; id < tokenizer.vocabulary_size(); ++id) {
            GrammarMatcher other(grammar, trie);
            ASSERT_TRUE(other.try_bytes(text.substr(0, size)));
            const bool fits = !tokenizer.token_bytes(id).empty() && other.try_bytes(tokenizer.token_bytes(id));
            ASSERT_EQ(test::allows(mask, id), fits) << schema << "\n"
                                                    << text.substr(0, size) << " then " << tokenizer.token_spelling(id);
            ASSERT_EQ(test::allows(bounded, id), fits) << text.substr(0, size);
            ++n_checked;
          }
        }
      }
    }
  }
  EXPECT_GT(n_checked, 50'000);
}

// With as few tokens as there are, and with more: what is begun is always brought to an end.
TEST(ShortOfTokens, EveryGenerationEnds) {
  const text::Tokenizer tokenizer = test::straddling_vocabulary();
  const TokenTrie trie(tokenizer);
  const char* const schemas[] = {
      R"({"type": "array", "contains": {"const": 5}})",
      R"({"type": "array", "items": {"type": "string"}, "contains": {"const": "urgent"}, "minItems": 3})",
      R"({"type": "array", "items": {"enum": [1, 2, 3]}, "contains": {"const": 2}, "minContains": 2, "maxContains": 3})",
      R"({"type": "array", "prefixItems": [{"type": "null"}, {"type": "integer"}], "contains": {"type": "integer"}})",
      R"({"type": "object", "additionalProperties": {"type": "null"}, "minProperties": 2})",
      R"({"type": "object", "additionalProperties": {"type": "null"}, "minProperties": 5})",
      R"({"type": "object", "patternProperties": {"^[0-9]$": {"type": "null"}}, "additionalProperties": false,
          "minProperties": 10})",
      R"({"type": "object", "properties": {"a": {"type": "null"}}, "patternProperties": {"^b$": {"type": "null"}},
          "additionalProperties": false, "minProperties": 2})",
      R"({"type": "object", "propertyNames": {"enum": ["a", "b", "c"]}, "additionalProperties": {"type": "null"},
          "minProperties": 3})",
      R"({"type": "object", "properties": {"a": {"type": "null"}, "b": {"type": "null"}, "c": {"type": "null"}},
          "dependentRequired": {"c": ["a"]}, "minProperties": 2, "additionalProperties": false})",
      R"({"type": "array", "items": {"type": "number", "multipleOf": 0.5, "minimum": 0, "maximum": 1},
          "uniqueItems": true, "minItems": 3})"};
  std::mt19937 random(11);
  for (const char* schema : schemas) {
    const Json parsed = Json::parse(schema);
    const Grammar grammar = Grammar::from_json_schema(parsed);
    for (int round = 0; round < 60; ++round) {
      GrammarMatcher matcher(grammar, trie);
      const int n_tokens = round % 2 == 0 ? round / 2 : matcher.shortest_completion() + round;
      std::string text;
      for (int step = 0; !matcher.is_complete(); ++step) {
        ASSERT_LT(step, 400) << schema << ": " << text;
        const std::vector<TokenId> tokens = test::allowed(matcher.mask(n_tokens - step));
        ASSERT_FALSE(tokens.empty()) << schema << ": " << text;
        const TokenId token = tokens[random() % tokens.size()];
        matcher.accept(token);
        text += tokenizer.token_bytes(token);
      }
      EXPECT_EQ(find_violation(parsed, Json::parse(text)), std::nullopt) << schema << ": " << text;
    }
  }
}

TEST(ShortOfTokens, ManyItemsAreCountedNotWalked) {
  const text::Tokenizer tokenizer = test::straddling_vocabulary();
  const TokenTrie trie(tokenizer);
  const Grammar grammar =
      Grammar::from_json_schema(Json::parse(R"({"type": "array", "minItems": 1000000, "items": {"type": "null"}})"));
  EXPECT_EQ(GrammarMatcher(grammar, trie).shortest_completion(), 6'000'000);
}

TEST(Unwritable, TextsWithNulAreRefused) {
  for (const char* schema : {R"({"enum": ["\u0000"]})", R"({"type": "string", "pattern": "^\\x00a$"})",
                             R"({"type": "object", "properties": {"a\u0000b": {}}, "required": ["a\u0000b"]})"}) {
    EXPECT_EQ(test::error_of([&] { Grammar::from_json_schema(Json::parse(schema)); }).code(), ErrorCode::kInvalid)
        << schema;
  }
}

TEST(Readings, TooManyAreAnErrorAndNotAWrongVerdict) {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "x";
  const Grammar rules = Grammar::from_gbnf(R"g(root ::= "x" root "a" | "x" root "b" | "y")g");
  EXPECT_EQ(test::error_of([&] { (void)rules.find_misfit(text); }).code(), ErrorCode::kLimit);
}

TEST(OtherGrammars, ExpressionsChoicesAndRulesGiveMasks) {
  const text::Tokenizer tokenizer = test::straddling_vocabulary();
  const TokenTrie trie(tokenizer);
  const Grammar expression = Grammar::from_regular_expression("(ab|é){2,3}[0-9]?");
  EXPECT_TRUE(test::is_sentence(expression, trie, "abé"));
  EXPECT_TRUE(test::is_sentence(expression, trie, "ababab7"));
  EXPECT_FALSE(test::is_sentence(expression, trie, "ab7"));
  const std::string choices[] = {"yes", "yes, but", "no"};
  const Grammar choice = Grammar::from_choices(choices);
  for (const std::string& one : choices) EXPECT_TRUE(test::is_sentence(choice, trie, one));
  EXPECT_FALSE(test::is_sentence(choice, trie, "yes,"));
  GrammarMatcher matcher(choice, trie);
  ASSERT_TRUE(matcher.try_bytes("y"));
  EXPECT_EQ(matcher.forced_bytes(), "es");
  EXPECT_EQ(matcher.shortest_completion(), 2);

  const Grammar rules = Grammar::from_gbnf(R"g(root ::= "(" (root | [a-z]+) ")")g");
  EXPECT_TRUE(test::is_sentence(rules, trie, "(((abc)))"));
  EXPECT_FALSE(test::is_sentence(rules, trie, "(((abc))"));
  EXPECT_EQ(GrammarMatcher(rules, trie).shortest_completion(), 3);
  EXPECT_EQ(test::error_of([] { Grammar::from_choices({}); }).code(), ErrorCode::kInvalid);
}

}  // namespace
}  // namespace oree::decode
