#include "engine/jump_forward.h"

#include "engine/shipped_model.h"
#include "gguf/file.h"

namespace oree::engine_test {
namespace {

class JumpForwardTest : public WithModel {};

constexpr TokenizeOptions kPlain{.add_bos = false, .special = false, .lossy = false};

TEST_F(JumpForwardTest, TokensAreThoseOfTheWholeTextWhateverFollows) {
  const gguf::File file = gguf::File::open(model_path());
  const text::Tokenizer tokenizer = text::Tokenizer::from_gguf(file);
  const std::string written = R"([{"name": )";
  const std::string forced = R"("calendar_create", "arguments": {"title": ")";
  std::vector<TokenId> so_far = tokenizer.encode(written, kPlain);
  so_far.pop_back();  // the last token may merge with what follows
  std::string prefix;
  for (const TokenId token : so_far) {
    prefix += tokenizer.token_bytes(token);
  }
  const std::string rest = (written + forced).substr(prefix.size());
  int n_compared = 0;
  for (const char* next : {"Lunch with Ana", "été", "\", \"start\": \"", "12", " a", "\\n", "}"}) {
    const std::vector<TokenId> whole = tokenizer.encode(written + forced + next, kPlain);
    if (!std::equal(so_far.begin(), so_far.end(), whole.begin())) {
      continue;
    }
    ++n_compared;
    const std::vector<TokenId> jump = engine::jump_tokens(tokenizer, so_far, prefix, rest);
    EXPECT_GT(jump.size(), 3u);
    ASSERT_LE(so_far.size() + jump.size(), whole.size());
    EXPECT_TRUE(std::equal(jump.begin(), jump.end(), whole.begin() + static_cast<std::ptrdiff_t>(so_far.size())))
        << next;
  }
  EXPECT_GT(n_compared, 3);
}

// The end of the last argument: whether the array of calls ends or goes on is one token with it, and the model's
// choice.
TEST_F(JumpForwardTest, ATokenThatHoldsTheNextChoiceIsNotCut) {
  const gguf::File file = gguf::File::open(model_path());
  const text::Tokenizer tokenizer = text::Tokenizer::from_gguf(file);
  const std::string written = R"([{"name": "notes_add", "arguments": {"text": "milk)";
  const std::string forced = "\"}}";
  const std::vector<TokenId> so_far = tokenizer.encode(written, kPlain);
  const std::vector<TokenId> jump = engine::jump_tokens(tokenizer, so_far, written, forced);
  for (const char* next : {"]", ", {\"name\": \""}) {
    const std::vector<TokenId> whole = tokenizer.encode(written + forced + next, kPlain);
    ASSERT_LE(so_far.size() + jump.size(), whole.size());
    EXPECT_TRUE(std::equal(jump.begin(), jump.end(), whole.begin() + static_cast<std::ptrdiff_t>(so_far.size())))
        << next;
  }
}

TEST_F(JumpForwardTest, TheStartOfACallIsSkipped) {
  const gguf::File file = gguf::File::open(model_path());
  const text::Tokenizer tokenizer = text::Tokenizer::from_gguf(file);
  const std::vector<TokenId> jump = engine::jump_tokens(tokenizer, {}, "", R"([{"name": ")");
  EXPECT_FALSE(jump.empty());
}

TEST_F(JumpForwardTest, TextThatWasCutOtherwiseOrIsHalfACharacterIsLeftToTheModel) {
  const gguf::File file = gguf::File::open(model_path());
  const text::Tokenizer tokenizer = text::Tokenizer::from_gguf(file);
  const std::vector<TokenId> other = {tokenizer.encode("a", kPlain).front()};
  EXPECT_TRUE(engine::jump_tokens(tokenizer, other, "[{", "\"name\": \"").empty());
  EXPECT_TRUE(engine::jump_tokens(tokenizer, {}, "", "ab\xC3").empty());
}

}  // namespace
}  // namespace oree::engine_test
