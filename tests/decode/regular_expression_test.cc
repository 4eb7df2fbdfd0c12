#include "decode/regular_expression.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "oree/error.h"
#include "oree/json.h"

namespace oree::decode {
namespace {

bool matches(std::string_view pattern, std::string_view text) {
  LanguagePool pool;
  return pool.accepts(parse_regular_expression(pool, pattern, false), text);
}

// Goldens: tests/oracles/make_regular_expressions.mjs.
TEST(RegularExpression, MatchesWhereNodeDoes) {
  std::ifstream file(OREE_SOURCE_DIR "/tests/golden/decode/regular_expressions.jsonl");
  std::string line;
  int n_patterns = 0;
  while (std::getline(file, line)) {
    ++n_patterns;
    const Json row = Json::parse(line);
    const std::string pattern = row["pattern"];
    LanguagePool pool;
    LanguageId language = kNothing;
    ASSERT_NO_THROW(language = parse_regular_expression(pool, pattern, false)) << pattern;
    for (const std::string text : row["matches"]) {
      EXPECT_TRUE(pool.accepts(language, text)) << "/" << pattern << "/ on \"" << text << "\"";
    }
    for (const std::string text : row["others"]) {
      EXPECT_FALSE(pool.accepts(language, text)) << "/" << pattern << "/ on \"" << text << "\"";
    }
  }
  EXPECT_GT(n_patterns, 140);
}

TEST(RegularExpression, AnchoredMatchesFromTheFirstCharacterToTheLast) {
  LanguagePool pool;
  const LanguageId language = parse_regular_expression(pool, "a|bc", true);
  EXPECT_TRUE(pool.accepts(language, "bc"));
  EXPECT_FALSE(pool.accepts(language, "xbc"));
  EXPECT_FALSE(pool.accepts(language, "bcx"));
  EXPECT_EQ(pool.count(language, 10), 2u);
  EXPECT_EQ(parse_regular_expression(pool, "^a|bc$", true), language);
}

TEST(RegularExpression, HoldsTextsOnly) {
  EXPECT_FALSE(matches("a", "a\xC3"));
  EXPECT_FALSE(matches("^[^a]$", "\xFF"));
  EXPECT_FALSE(matches("^[^a]$", "\xED\xA0\x80"));  // half a surrogate pair
}

TEST(RegularExpression, EscapesOfOtherDialectsAreReadAsCommonlyMeant) {
  EXPECT_TRUE(matches("\\Aab\\Z", "ab"));
  EXPECT_FALSE(matches("\\Aab\\z", "abc"));
  EXPECT_TRUE(matches("^\\pL$", "é"));
  EXPECT_TRUE(matches("^(?P<word>a+)$", "aa"));
}

struct Refused {
  std::string pattern;
  ErrorCode code;
  std::string where;
  std::string what;
};

TEST(RegularExpression, WhatCannotBeReadIsRefusedWithItsPlace) {
  using enum ErrorCode;
  const std::vector<Refused> table{
      {"(a)\\1", kUnsupported, "byte 3", "back references"},
      {"(?<x>a)\\k<x>", kUnsupported, "byte 7", "back references"},
      {"(?i)a", kUnsupported, "byte 0", "(?i"},
      {"a(?>b)", kUnsupported, "byte 1", "(?>"},
      {"(ab", kInvalid, "byte 0", "not closed"},
      {"ab)", kInvalid, "byte 2", "closes no group"},
      {"é[a", kInvalid, "byte 2", "not closed"},
      {"*a", kInvalid, "byte 0", "nothing before it"},
      {"a|+", kInvalid, "byte 2", "nothing before it"},
      {"{2}", kInvalid, "byte 0", "nothing before it"},
      {"a**", kInvalid, "byte 2", "follows another"},
      {"a{3,2}", kInvalid, "byte 1", "out of order"},
      {"[z-a]", kInvalid, "byte 1", "out of order"},
      {"\\a", kInvalid, "byte 0", "no escape \\a"},
      {"\\xg0", kInvalid, "byte 0", "two hexadecimal"},
      {"\\u12", kInvalid, "byte 0", "four hexadecimal"},
      {"\\u{110000}", kInvalid, "byte 0", "no code point"},
      {"\\u{41", kInvalid, "byte 0", "no code point"},
      {"\\p{Klingon}", kInvalid, "byte 0", "Klingon"},
      {"\\p{L", kInvalid, "byte 0", "does not end"},
      {"ab\\", kInvalid, "byte 2", "ends with a backslash"},
      {"\\01", kInvalid, "byte 0", "octal"},
      {"(?<a", kInvalid, "byte 0", "does not end"},
      {"(^a)*", kUnsupported, "byte 1", "repeated"},
      {"(?<=ab)c", kUnsupported, "byte 0", "one character"},
      {"\\b(?<=1)", kUnsupported, "byte 2", "one class"},
      {"a\xFF", kInvalid, "byte 1", "UTF-8"},
      {"a{3000000000}", kLimit, "byte 0", "kMaxRepetitions"},
      {std::string(kMaxPatternBytes + 1, 'a'), kLimit, "byte 0", "kMaxPatternBytes"},
      {std::string(1000, '(') + std::string(1000, ')'), kLimit, "byte 201", "kMaxPatternDepth"},
  };
  for (const Refused& row : table) {
    LanguagePool pool;
    try {
      parse_regular_expression(pool, row.pattern, false);
      ADD_FAILURE() << row.pattern.substr(0, 30) << " was read";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), row.code) << row.pattern.substr(0, 30);
      EXPECT_EQ(error.where(), row.where) << row.pattern.substr(0, 30);
      EXPECT_THAT(error.what(), testing::HasSubstr(row.what)) << row.pattern.substr(0, 30);
      EXPECT_NE(error.hint(), "") << row.pattern.substr(0, 30);
    }
  }
}

TEST(RegularExpression, TheLongestPatternsAreReadInTime) {
  LanguagePool pool;
  EXPECT_TRUE(pool.accepts(parse_regular_expression(pool, std::string(kMaxPatternBytes, 'a'), true),
                           std::string(kMaxPatternBytes, 'a')));
  std::string optional_letters;
  while (optional_letters.size() < kMaxPatternBytes - 4) optional_letters += "[ab]?";
  std::string mixed_letters;
  while (mixed_letters.size() < kMaxPatternBytes - 8) mixed_letters += "[ab]?c?";
  for (const std::string& pattern : {optional_letters, mixed_letters, "^(" + std::string(60000, '|') + ")$"}) {
    try {
      static_cast<void>(pool.accepts(parse_regular_expression(pool, pattern, false), "abbabba"));
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kLimit);
    }
  }
}

}  // namespace
}  // namespace oree::decode
