#include "decode/gbnf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "oree/error.h"

namespace oree::decode {
namespace {

using Symbol = ContextFreeGrammar::Symbol;

// Where a rule may end that begins at a place of the text: recursive descent over all ways, kept by rule and place.
class Recogniser {
 public:
  Recogniser(LanguagePool& pool, const ContextFreeGrammar& grammar, std::string_view text)
      : pool_(pool), grammar_(grammar), text_(text) {}

  bool accepts() { return ends(grammar_.root, 0).contains(text_.size()); }

 private:
  std::set<std::size_t> ends(std::uint32_t rule, std::size_t begin) {
    if (const auto known = known_.find({rule, begin}); known != known_.end()) return known->second;
    std::set<std::size_t> all;
    for (const std::vector<Symbol>& alternative : grammar_.rules[rule].alternatives) {
      std::set<std::size_t> places{begin};
      for (const Symbol& symbol : alternative) {
        std::set<std::size_t> next;
        for (const std::size_t place : places) {
          const std::set<std::size_t> some =
              symbol.kind == Symbol::Kind::kRule ? ends(symbol.id, place) : language_ends(symbol.id, place);
          next.insert(some.begin(), some.end());
        }
        places = std::move(next);
      }
      all.insert(places.begin(), places.end());
    }
    known_[{rule, begin}] = all;
    return all;
  }
  std::set<std::size_t> language_ends(LanguageId language, std::size_t place) {
    std::set<std::size_t> all;
    for (; language != kNothing; ++place) {
      if (pool_.accepts_empty(language)) all.insert(place);
      if (place == text_.size()) break;
      language = pool_.next(language, static_cast<std::uint8_t>(text_[place]));
    }
    return all;
  }

  LanguagePool& pool_;
  const ContextFreeGrammar& grammar_;
  std::string_view text_;
  std::map<std::pair<std::uint32_t, std::size_t>, std::set<std::size_t>> known_;
};

bool holds(std::string_view grammar, std::string_view text) {
  LanguagePool pool;
  const ContextFreeGrammar parsed = parse_gbnf(pool, grammar);
  return Recogniser(pool, parsed, text).accepts();
}

std::size_t n_rules(std::string_view grammar) {
  LanguagePool pool;
  return parse_gbnf(pool, grammar).rules.size();
}

constexpr std::string_view kJson = R"gbnf(# values within values
root   ::= value
value  ::= object | array | string | number | ("true" | "false" | "null") ws
object ::= "{" ws (
             string ":" ws value            # a member
             ("," ws string ":" ws value)*
           )? "}" ws
array  ::= "[" ws (value ("," ws value)*)? "]" ws
string ::= "\"" ( [^"\\\x7F\x00-\x1F] | "\\" (["\\bfnrt] | "u" [0-9a-fA-F]{4}) )* "\"" ws
number ::= ("-"? ([0-9] | [1-9] [0-9]{0,15})) ("." [0-9]+)? ([eE] [-+]? [0-9]{1,3})? ws
ws     ::= | " " | "\n" [ \t]{0,20}
)gbnf";

TEST(Gbnf, RecursiveGrammarsHoldWhatTheyDescribe) {
  for (const char* text : {"{}", "[1, 2.5e-3,\n  [true ,null] ]", R"({"a": {"b\u00e9\n": []}, "": -0})", "\"é\""}) {
    EXPECT_TRUE(holds(kJson, text)) << text;
  }
  for (const char* text : {"", "{", "[1,]", "[1 2]", R"({"a" 1})", "\"a", "01", "tru", "\"\x7F\"", "{}}"}) {
    EXPECT_FALSE(holds(kJson, text)) << text;
  }
  constexpr std::string_view arithmetic = R"gbnf(root ::= (sum "=" ws product "\n")+
sum  ::= product ([-+*/] product)*
product ::= [a-z]+ ws | [0-9]+ ws | "(" ws sum ")" ws
ws ::= [ \t\n]*)gbnf";
  EXPECT_TRUE(holds(arithmetic, "(a +1)*b=3\nx=(y)\n"));
  EXPECT_FALSE(holds(arithmetic, "(a+ 1*b=3\n"));
  constexpr std::string_view same_number = R"(root ::= "a" root "b" | "")";
  EXPECT_TRUE(holds(same_number, "aaabbb"));
  EXPECT_TRUE(holds(same_number, ""));
  EXPECT_FALSE(holds(same_number, "aaabb"));
}

TEST(Gbnf, AGrammarWithoutRecursionIsOneLanguage) {
  constexpr std::string_view list = R"gbnf(root ::= ("- " item)+
item ::= [^\n]+ "\n")gbnf";
  EXPECT_EQ(n_rules(list), 1u);
  EXPECT_TRUE(holds(list, "- a\n- é b\n"));
  EXPECT_FALSE(holds(list, "- a\n- \n"));
  // Recursion at a rule's own end is a repetition.
  constexpr std::string_view words = R"(root ::= word more
more ::= "," ws word more | "."?
ws ::= ([ \t] ws)?
word ::= [a-z] word | [a-z])";
  EXPECT_EQ(n_rules(words), 1u);
  EXPECT_TRUE(holds(words, "ab,  cd,e."));
  EXPECT_FALSE(holds(words, "ab,  cd,."));
}

TEST(Gbnf, QuantifiersCount) {
  for (const auto& [quantifier, min, max] : {std::tuple{"*", 0, 9},
                                             {"+", 1, 9},
                                             {"?", 0, 1},
                                             {"{3}", 3, 3},
                                             {"{2,}", 2, 9},
                                             {"{1,4}", 1, 4},
                                             {"{0,2}", 0, 2},
                                             {"{ 1 , 2 }", 1, 2}}) {
    // Of a regular part and of one that is not.
    const std::string regular = std::string("root ::= \"ab\"") + quantifier;
    const std::string recursive = std::string("root ::= pair") + quantifier + "\npair ::= \"a\" pair? \"b\"";
    const std::string group = std::string("root ::= (pair | \"x\" pair)") + quantifier + "\npair ::= \"a\" pair? \"b\"";
    std::string text;
    for (int n = 0; n < 9; ++n, text += "ab") {
      EXPECT_EQ(holds(regular, text), n >= min && n <= max) << quantifier << " " << text;
      EXPECT_EQ(holds(recursive, text), n >= min && n <= max) << quantifier << " " << text;
      EXPECT_EQ(holds(group, text), n >= min && n <= max) << quantifier << " " << text;
    }
  }
}

TEST(Gbnf, CharactersAreCodePoints) {
  constexpr std::string_view grammar =
      "root ::= [ぁ-ゟ] . [^a-z\\]] \"\\x41\\u00e9\\U0001F600\\t\\\"\\\\\" [-x] [+-] [\\x5b-\\x5D]";
  EXPECT_TRUE(holds(grammar, "あ\n😀Aé😀\t\"\\-+["));
  EXPECT_FALSE(holds(grammar, "あ\nbAé😀\t\"\\-+["));
  EXPECT_FALSE(holds(grammar, "あ\n]Aé😀\t\"\\-+["));
  EXPECT_FALSE(holds("root ::= .", "ab"));
}

TEST(Gbnf, ARuleGoesOnOverLinesInsideGroupsAndBehindBars) {
  EXPECT_TRUE(holds("root ::=\n  \"a\" | # one\n\n  \"b\"\n", "b"));
  EXPECT_TRUE(holds("root ::= \"a\"\n  | \"b\"\n", "b"));
  EXPECT_TRUE(holds("root ::= ( \"a\"\n \"b\"\r\n)\n\nother ::= \"c\"", "ab"));
  EXPECT_TRUE(holds("root ::= | \"x\"", "")) << "an alternative may be empty";
}

TEST(Gbnf, AlternativesThatNeverEndAreLeftOut) {
  constexpr std::string_view grammar = "root ::= \"(\" root \")\" | \"x\" | endless\nendless ::= \"y\" endless \"z\"";
  LanguagePool pool;
  const ContextFreeGrammar parsed = parse_gbnf(pool, grammar);
  EXPECT_EQ(parsed.rules.size(), 1u);
  EXPECT_EQ(parsed.rules[0].alternatives.size(), 2u);
}

TEST(Gbnf, AnotherRuleMayBeTheRoot) {
  LanguagePool pool;
  const ContextFreeGrammar parsed = parse_gbnf(pool, "root ::= \"a\"\nother ::= \"b\"", "other");
  EXPECT_TRUE(Recogniser(pool, parsed, "b").accepts());
}

struct Refused {
  std::string grammar;
  ErrorCode code;
  std::string where;
  std::string what;
};

TEST(Gbnf, WhatCannotBeReadIsRefusedWithItsPlace) {
  using enum ErrorCode;
  const std::vector<Refused> table{
      {"", kInvalid, "line 1, column 1", "no rule \"root\""},
      {"rot ::= \"a\"", kInvalid, "line 1, column 1", "no rule \"root\""},
      {"root ::= \"a\" thing", kInvalid, "line 1, column 14", "no rule \"thing\""},
      {"root ::= \"a\"\n\nroot ::= \"b\"", kInvalid, "line 3, column 1", "twice"},
      {"root = \"a\"", kInvalid, "line 1, column 6", "::="},
      {"root ::= \"a", kInvalid, "line 1, column 10", "not closed"},
      {"root ::= \"é\" [a", kInvalid, "line 1, column 14", "not closed"},
      {"root ::= (\"a\"\n", kInvalid, "line 1, column 10", "not closed"},
      {"root ::= \"a\")", kInvalid, "line 1, column 13", "closes no group"},
      {"root ::= []", kInvalid, "line 1, column 10", "empty"},
      {"root ::= [z-a]", kInvalid, "line 1, column 11", "out of order"},
      {"root ::= \"\\q\"", kInvalid, "line 1, column 11", "no such escape"},
      {"root ::= \"\\x4\"", kInvalid, "line 1, column 11", "2 hexadecimal"},
      {"root ::= \"\\UFFFFFFFF\"", kInvalid, "line 1, column 11", "no code point"},
      {"root ::= \"\\uD800\"", kInvalid, "line 1, column 11", "surrogate"},
      {"root ::= \"a\"{,2}", kInvalid, "line 1, column 13", "needs a number"},
      {"root ::= \"a\"{2", kInvalid, "line 1, column 13", "not closed"},
      {"root ::= \"a\"{3,2}", kInvalid, "line 1, column 13", "out of order"},
      {"root ::= \"a\"{9999999999}", kLimit, "line 1, column 13", "kMaxRepetitions"},
      {"root ::= $", kInvalid, "line 1, column 10", "unexpected"},
      {"root ::= <think>", kUnsupported, "line 1, column 10", "tokens"},
      {"root ::= \"a\" root", kInvalid, "line 1, column 1", "no sentence"},
      {"root ::= a\na ::= \"x\" a \"y\"", kInvalid, "line 1, column 1", "no sentence"},
      {"root ::= list\nlist ::= list \",\" | \"x\"", kUnsupported, "line 2, column 1", "\"list\" begins with itself"},
      {"root ::= a \"x\" | \"y\"\na ::= \" \"? root", kUnsupported, "line 1, column 1", "left recursion"},
      {"root ::= a* \"x\"\na ::= (\"y\" a \"z\")?", kUnsupported, "line 2, column 1", "may be empty"},
      {"root ::= a{3000}\na ::= \"y\" a? \"z\"", kLimit, "line 1, column 10", "kMaxGbnfRepetitions"},
      {"root ::= " + std::string(300, '(') + "\"a\"" + std::string(300, ')'), kLimit, "line 1, column 210",
       "kMaxGbnfDepth"},
      {"root ::= \"a\"" + std::string(20, '*'), kInvalid, "line 1, column 22", "quantifiers"},
      {"root ::= \"a\xFF\"", kInvalid, "line 1, column 12", "UTF-8"},
      {std::string(kMaxGbnfBytes + 1, ' '), kLimit, "", "kMaxGbnfBytes"},
  };
  for (const Refused& row : table) {
    LanguagePool pool;
    const std::string shown = row.grammar.substr(0, 40);
    try {
      parse_gbnf(pool, row.grammar);
      ADD_FAILURE() << shown << " was read";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), row.code) << shown;
      EXPECT_EQ(error.where(), row.where) << shown;
      EXPECT_THAT(error.what(), testing::HasSubstr(row.what)) << shown;
      EXPECT_NE(error.hint(), "") << shown;
    }
  }
}

TEST(Gbnf, BombsEndInALimit) {
  std::string doubling = "root ::= a0\n";
  std::string chain = "root ::= r0\n";
  for (int i = 0; i < 40; ++i) {
    doubling += "a" + std::to_string(i) + " ::= a" + std::to_string(i + 1) + " a" + std::to_string(i + 1) + "\n";
  }
  doubling += "a40 ::= [ab] \"c\"?\n";
  for (int i = 0; i < 20000; ++i) {
    chain += "r" + std::to_string(i) + " ::= \"x\" r" + std::to_string(i + 1) + " \"y\" | \"z\"\n";
  }
  chain += "r20000 ::= \"(\" root \")\"\n";
  for (const std::string& grammar : {doubling, chain}) {
    LanguagePool pool;
    try {
      parse_gbnf(pool, grammar);
      ADD_FAILURE();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kLimit) << error.what();
      EXPECT_THAT(error.where(), testing::StartsWith("line "));
    }
  }
}

}  // namespace
}  // namespace oree::decode
