#include <algorithm>
#include <chrono>

#include "text/gguf_fixture.h"
#include "text/golden.h"
#include "text/tokenizer.h"

namespace oree::text {
namespace {

constexpr TokenizeOptions kPlain{.add_bos = false, .special = false, .lossy = false};
constexpr TokenizeOptions kSpecial{.add_bos = false, .special = true, .lossy = false};

test::GgufFixture golden_vocabulary(const Json& golden) {
  test::GgufFixture fixture;
  fixture.add("tokenizer.ggml.model", "gpt2").add("tokenizer.ggml.pre", "gpt-2");
  fixture.add("tokenizer.ggml.tokens", golden["tokens"].get<std::vector<std::string>>());
  fixture.add("tokenizer.ggml.token_type", golden["types"].get<std::vector<std::int32_t>>());
  fixture.add("tokenizer.ggml.merges", golden["merges"].get<std::vector<std::string>>());
  return fixture;
}

test::GgufFixture small(const std::vector<std::string>& tokens, const std::vector<std::string>& merges) {
  test::GgufFixture fixture;
  fixture.add("tokenizer.ggml.model", "gpt2");
  fixture.add("tokenizer.ggml.tokens", tokens).add("tokenizer.ggml.merges", merges);
  return fixture;
}

std::vector<std::string> byte_spellings() {
  const Tokenizer bytes = Tokenizer::from_gguf(test::byte_vocabulary({}, {}).open());
  std::vector<std::string> spellings;
  for (TokenId id = 0; id < 256; ++id) spellings.emplace_back(bytes.token_spelling(id));
  return spellings;
}

TEST(BytePairEncoding, EncodesAsTheTokenizersLibraryDoes) {
  const Json golden = test::read_json(test::golden("tokenizer/bpe.json"));
  const Tokenizer tokenizer = Tokenizer::from_gguf(golden_vocabulary(golden).open());
  EXPECT_EQ(tokenizer.kind(), "gpt2");
  for (const Json& row : golden["cases"]) {
    const std::string text = row["text"];
    EXPECT_EQ(tokenizer.encode(text, kPlain), row["ids"].get<std::vector<TokenId>>()) << row["text"];
    EXPECT_EQ(tokenizer.encode(text, kSpecial), row["special_ids"].get<std::vector<TokenId>>()) << row["text"];
    EXPECT_EQ(tokenizer.decode(tokenizer.encode(text, kPlain)), text);
  }
}

TEST(BytePairEncoding, IsFastOnALongWord) {
  const Json golden = test::read_json(test::golden("tokenizer/bpe.json"));
  const Tokenizer tokenizer = Tokenizer::from_gguf(golden_vocabulary(golden).open());
  for (const char* unit : {"a", "the", "\xC3\xA9", " "}) {
    std::string text;
    while (text.size() < 100'000) text += unit;
    const auto start = std::chrono::steady_clock::now();
    const std::vector<TokenId> tokens = tokenizer.encode(text, kPlain);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2)) << unit;
    EXPECT_EQ(tokenizer.decode(tokens), text);
  }
}

// Merging by the lowest rank, one pair at a time, over the whole word: the definition.
std::vector<std::string> merge_slowly(std::string_view word, const std::vector<std::string>& merges) {
  std::vector<std::string> parts;
  for (const char character : word) parts.emplace_back(1, character);
  for (;;) {
    std::size_t best = merges.size();
    std::size_t place = 0;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
      const auto rank = static_cast<std::size_t>(
          std::find(merges.begin(), merges.end(), parts[i] + " " + parts[i + 1]) - merges.begin());
      if (rank < best) {
        best = rank;
        place = i;
      }
    }
    if (best == merges.size()) return parts;
    parts[place] += parts[place + 1];
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(place) + 1);
  }
}

TEST(BytePairEncoding, MergesAsTheDefinitionSays) {
  const std::vector<std::string> merges = {"a b", "b a", "ab a", "a ab", "aba b", "c c", "cc cc", "b c", "ab ab"};
  std::vector<std::string> tokens = byte_spellings();
  for (const std::string& merge : merges) {
    std::string word = merge;
    word.erase(word.find(' '), 1);
    if (std::find(tokens.begin(), tokens.end(), word) == tokens.end()) tokens.push_back(word);
  }
  const Tokenizer tokenizer = Tokenizer::from_gguf(small(tokens, merges).open());

  std::uint32_t random = 1;
  for (int round = 0; round < 500; ++round) {
    std::string word;
    for (int i = 0; i < 1 + round % 24; ++i) {
      random = random * 1664525 + 1013904223;
      word += static_cast<char>('a' + (random >> 24) % 3);
    }
    std::vector<std::string> parts;
    for (const TokenId token : tokenizer.encode(word, kPlain)) parts.emplace_back(tokenizer.token_bytes(token));
    EXPECT_EQ(parts, merge_slowly(word, merges)) << word;
  }
}

TEST(BytePairEncoding, NeverMergesTextIntoAControlToken) {
  std::vector<std::string> tokens = byte_spellings();
  for (const char* token : {"xy", "xyz"}) tokens.push_back(token);
  std::vector<std::int32_t> types(tokens.size(), 1);
  types.back() = 3;
  auto fixture = small(tokens, {"x y", "xy z"});
  const Tokenizer tokenizer = Tokenizer::from_gguf(fixture.add("tokenizer.ggml.token_type", types).open());
  EXPECT_EQ(tokenizer.encode("xyz", kPlain), (std::vector<TokenId>{256, tokenizer.encode("z", kPlain).front()}));
  EXPECT_EQ(tokenizer.encode("xyz", kSpecial), (std::vector<TokenId>{257}));
}

TEST(BytePairEncoding, RefusesCorruptVocabularies) {
  const auto code_of = [](const test::GgufFixture& fixture) {
    return test::error_of([&] { Tokenizer::from_gguf(fixture.open()); }).code();
  };
  std::vector<std::string> tokens = byte_spellings();
  tokens.push_back("ab");
  EXPECT_NO_THROW(Tokenizer::from_gguf(small(tokens, {"a b"}).open()));
  for (const char* merge : {"a c", "x ab", "ab", "", " ", "a", "ab ", "abc d", "a b c"}) {
    EXPECT_EQ(code_of(small(tokens, {merge})), ErrorCode::kCorrupt) << merge;
  }
  tokens.push_back("ab");
  EXPECT_EQ(code_of(small(tokens, {})), ErrorCode::kCorrupt) << "a token twice";
  tokens.pop_back();
  tokens.push_back("");
  EXPECT_EQ(code_of(small(tokens, {})), ErrorCode::kCorrupt) << "an empty token";
  tokens = byte_spellings();
  tokens.erase(tokens.begin() + 'a');
  EXPECT_EQ(code_of(small(tokens, {})), ErrorCode::kCorrupt) << "a byte without a token";
  EXPECT_EQ(code_of(small({}, {})), ErrorCode::kCorrupt) << "no tokens";

  tokens = byte_spellings();
  auto fixture = small(tokens, {});
  EXPECT_EQ(code_of(fixture.add("tokenizer.ggml.token_type", std::vector<std::int32_t>(255, 1))), ErrorCode::kCorrupt);
  fixture = small(tokens, {});
  EXPECT_EQ(code_of(fixture.add("tokenizer.ggml.token_type", std::vector<std::int32_t>(256, 7))), ErrorCode::kCorrupt);
  fixture = small(tokens, {});
  EXPECT_EQ(code_of(fixture.add("tokenizer.ggml.bos_token_id", 256u)), ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace oree::text
