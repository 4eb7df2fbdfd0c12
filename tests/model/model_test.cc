#include "model/model.h"

#include <gmock/gmock.h>

#include <cmath>

#include "model/gguf_builder.h"
#include "model/tiny_model.h"
#include "oree/error.h"

namespace oree::model {
namespace {

using testing::HasSubstr;

std::string error_of(const GgufBuilder& builder) {
  const gguf::File file = builder.open();
  const HyperParameters hyper = read_hyper_parameters(file);
  try {
    const Model model(file, hyper, kernels::best_table());
    return "no error";
  } catch (const Error& error) {
    return std::string(error_code_name(error.code())) + " | " + error.what() + " | " + error.where() + " | " +
           error.hint();
  }
}

TEST(Model, BindsAWholeFile) { EXPECT_EQ(error_of(GgufBuilder()), "no error"); }

TEST(Model, ShapesMayBePaddedWithOnes) {
  EXPECT_EQ(error_of(GgufBuilder().set_tensor("blk.0.attn_k.weight", {32, 16, 1, 1})), "no error");
}

TEST(Model, AMissingTensorIsNamed) {
  const std::string error = error_of(GgufBuilder().erase_tensor("blk.1.ffn_up.weight"));
  EXPECT_THAT(error, HasSubstr("corrupt | "));
  EXPECT_THAT(error, HasSubstr("blk.1.ffn_up.weight"));
}

TEST(Model, AnotherShapeIsNamedWithTheOneExpected) {
  const std::string error = error_of(GgufBuilder().set_tensor("blk.1.attn_k.weight", {32, 32}));
  EXPECT_THAT(error, HasSubstr("corrupt | "));
  EXPECT_THAT(error, HasSubstr("blk.1.attn_k.weight"));
  EXPECT_THAT(error, HasSubstr("[32, 32]"));
  EXPECT_THAT(error, HasSubstr("[32, 16]"));
  EXPECT_THAT(error_of(GgufBuilder().set_tensor("output.weight", {32, 6})), HasSubstr("output.weight"));
  EXPECT_THAT(error_of(GgufBuilder().set_tensor("output_norm.weight", {32, 2})), HasSubstr("output_norm.weight"));
}

TEST(Model, AnElementTypeThatIsNotReadIsUnsupported) {
  constexpr std::uint32_t kI8 = 24;
  const std::string error = error_of(GgufBuilder().set_tensor(
      "blk.0.attn_q.weight", GgufBuilder::Tensor{.shape = {32, 32}, .type = kI8, .n_bytes = 32 * 32}));
  EXPECT_THAT(error, HasSubstr("unsupported | "));
  EXPECT_THAT(error, HasSubstr("blk.0.attn_q.weight"));
  EXPECT_THAT(error, HasSubstr("F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q2_K"));
  constexpr std::uint32_t kF16 = 1;
  EXPECT_THAT(error_of(GgufBuilder().set_tensor("output_norm.weight",
                                                GgufBuilder::Tensor{.shape = {32}, .type = kF16, .n_bytes = 64})),
              HasSubstr("unsupported | "));
}

TEST(Model, ATensorWeWouldIgnoreIsUnsupported) {
  for (const std::string name : {"blk.0.attn_output.bias", "blk.1.attn_q_norm.weight", "blk.2.attn_norm.weight"}) {
    const std::string error = error_of(GgufBuilder().set_tensor(name, {32}));
    EXPECT_THAT(error, HasSubstr("unsupported | "));
    EXPECT_THAT(error, HasSubstr(name));
  }
}

TEST(Model, RopeFactorsMustBePositive) {
  // The builder's tensors are zeros.
  EXPECT_THAT(error_of(GgufBuilder().set_tensor("rope_freqs.weight", {4})), HasSubstr("rope_freqs.weight"));
}

class ForwardTest : public testing::Test {
 protected:
  void expect_refused(std::vector<std::int32_t> tokens, std::size_t n_logits, bool all_logits = false) {
    std::vector<float> logits(n_logits);
    try {
      tiny_.model.forward(tokens, cache_, scratch_, threads_, logits, all_logits);
      FAIL() << "no error";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInternal);
    }
    EXPECT_EQ(cache_.n_tokens(), 0);
  }

  TinyModel tiny_{"llama_tied", "scalar"};
  ThreadPool threads_{1};
  cache::KvCache cache_ = tiny_.model.new_cache(6, 4, tensor::ElementType::kF16, tensor::ElementType::kF16);
  Model::Scratch scratch_{tiny_.model, 4};
};

TEST_F(ForwardTest, RefusesWhatTheCallerMustNotPass) {
  expect_refused({}, 96);
  expect_refused({96}, 96);
  expect_refused({-1}, 96);
  expect_refused({1, 2, 3, 4, 5}, 96);
  expect_refused({1, 2}, 95);
  expect_refused({1, 2}, 96, true);
  const TinyModel other("llama_gqa", "scalar");
  cache_ = other.model.new_cache(6, 4, tensor::ElementType::kF16, tensor::ElementType::kF16);
  expect_refused({1}, 96);
}

TEST_F(ForwardTest, ARefusedCallLeavesTheCacheUsable) {
  expect_refused({1, 96}, 96);
  std::vector<float> logits(96);
  tiny_.model.forward(std::vector<std::int32_t>{1, 2, 3, 4}, cache_, scratch_, threads_, logits, false);
  EXPECT_EQ(cache_.n_tokens(), 4);
  EXPECT_NE(logits[0], 0.0f);
  EXPECT_THROW(tiny_.model.forward(std::vector<std::int32_t>{1, 2, 3}, cache_, scratch_, threads_, logits, false),
               Error);
  EXPECT_EQ(cache_.n_tokens(), 4);
}

TEST_F(ForwardTest, LogitsMayBeLeftOut) {
  tiny_.model.forward(std::vector<std::int32_t>{1, 2, 3}, cache_, scratch_, threads_, {}, false);
  EXPECT_EQ(cache_.n_tokens(), 3);
}

TEST_F(ForwardTest, AModelOfZerosGivesZeros) {
  const gguf::File file = GgufBuilder().open();
  const Model zeros(file, read_hyper_parameters(file), kernels::best_table());
  cache::KvCache cache = zeros.new_cache(8, 8, tensor::ElementType::kF32, tensor::ElementType::kBf16);
  Model::Scratch scratch(zeros, 8);
  std::vector<float> logits(15, 1.0f);
  zeros.forward(std::vector<std::int32_t>{1, 2, 3}, cache, scratch, threads_, logits, true);
  EXPECT_THAT(logits, testing::Each(0.0f));
}

}  // namespace
}  // namespace oree::model
