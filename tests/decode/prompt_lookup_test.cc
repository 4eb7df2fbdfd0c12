#include "decode/prompt_lookup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace oree::decode {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<TokenId> look_up(const std::vector<TokenId>& text, std::size_t max_tokens = 4) {
  const auto found = look_up_continuation(text, max_tokens);
  return {found.begin(), found.end()};
}

TEST(PromptLookup, ContinuesWhatWasThereBefore) {
  EXPECT_THAT(look_up({1, 2, 3, 4, 5, 6, 7, 1, 2}), ElementsAre(3, 4, 5, 6));
  EXPECT_THAT(look_up({1, 2, 3, 4, 5, 6, 7, 1, 2}, 1), ElementsAre(3));
  EXPECT_THAT(look_up({1, 2, 3, 9, 1, 2}), ElementsAre(3, 9, 1, 2)) << "up to the end of the text";
  EXPECT_THAT(look_up({1, 2, 1, 2}), ElementsAre(1, 2));
  EXPECT_THAT(look_up({5, 5, 5}), ElementsAre(5)) << "occurrences may overlap";
}

TEST(PromptLookup, TheLongestMatchWinsAndOfSeveralTheLast) {
  EXPECT_THAT(look_up({7, 1, 2, 30, 1, 2, 40, 7, 1, 2}, 1), ElementsAre(30));
  EXPECT_THAT(look_up({1, 2, 30, 1, 2, 40, 1, 2}, 1), ElementsAre(40));
}

TEST(PromptLookup, NothingWithoutAMatchOfTwo) {
  EXPECT_THAT(look_up({}), IsEmpty());
  EXPECT_THAT(look_up({1}), IsEmpty());
  EXPECT_THAT(look_up({1, 1}), IsEmpty());
  EXPECT_THAT(look_up({1, 2, 3, 2}), IsEmpty());
  EXPECT_THAT(look_up({1, 2, 3, 1, 2}, 0), IsEmpty());
}

// Against the definition, written plainly.
TEST(PromptLookup, IsTheDefinitionOnRandomTexts) {
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    std::vector<TokenId> text(random() % 40);
    for (TokenId& token : text) {
      token = static_cast<TokenId>(random() % 3);
    }
    const std::size_t n = text.size();
    std::vector<TokenId> expected;
    std::size_t best = 1;
    for (std::size_t end = 2; end < n; ++end) {
      std::size_t length = 0;
      while (length < std::min<std::size_t>(end, 16) && text[end - 1 - length] == text[n - 1 - length]) {
        ++length;
      }
      if (length >= 2 && length >= best) {
        best = length;
        const auto first = text.begin() + static_cast<std::ptrdiff_t>(end);
        expected.assign(first, first + static_cast<std::ptrdiff_t>(std::min<std::size_t>(5, n - end)));
      }
    }
    EXPECT_EQ(look_up(text, 5), expected) << testing::PrintToString(text);
  }
}

}  // namespace
}  // namespace oree::decode
