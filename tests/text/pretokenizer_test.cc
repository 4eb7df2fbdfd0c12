#include "text/pretokenizer.h"

#include <chrono>
#include <span>

#include "text/golden.h"

namespace oree::text {
namespace {

PreTokenizer with_regex(std::string_view regex) { return PreTokenizer("oree", std::span(&regex, 1)); }

TEST(PreTokenizer, CutsAsTheTokenizersLibraryDoes) {
  const Json golden = test::read_json(test::golden("tokenizer/pre_tokenizer.json"));
  for (const auto& [name, rows] : golden["words"].items()) {
    const PreTokenizer pre_tokenizer(name);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::string text = golden["texts"][i];
      std::vector<std::string> words;
      for (const std::string_view word : pre_tokenizer.split(text)) words.emplace_back(word);
      EXPECT_EQ(words, rows[i].get<std::vector<std::string>>()) << name << ": " << golden["texts"][i];
    }
  }
}

TEST(PreTokenizer, RefusesAnUnknownNameAndListsTheKnown) {
  const Error error = test::error_of([] { PreTokenizer("nobody"); });
  EXPECT_EQ(error.code(), ErrorCode::kUnsupported);
  EXPECT_THAT(error.what(), testing::HasSubstr("nobody"));
  EXPECT_THAT(error.hint(), testing::AllOf(testing::HasSubstr("gpt-2"), testing::HasSubstr("oree")));
}

TEST(PreTokenizer, UsesTheRegexOfTheFile) {
  const PreTokenizer pre_tokenizer = with_regex(R"([a-z]+)");
  EXPECT_THAT(pre_tokenizer.split("1ab, cd"), testing::ElementsAre("1", "ab", ", ", "cd"));
}

TEST(PreTokenizer, RefusesARegexThatDoesNotCompile) {
  const Error error = test::error_of([] { with_regex("a(b"); });
  EXPECT_EQ(error.code(), ErrorCode::kCorrupt);
  EXPECT_THAT(error.where(), testing::HasSubstr("byte 3"));
  EXPECT_EQ(test::error_of([] { with_regex(std::string(1 << 20, 'a')); }).code(), ErrorCode::kLimit);
}

TEST(PreTokenizer, GivesUpOnARegexThatBacktracksWithoutEnd) {
  const PreTokenizer pre_tokenizer = with_regex("(a+)+[bd]");
  const Error error = test::error_of([&] { pre_tokenizer.split(std::string(64, 'a') + "c"); });
  EXPECT_EQ(error.code(), ErrorCode::kLimit);
  EXPECT_THAT(error.hint(), testing::HasSubstr("kMatchLimit"));
}

TEST(PreTokenizer, SurvivesRegexesThatMoveTheMatch) {
  for (const char* regex : {R"(a\Kb)", R"((?<=a)b)", R"(\b)", R"(x*)", R"((?=b)\K)", R"((?:(?=(a))|b)+)"}) {
    const PreTokenizer pre_tokenizer = with_regex(regex);
    std::string joined;
    for (const std::string_view word : pre_tokenizer.split("abcab")) joined += word;
    EXPECT_EQ(joined, "abcab") << regex;
  }
}

TEST(PreTokenizer, IsLinearOnLongRuns) {
  for (const char* name : {"gpt-2", "starcoder", "llama-bpe", "qwen2", "tekken"}) {
    const PreTokenizer pre_tokenizer(name);
    for (const char* unit : {"a", " ", "\n", "1", " \n", "!", "\xC3\xA9", " a", "'", "A"}) {
      std::string text;
      while (text.size() < 1'000'000) text += unit;
      const auto start = std::chrono::steady_clock::now();
      std::size_t total = 0;
      for (const std::string_view word : pre_tokenizer.split(text + "x")) total += word.size();
      EXPECT_EQ(total, text.size() + 1);
      EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5)) << name << " on " << unit;
    }
  }
}

TEST(PreTokenizer, MeansUnicodesWhiteSpace) {
  EXPECT_EQ(spell_out_white_space("a\\d[^]\\]x]"), "a\\d[^]\\]x]");
  EXPECT_EQ(spell_out_white_space("\\\\s"), "\\\\s") << "an escaped backslash and an s";
  const PreTokenizer pre_tokenizer = with_regex(R"(\s+|[^\s]+)");
  EXPECT_THAT(pre_tokenizer.split("a\xC2\x85\xE2\x80\xA8"
                                  "b\xE1\xA0\x8E"
                                  "c"),
              testing::ElementsAre("a", "\xC2\x85\xE2\x80\xA8",
                                   "b\xE1\xA0\x8E"
                                   "c"));
}

}  // namespace
}  // namespace oree::text
