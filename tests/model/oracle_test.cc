// Our logits against those of Hugging Face's transformers (tests/golden/model/README.md).
#include <gtest/gtest.h>

#include "model/tiny_model.h"
#include "support/differences.h"

namespace oree::model {
namespace {

using tensor::ElementType;
using test::largest_difference;
using test::relative_error;

std::vector<float> golden_logits(const std::string& name) {
  return test::read_npy<float>(golden(name + ".logits.npy")).values;
}

class OracleTest : public testing::TestWithParam<std::tuple<std::string, std::string>> {
 protected:
  std::string cpu() const { return std::get<0>(GetParam()); }
  std::string name() const { return std::get<1>(GetParam()); }
};

class FloatOracleTest : public OracleTest {};

TEST_P(FloatOracleTest, LogitsAreThoseOfTransformers) {
  const TinyModel tiny(name(), cpu());
  const std::vector<float> expected = golden_logits(name());
  for (const int chunk : {40, 7, 1}) {
    EXPECT_LE(largest_difference(tiny.run(golden_tokens(), {.chunk = chunk}), expected), 1e-3) << "chunk " << chunk;
  }
}

// Gemma 3's local layers have a RoPE base of their own, whatever they see.
TEST(Gemma3, WindowsTurnedOffAreWindowsAsLongAsTheContext) {
  const gguf::File file = gguf::File::open(golden("gemma3.gguf"));
  const auto run = [&](int window) {
    const Model model(file, read_hyper_parameters(file, window), kernels::best_table());
    ThreadPool threads(1);
    cache::KvCache cache = model.new_cache(64, 64, ElementType::kF32, ElementType::kF32);
    Model::Scratch scratch(model, 64);
    std::vector<float> logits(static_cast<std::size_t>(model.hyper_parameters().vocabulary_size));
    model.forward(golden_tokens(), cache, scratch, threads, logits, false);
    return logits;
  };
  EXPECT_LE(largest_difference(run(0), run(64)), 1e-4);
  EXPECT_GT(largest_difference(run(0), run(8)), 1e-2);
}

// Keys and values rounded to 11 bits: each is off by up to 2^-12 of itself, and so, to first order, are a score of
// magnitude 10 (the weights are drawn so that scores get that large) and the mixed values; over 5 layers 1% is ample.
TEST_P(FloatOracleTest, AnF16CacheChangesLogitsByAPercentAtMost) {
  const TinyModel tiny(name(), cpu());
  const std::vector<float> actual =
      tiny.run(golden_tokens(), {.chunk = 7, .type_k = ElementType::kF16, .type_v = ElementType::kF16});
  const double error = relative_error(actual, golden_logits(name()));
  EXPECT_LE(error, 0.01);
  EXPECT_GT(error, 1e-6) << "the cache did not round";
}

// Eight times as coarse as f16.
TEST_P(FloatOracleTest, ABf16CacheChangesLogitsByEightPercentAtMost) {
  const TinyModel tiny(name(), cpu());
  const std::vector<float> actual =
      tiny.run(golden_tokens(), {.chunk = 7, .type_k = ElementType::kBf16, .type_v = ElementType::kBf16});
  EXPECT_LE(relative_error(actual, golden_logits(name())), 0.08);
}

INSTANTIATE_TEST_SUITE_P(Models, FloatOracleTest,
                         testing::Combine(testing::ValuesIn(kernels::table_names()),
                                          testing::Values("llama_gqa", "llama_gqa_f16", "llama_gqa_bf16", "llama_tied",
                                                          "mistral_window", "ministral_interleaved", "mistral3",
                                                          "llama_yarn", "qwen2", "qwen3", "gemma2", "gemma3")),
                         [](const auto& parameters) {
                           return std::get<0>(parameters.param) + "_" + std::get<1>(parameters.param);
                         });

class QuantizedOracleTest : public OracleTest {};

// Our block-quantised matrices see activations rounded to int8, and so does this oracle. A value next to a tie may be
// rounded to either side after sums in another order; such a step is 1/127 of a block's largest value and spreads
// through the layers behind it, hence a percent.
TEST_P(QuantizedOracleTest, LogitsAreThoseOfTransformersWithRoundedActivations) {
  const TinyModel tiny(name(), cpu());
  const std::vector<float> rounded = test::read_npy<float>(golden(name() + ".rounded.npy")).values;
  for (const int chunk : {40, 7, 1}) {
    EXPECT_LE(relative_error(tiny.run(golden_tokens(), {.chunk = chunk}), rounded), 0.01) << "chunk " << chunk;
  }
}

// Against exact activations we are off by what the rounding costs transformers itself, and half of that again.
TEST_P(QuantizedOracleTest, RoundingActivationsCostsWhatItMust) {
  const TinyModel tiny(name(), cpu());
  const std::vector<float> exact = golden_logits(name());
  const double cost = relative_error(test::read_npy<float>(golden(name() + ".rounded.npy")).values, exact);
  EXPECT_LE(relative_error(tiny.run(golden_tokens(), {}), exact), 1.5 * cost);
  EXPECT_LE(cost, 0.06);
}

INSTANTIATE_TEST_SUITE_P(Models, QuantizedOracleTest,
                         testing::Combine(testing::ValuesIn(kernels::table_names()),
                                          testing::Values("llama_gqa_q8_0", "llama_gqa_q4_0")),
                         [](const auto& parameters) {
                           return std::get<0>(parameters.param) + "_" + std::get<1>(parameters.param);
                         });

}  // namespace
}  // namespace oree::model
