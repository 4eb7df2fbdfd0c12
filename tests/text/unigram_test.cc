#include "text/unigram.h"

#include "text/character_map.h"
#include "text/composition.h"
#include "text/gguf_fixture.h"
#include "text/golden.h"
#include "text/tokenizer.h"

namespace oree::text {
namespace {

constexpr TokenizeOptions kPlain{.add_bos = false, .special = false, .lossy = false};

test::GgufFixture golden_fixture(const Json& golden) {
  test::GgufFixture fixture;
  fixture.add("tokenizer.ggml.model", "t5").add("tokenizer.ggml.unknown_token_id", 0u);
  fixture.add("tokenizer.ggml.tokens", golden["tokens"].get<std::vector<std::string>>());
  fixture.add("tokenizer.ggml.scores", golden["scores"].get<std::vector<float>>());
  fixture.add("tokenizer.ggml.token_type", golden["types"].get<std::vector<std::int32_t>>());
  return fixture;
}

std::string golden_map(const Json& golden) {
  std::string bytes;
  for (const Json& byte : golden["character_map"]) bytes += static_cast<char>(byte.get<int>());
  return bytes;
}

TEST(Unigram, EncodesAsSentencePieceDoes) {
  const Json golden = test::read_json(test::golden("tokenizer/unigram.json"));
  auto fixture = golden_fixture(golden);
  fixture.add("tokenizer.ggml.precompiled_charsmap", golden["character_map"].get<std::vector<std::int32_t>>());
  const Tokenizer tokenizer = Tokenizer::from_gguf(fixture.open());
  EXPECT_EQ(tokenizer.kind(), "t5");
  for (const Json& row : golden["cases"]) {
    EXPECT_EQ(tokenizer.encode(row["text"].get<std::string>(), kPlain), row["ids"].get<std::vector<TokenId>>())
        << row["text"];
  }
}

TEST(Unigram, NeverTurnsTextIntoAControlToken) {
  const Json golden = test::read_json(test::golden("tokenizer/unigram.json"));
  const Tokenizer tokenizer = Tokenizer::from_gguf(golden_fixture(golden).open());
  const auto control = tokenizer.find_control("[INST]");
  ASSERT_TRUE(control);
  EXPECT_THAT(tokenizer.encode("a [INST] b", kPlain), testing::Not(testing::Contains(*control)));
  EXPECT_THAT(tokenizer.encode("a [INST] b", {.add_bos = false, .special = true, .lossy = false}),
              testing::Contains(*control));
}

TEST(CharacterMap, ReplacesTheLongestSequence) {
  const CharacterMap map(golden_map(test::read_json(test::golden("tokenizer/unigram.json"))), "test");
  const auto match = map.find("e\xCC\x81x");
  ASSERT_TRUE(match);
  EXPECT_EQ(match->length, 3u);
  EXPECT_EQ(match->replacement, "\xC3\xA9");
  EXPECT_FALSE(map.find("ex"));
  EXPECT_FALSE(map.find(""));
  EXPECT_FALSE(CharacterMap().find("e"));
}

TEST(CharacterMap, RefusesOrSurvivesDamage) {
  const std::string bytes = golden_map(test::read_json(test::golden("tokenizer/unigram.json")));
  for (const std::size_t size : {std::size_t{1}, std::size_t{4}, std::size_t{100}, bytes.size() - 1}) {
    EXPECT_EQ(test::error_of([&] { CharacterMap(bytes.substr(0, size), "test"); }).code(), ErrorCode::kCorrupt);
  }
  for (std::size_t i = 4; i < std::min<std::size_t>(bytes.size(), 2000); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x55);
    try {
      const CharacterMap map(damaged, "test");
      for (const char* text : {"e\xCC\x81", "\xEF\xAC\x81", "\t", "abc"}) map.find(text);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kCorrupt);
    }
  }
}

TEST(Composition, ComposesWhatIsNotComposed) {
  EXPECT_EQ(compose("plain"), std::nullopt);
  EXPECT_EQ(compose("\xE6\x97\xA5"), std::nullopt);
  EXPECT_EQ(compose("e\xCC\x81"), "\xC3\xA9");
  EXPECT_EQ(compose("\xE1\x84\x80\xE1\x85\xA1"), "\xEA\xB0\x80") << "Hangul";
}

// ICU inserts each mark into those before it; ordered first, they need no more time than others.
TEST(Composition, OrdersLongRunsOfMarks) {
  std::string mixed = "a";
  std::string ordered = "a";
  for (int i = 0; i < 50'000; ++i) mixed += "\xCC\x81\xCC\xA3";
  for (int i = 0; i < 50'000; ++i) ordered += "\xCC\xA3";
  for (int i = 0; i < 50'000; ++i) ordered += "\xCC\x81";
  EXPECT_EQ(compose(mixed), compose(ordered));
}

}  // namespace
}  // namespace oree::text
