#include <chrono>
#include <cmath>

#include "text/gguf_fixture.h"
#include "text/golden.h"
#include "text/tokenizer.h"

namespace oree::text {
namespace {

constexpr TokenizeOptions kPlain{.add_bos = false, .special = false, .lossy = false};
constexpr TokenizeOptions kSpecial{.add_bos = false, .special = true, .lossy = false};

struct Pieces {
  std::vector<std::string> tokens;
  std::vector<float> scores;
  std::vector<std::int32_t> types;

  test::GgufFixture fixture() const {
    test::GgufFixture fixture;
    fixture.add("tokenizer.ggml.model", "llama").add("tokenizer.ggml.tokens", tokens);
    fixture.add("tokenizer.ggml.scores", scores).add("tokenizer.ggml.token_type", types);
    fixture.add("tokenizer.ggml.unknown_token_id", 0u).add("tokenizer.ggml.bos_token_id", 1u);
    return fixture;
  }
};

Pieces golden_pieces() {
  const Json golden = test::read_json(test::golden("tokenizer/sentencepiece.json"));
  return {golden["tokens"], golden["scores"], golden["types"]};
}

// The pieces of a sentencepiece model: field 1 of the protobuf message, itself {1: piece, 2: score, 3: type}.
Pieces read_sentencepiece_model(const std::string& bytes) {
  const auto read_varint = [](std::string_view& rest) {
    std::uint64_t value = 0;
    for (int shift = 0; !rest.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest[0]);
      rest.remove_prefix(1);
      value |= std::uint64_t{byte & 0x7Fu} << shift;
      if (byte < 0x80) break;
    }
    return value;
  };
  // Calls visit(field, varint, bytes) for each field.
  const auto for_each_field = [&](std::string_view rest, const auto& visit) {
    while (!rest.empty()) {
      const std::uint64_t tag = read_varint(rest);
      const std::uint64_t wire = tag & 7;
      const std::uint64_t value = wire == 0 || wire == 2 ? read_varint(rest) : 0;
      const std::size_t size = wire == 2 ? value : wire == 5 ? 4 : wire == 1 ? 8 : 0;
      visit(tag >> 3, value, rest.substr(0, size));
      rest.remove_prefix(size);
    }
  };
  Pieces pieces;
  for_each_field(bytes, [&](std::uint64_t field, std::uint64_t, std::string_view message) {
    if (field != 1) return;
    std::int32_t type = 1;
    for_each_field(message, [&](std::uint64_t part, std::uint64_t value, std::string_view content) {
      if (part == 1) pieces.tokens.emplace_back(content);
      if (part == 2) pieces.scores.push_back(*reinterpret_cast<const float*>(std::string(content).c_str()));
      if (part == 3) type = static_cast<std::int32_t>(value);
    });
    pieces.types.push_back(type);
  });
  return pieces;
}

TEST(SentencePiece, EncodesAsTheSentencePieceLibraryDoes) {
  const Tokenizer tokenizer = Tokenizer::from_gguf(golden_pieces().fixture().open());
  EXPECT_EQ(tokenizer.kind(), "llama");
  const Json golden = test::read_json(test::golden("tokenizer/sentencepiece.json"));
  for (const Json& row : golden["cases"]) {
    const std::string text = row["text"];
    EXPECT_EQ(tokenizer.encode(text, kPlain), row["ids"].get<std::vector<TokenId>>()) << row["text"];
    EXPECT_EQ(
        tokenizer.decode(tokenizer.encode(text, kPlain)).size(),
        text.size() - 2 * [&] {  // U+2581 in a text is a space from then on
          std::size_t marks = 0;
          for (std::size_t i = 0; (i = text.find("\xE2\x96\x81", i)) != std::string::npos; ++i) ++marks;
          return marks;
        }());
  }
}

TEST(SentencePiece, EncodesMistralsFirstVocabulary) {
  const auto path = test::shared_data("tokenizers/tokenizer.model.v1");
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "needs " << path;
  const Pieces pieces = read_sentencepiece_model(test::read_text(path));
  ASSERT_EQ(pieces.tokens.size(), 32000u);
  const Tokenizer tokenizer = Tokenizer::from_gguf(pieces.fixture().open());
  const Json golden = test::read_json(test::golden("tokenizer/mistral_v1.json"));
  for (const Json& row : golden["cases"]) {
    const std::string text = row["text"];
    EXPECT_EQ(tokenizer.encode(text, kPlain), row["ids"].get<std::vector<TokenId>>()) << row["text"];
  }
}

TEST(SentencePiece, CutsControlTokensOutOnlyWhenAsked) {
  const Tokenizer tokenizer = Tokenizer::from_gguf(golden_pieces().fixture().open());
  const TokenId inst = tokenizer.find_control("[INST]").value();
  const std::vector<TokenId> special = tokenizer.encode("[INST] hi[/INST]", kSpecial);
  EXPECT_EQ(special.front(), inst);
  EXPECT_EQ(special.back(), tokenizer.find_control("[/INST]"));
  const std::vector<TokenId> plain = tokenizer.encode("[INST] hi[/INST]", kPlain);
  EXPECT_EQ(std::count(plain.begin(), plain.end(), inst), 0);
  EXPECT_EQ(tokenizer.decode(plain), "[INST] hi[/INST]");
  EXPECT_EQ(tokenizer.find_control("<user>"), std::nullopt) << "user-defined tokens are text";
}

TEST(SentencePiece, PutsBosAndASpaceInFront) {
  const Tokenizer tokenizer = Tokenizer::from_gguf(golden_pieces().fixture().open());
  EXPECT_THAT(tokenizer.encode("", {}), testing::ElementsAre(1));
  EXPECT_EQ(tokenizer.encode("a", {}).front(), 1);
  EXPECT_EQ(tokenizer.decode(tokenizer.encode("a", {})), "a");
  EXPECT_EQ(tokenizer.decode(tokenizer.encode(" a", {})), " a");

  const Tokenizer bare =
      Tokenizer::from_gguf(golden_pieces().fixture().add("tokenizer.ggml.add_space_prefix", false).open());
  EXPECT_EQ(bare.token_bytes(bare.encode("the", kPlain).front()).front(), 't');
  EXPECT_EQ(bare.decode(bare.encode(" the", kPlain)), " the");
}

TEST(SentencePiece, TakesUnusedPiecesApartAgain) {
  Pieces pieces{{"<unk>", "<s>", "\xE2\x96\x81", "a", "b", "c", "ab", "abc"},
                {0, 0, -9, -9, -9, -9, -1, -2},
                {2, 3, 1, 1, 1, 1, 1, 1}};
  const auto encode = [&] { return Tokenizer::from_gguf(pieces.fixture().open()).encode("abcd", kPlain); };
  EXPECT_THAT(encode(), testing::ElementsAre(2, 7, 0)) << "d is unknown";
  pieces.types[7] = 5;
  EXPECT_THAT(encode(), testing::ElementsAre(2, 6, 5, 0));
  pieces.types[6] = 5;
  EXPECT_THAT(encode(), testing::ElementsAre(2, 3, 4, 5, 0));
}

TEST(SentencePiece, IsFastOnALongText) {
  const Tokenizer tokenizer = Tokenizer::from_gguf(golden_pieces().fixture().open());
  for (const char* unit : {"a", " ", "the ", "\xF0\x9F\xA6\x99", "<user"}) {
    std::string text;
    while (text.size() < 100'000) text += unit;
    const auto start = std::chrono::steady_clock::now();
    const std::vector<TokenId> tokens = tokenizer.encode(text, kPlain);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2)) << unit;
    EXPECT_EQ(tokenizer.decode(tokens), text);
  }
}

TEST(SentencePiece, RefusesCorruptVocabularies) {
  const auto code_of = [](const Pieces& pieces) {
    return test::error_of([&] { Tokenizer::from_gguf(pieces.fixture().open()); }).code();
  };
  Pieces pieces = golden_pieces();
  pieces.scores.pop_back();
  EXPECT_EQ(code_of(pieces), ErrorCode::kCorrupt) << "a score is missing";
  pieces = golden_pieces();
  pieces.scores[9] = NAN;
  EXPECT_EQ(code_of(pieces), ErrorCode::kCorrupt) << "a score is no number";
  pieces = golden_pieces();
  pieces.tokens[300] = pieces.tokens[301];
  EXPECT_EQ(code_of(pieces), ErrorCode::kCorrupt) << "a token twice";
  pieces = golden_pieces();
  pieces.tokens[300] = "\xFF";
  EXPECT_EQ(code_of(pieces), ErrorCode::kCorrupt) << "no UTF-8";
  pieces = golden_pieces();
  pieces.types[300] = 6;
  EXPECT_EQ(code_of(pieces), ErrorCode::kCorrupt) << "a byte token that names no byte";
}

}  // namespace
}  // namespace oree::text
