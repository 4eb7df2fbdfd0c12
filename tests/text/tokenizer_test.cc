#include "text/tokenizer.h"

#include "text/gguf_fixture.h"
#include "text/golden.h"

namespace oree::text {
namespace {

constexpr TokenizeOptions kPlain{.add_bos = false, .special = false, .lossy = false};
constexpr TokenizeOptions kSpecial{.add_bos = false, .special = true, .lossy = false};

// Vocabularies with texts (.inp) and what llama.cpp makes of them (.out).
class SharedVocabulary : public testing::TestWithParam<const char*> {};

TEST_P(SharedVocabulary, EncodesAsLlamaCppDoes) {
  const auto path = test::shared_data("tokenizers/ggml-vocab-" + std::string(GetParam()) + ".gguf");
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "needs " << path;
  const Tokenizer tokenizer = Tokenizer::from_gguf(gguf::File::open(path));

  const std::string inputs = test::read_text(path.string() + ".inp");
  std::istringstream outputs(test::read_text(path.string() + ".out"));
  constexpr std::string_view kSeparator = "\n__ggml_vocab_test__\n";
  std::size_t begin = 0;
  int count = 0;
  for (std::size_t end; (end = inputs.find(kSeparator, begin)) != std::string::npos; begin = end + kSeparator.size()) {
    const std::string text = inputs.substr(begin, end - begin);
    std::string line;
    ASSERT_TRUE(std::getline(outputs, line)) << "no ids for text " << count;
    std::istringstream numbers(line);
    std::vector<TokenId> ids;
    for (TokenId id = 0; numbers >> id;) ids.push_back(id);
    EXPECT_EQ(tokenizer.encode(text, kPlain), ids) << text;
    EXPECT_EQ(tokenizer.decode(ids), text);
    ++count;
  }
  EXPECT_EQ(count, 46);
  std::string more;
  EXPECT_FALSE(std::getline(outputs, more)) << "ids without a text: " << more;
}

INSTANTIATE_TEST_SUITE_P(All, SharedVocabulary, testing::Values("gpt-2", "starcoder", "llama-spm"),
                         [](const auto& parameter) {
                           std::string name = parameter.param;
                           std::erase(name, '-');
                           return name;
                         });

Tokenizer with_controls() {
  return Tokenizer::from_gguf(test::byte_vocabulary({}, {"<s>", "<s>x", "[INST]", "</s>"}).open());
}

TEST(Tokenizer, CutsTheLongestControlTokenOut) {
  const Tokenizer tokenizer = with_controls();
  EXPECT_THAT(tokenizer.encode("a<s>xb<s>[INST]", kSpecial), testing::ElementsAre('a', 257, 'b', 256, 258));
  EXPECT_THAT(tokenizer.encode("<<s", kSpecial), testing::ElementsAre('<', '<', 's'));
  EXPECT_THAT(tokenizer.encode("</s>", kPlain), testing::ElementsAre('<', '/', 's', '>'));
}

TEST(Tokenizer, KnowsItsControlTokens) {
  const Tokenizer tokenizer = with_controls();
  EXPECT_EQ(tokenizer.vocabulary_size(), 260);
  EXPECT_EQ(tokenizer.find_control("[INST]"), 258);
  EXPECT_EQ(tokenizer.find_control("a"), std::nullopt);
  EXPECT_EQ(tokenizer.find_control("nothing"), std::nullopt);
  EXPECT_TRUE(tokenizer.is_control(256));
  EXPECT_FALSE(tokenizer.is_control('a'));
  EXPECT_EQ(tokenizer.token_spelling(258), "[INST]");
  EXPECT_EQ(tokenizer.token_bytes(258), "");
  EXPECT_EQ(tokenizer.token_bytes(' '), " ");
  EXPECT_EQ(tokenizer.token_bytes(0xFF), "\xFF");
  EXPECT_EQ(tokenizer.bos(), 256);
  EXPECT_TRUE(tokenizer.is_end(259));
  EXPECT_FALSE(tokenizer.is_end(256));
}

TEST(Tokenizer, AddsBosWhereTheFileWantsIt) {
  auto fixture = test::byte_vocabulary({}, {"<s>", "</s>"});
  EXPECT_THAT(Tokenizer::from_gguf(fixture.open()).encode("a", {}), testing::ElementsAre('a')) << "gpt-2 has none";
  const Tokenizer tokenizer = Tokenizer::from_gguf(fixture.add("tokenizer.ggml.add_bos_token", true).open());
  EXPECT_THAT(tokenizer.encode("a", {}), testing::ElementsAre(256, 'a'));
  EXPECT_THAT(tokenizer.encode("a", kPlain), testing::ElementsAre('a'));
}

TEST(Tokenizer, RefusesInvalidUtf8UnlessLossy) {
  const Tokenizer tokenizer = with_controls();
  const Error error = test::error_of([&] { tokenizer.encode("ab\xED\xA0\x80", kPlain); });
  EXPECT_EQ(error.code(), ErrorCode::kInvalid);
  EXPECT_EQ(error.where(), "byte 2");
  const auto lossy = tokenizer.encode("ab\xC3", {.add_bos = false, .special = false, .lossy = true});
  EXPECT_EQ(tokenizer.decode(lossy), "ab\xEF\xBF\xBD");
}

TEST(Tokenizer, RefusesAnUnknownKind) {
  test::GgufFixture fixture;
  fixture.add("tokenizer.ggml.model", "rwkv").add("tokenizer.ggml.tokens", std::vector<std::string>{"a"});
  const Error error = test::error_of([&] { Tokenizer::from_gguf(fixture.open()); });
  EXPECT_EQ(error.code(), ErrorCode::kUnsupported);
  EXPECT_THAT(error.hint(), testing::AllOf(testing::HasSubstr("gpt2"), testing::HasSubstr("llama")));
}

TEST(Tokenizer, RefusesASpecialTokenBeyondTheLimit) {
  const auto fixture = test::byte_vocabulary({}, {std::string(513, '<')});
  EXPECT_EQ(test::error_of([&] { Tokenizer::from_gguf(fixture.open()); }).code(), ErrorCode::kLimit);
}

// The shipped model's own tokens, as the training code makes them: tests/golden/prompt/tokenizer.jsonl.
TEST(Tokenizer, EncodesAsTheTrainingCodeDoes) {
  const auto model = std::filesystem::path(OREE_SOURCE_DIR) / "models/oree-mini.gguf";
  const auto path = test::golden("prompt/tokenizer.jsonl");
  if (!std::filesystem::exists(model) || !std::filesystem::exists(path)) {
    GTEST_SKIP() << "needs " << model << " and " << path;
  }
  const Tokenizer tokenizer = Tokenizer::from_gguf(gguf::File::open(model));
  std::istringstream lines(test::read_text(path));
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const Json row = Json::parse(line);
    EXPECT_EQ(tokenizer.encode(row["text"].get<std::string>(), kPlain), row["ids"].get<std::vector<TokenId>>())
        << row["text"];
    EXPECT_EQ(tokenizer.decode(row["ids"].get<std::vector<TokenId>>()), row["text"]);
  }
  EXPECT_GT(count, 0);
}

}  // namespace
}  // namespace oree::text
