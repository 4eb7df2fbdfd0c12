#include "text/planned_bytes.h"

#include <gtest/gtest.h>

#include "model/gguf_builder.h"

namespace oree::text {
namespace {

std::vector<std::string> spellings(int n) {
  std::vector<std::string> result;
  for (int i = 0; i < n; ++i) {
    result.push_back("word" + std::to_string(10000 + i));
  }
  return result;
}

TEST(PlannedTokenizer, FollowsTheLengthsOfTheLists) {
  model::GgufBuilder builder;
  builder.set_string("tokenizer.ggml.model", "gpt2").set_strings("tokenizer.ggml.tokens", spellings(1000));
  const PlannedTokenizer without_merges = planned_tokenizer(builder.open());
  EXPECT_EQ(without_merges.n_tokens, 1000u);
  EXPECT_EQ(without_merges.spelling_bytes, 9000u);
  EXPECT_GT(without_merges.bytes, 2 * 9000u + 1000 * 64);

  builder.set_strings("tokenizer.ggml.merges", std::vector<std::string>(900, "wo rd"));
  const PlannedTokenizer with_merges = planned_tokenizer(builder.open());
  EXPECT_EQ(with_merges.bytes - without_merges.bytes, (2048u - 1) * 16) << "1801 places, rounded up";

  builder.set_bool("oree.tokenizer.whole_words", true);
  EXPECT_GT(planned_tokenizer(builder.open()).bytes, with_merges.bytes + 1000 * 48);
}

TEST(PlannedTokenizer, OfSentencePieceAssumesThePairsThatItsFilesDoNotList) {
  model::GgufBuilder builder;
  builder.set_string("tokenizer.ggml.model", "llama").set_strings("tokenizer.ggml.tokens", spellings(1000));
  const std::uint64_t assumed = planned_tokenizer(builder.open()).bytes;
  builder.set_strings("tokenizer.ggml.merges", std::vector<std::string>(500, "wo rd"));
  EXPECT_EQ(assumed - planned_tokenizer(builder.open()).bytes, (8192u - 1024) * 16);
}

TEST(PlannedTokenizer, OfAFileWithoutTokensIsNothing) {
  EXPECT_EQ(planned_tokenizer(model::GgufBuilder().open()).bytes, 0u);
}

}  // namespace
}  // namespace oree::text
