#include "text/quotable_words.h"

#include <gtest/gtest.h>

#include <string>

namespace oree::text {
namespace {

// The text with a "<" where a quotation may begin and a ">" where it may end.
std::string marked(std::string_view text) {
  const QuotableWords words = find_quotable_words(text);
  std::string result;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (words.may_end[i]) result += '>';
    if (words.may_begin[i]) result += '<';
    if (i < text.size()) result += text[i];
  }
  return result;
}

TEST(QuotableWordsTest, LettersAndDigitsStayTogether) {
  EXPECT_EQ(marked("Anabel at  10h"), "<Anabel> <at>  <10h>");
  EXPECT_EQ(marked("Élise Ørsted\tŁukasz\n"), "<Élise> <Ørsted>\t<Łukasz>\n");
}

TEST(QuotableWordsTest, ANameCanBeQuotedOutOfItsGenitiveAndAnAddressAsAWhole) {
  EXPECT_EQ(marked("Ana's"), "<Ana>'<s>");
  EXPECT_EQ(marked("jo@x.org."), "<jo>@<x>.<org>.>");
}

TEST(QuotableWordsTest, PunctuationLeansOnItsWord) {
  EXPECT_EQ(marked("(at «Cork»), now"), "<(<at> <«<Cork>»>)>,> <now>");
  EXPECT_EQ(marked("Guérin: +33 (1) - x"), "<Guérin>:> <+><33> <(<1>)> - <x>") << "+ is a symbol";
  EXPECT_EQ(marked(".NET, e.g. #1"), "<.<NET>,> <e>.<g>.> <#<1>");
  EXPECT_EQ(marked("..."), "<.<.>.>");
}

TEST(QuotableWordsTest, MarksAndJoinedCharactersBelongToTheirBase) {
  EXPECT_EQ(marked("e\u0301a"), "<e\u0301a>");
  EXPECT_EQ(marked("👩\u200D👧 x"), "<👩\u200D👧> <x>");
  EXPECT_EQ(marked("कि"), "<कि>");
}

TEST(QuotableWordsTest, WhatEndsInAJoinerOrBeginsWithAMarkStillEndsAndBegins) {
  EXPECT_EQ(marked("x\u200D y"), "<x\u200D> <y>");
  EXPECT_EQ(marked(" \u0301a"), " <\u0301><a>");
}

TEST(QuotableWordsTest, ScriptsWithoutSpacesHaveABoundaryAtEachCharacter) {
  EXPECT_EQ(marked("昼食Ana"), "<昼><食><Ana>");
  EXPECT_EQ(marked("らー"), "<ら><ー>");
  EXPECT_EQ(marked("안나는"), "<안나는>");
}

TEST(QuotableWordsTest, NothingIsQuotedOfEmptyOrBlankText) {
  EXPECT_EQ(marked(""), "");
  EXPECT_EQ(marked(" \u00A0\u3000\r\n"), " \u00A0\u3000\r\n");
  EXPECT_EQ(marked(std::string("a\0b", 3)), std::string("<a>\0<b>", 7));
}

}  // namespace
}  // namespace oree::text
