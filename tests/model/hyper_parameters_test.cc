#include <gmock/gmock.h>

#include <cmath>

#include "model/gguf_builder.h"
#include "model/model.h"
#include "oree/error.h"

namespace oree::model {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// The error as "code | what | where | hint".
std::string error_of(const GgufBuilder& builder, std::optional<int> sliding_window = std::nullopt) {
  const gguf::File file = builder.open();
  try {
    read_hyper_parameters(file, sliding_window);
    return "no error";
  } catch (const Error& error) {
    return std::string(error_code_name(error.code())) + " | " + error.what() + " | " + error.where() + " | " +
           error.hint();
  }
}

std::vector<int> windows_of(const GgufBuilder& builder, std::optional<int> sliding_window = std::nullopt) {
  const gguf::File file = builder.open();
  return read_hyper_parameters(file, sliding_window).windows;
}

TEST(HyperParameters, ReadsTheKeysOfLlamaCpp) {
  const gguf::File file = GgufBuilder().open();
  const HyperParameters hyper = read_hyper_parameters(file);
  EXPECT_EQ(hyper.architecture, "llama");
  EXPECT_EQ(hyper.n_layers, 2);
  EXPECT_EQ(hyper.n_heads, 4);
  EXPECT_EQ(hyper.n_kv_heads, 2);
  EXPECT_EQ(hyper.head_dim, 8);
  EXPECT_EQ(hyper.embedding_length, 32);
  EXPECT_EQ(hyper.feed_forward_length, 64);
  EXPECT_EQ(hyper.vocabulary_size, 5);
  EXPECT_EQ(hyper.context_length, 64);
  EXPECT_EQ(hyper.rope_dimension, 8);
  EXPECT_EQ(hyper.rope_base, 10000.0f);
  EXPECT_EQ(hyper.norm_epsilon, 1e-5f);
  EXPECT_THAT(hyper.windows, ElementsAre(0, 0));
  EXPECT_EQ(hyper.n_parameters, 5u * 32 + 32 + 2 * (64 + 2 * 1024 + 2 * 512 + 3 * 2048));
}

TEST(HyperParameters, KeysThatMayBeAbsentOrGiveMore) {
  GgufBuilder builder;
  builder.erase("llama.attention.head_count_kv").erase("llama.vocab_size");
  builder.set_strings("tokenizer.ggml.tokens", {"a", "b", "c", "d", "e"});
  builder.set_unsigned("llama.attention.key_length", 16).set_unsigned("llama.attention.value_length", 16);
  builder.set_unsigned("llama.rope.dimension_count", 12).set_float("llama.rope.freq_base", 500000);
  builder.set_unsigneds("llama.feed_forward_length", {64, 64});
  builder.set_string("llama.rope.scaling.type", "none");
  const gguf::File file = builder.open();
  const HyperParameters hyper = read_hyper_parameters(file);
  EXPECT_EQ(hyper.n_kv_heads, 4);
  EXPECT_EQ(hyper.vocabulary_size, 5);
  EXPECT_EQ(hyper.head_dim, 16);
  EXPECT_EQ(hyper.rope_dimension, 12);
  EXPECT_EQ(hyper.rope_base, 500000.0f);
  EXPECT_EQ(hyper.feed_forward_length, 64);
}

TEST(HyperParameters, AWindowWithoutAPatternIsInAllLayers) {
  EXPECT_THAT(windows_of(GgufBuilder().set_unsigned("llama.attention.sliding_window", 7)), ElementsAre(7, 7));
}

TEST(HyperParameters, APatternNamesTheWindowLayers) {
  GgufBuilder builder;
  builder.set_unsigned("llama.attention.sliding_window", 7);
  builder.set_bools("llama.attention.sliding_window_pattern", {false, true});
  EXPECT_THAT(windows_of(builder), ElementsAre(0, 7));
}

TEST(HyperParameters, APeriodMakesEveryNthLayerGlobalFromTheFirst) {
  GgufBuilder builder;
  builder.set_unsigned("llama.block_count", 9);
  builder.set_unsigned("llama.attention.sliding_window", 7);
  builder.set_unsigned("llama.attention.sliding_window_pattern", 4);
  EXPECT_THAT(windows_of(builder), ElementsAre(0, 7, 7, 7, 0, 7, 7, 7, 0));
}

TEST(HyperParameters, TheUserMayTurnWindowsOffOrChangeThem) {
  GgufBuilder builder;
  EXPECT_THAT(windows_of(builder, 9), ElementsAre(9, 9));
  builder.set_unsigned("llama.attention.sliding_window", 7);
  builder.set_bools("llama.attention.sliding_window_pattern", {false, true});
  EXPECT_THAT(windows_of(builder, 0), ElementsAre(0, 0));
  EXPECT_THAT(windows_of(builder, 9), ElementsAre(0, 9));
  EXPECT_THAT(error_of(builder, -1), HasSubstr("invalid | "));
}

TEST(HyperParameters, OtherArchitecturesAreUnsupportedAndTheHintNamesOurs) {
  const std::string error = error_of(GgufBuilder().set_string("general.architecture", "mamba"));
  EXPECT_THAT(error, HasSubstr("unsupported | "));
  EXPECT_THAT(error, HasSubstr("mamba"));
  EXPECT_THAT(error, HasSubstr("supported: llama"));
  EXPECT_THAT(error, HasSubstr("gemma3 (Gemma 3)"));
}

TEST(HyperParameters, FamiliesHaveWindowPatternsOfTheirOwn) {
  GgufBuilder gemma2("gemma2");
  gemma2.set_unsigned("gemma2.block_count", 5);
  EXPECT_THAT(windows_of(gemma2), ElementsAre(4096, 0, 4096, 0, 4096)) << "files of old leave the window out";
  gemma2.set_unsigned("gemma2.attention.sliding_window", 7);
  EXPECT_THAT(windows_of(gemma2), ElementsAre(7, 0, 7, 0, 7));
  EXPECT_THAT(windows_of(gemma2, 0), ElementsAre(0, 0, 0, 0, 0));

  GgufBuilder gemma3("gemma3");
  gemma3.set_unsigned("gemma3.block_count", 7).set_unsigned("gemma3.attention.sliding_window", 9);
  EXPECT_THAT(windows_of(gemma3), ElementsAre(9, 9, 9, 9, 9, 0, 9));
  gemma3.set_unsigned("gemma3.attention.sliding_window_pattern", 3);
  EXPECT_THAT(windows_of(gemma3), ElementsAre(9, 9, 0, 9, 9, 0, 9)) << "a period counts as the family does";
}

TEST(HyperParameters, TheLargestGemmasScaleScoresByTheirWidth) {
  const auto scale = [](const std::string& architecture, std::uint32_t n_layers) {
    const gguf::File file = GgufBuilder(architecture)
                                .set_unsigned(architecture + ".block_count", n_layers)
                                .set_unsigned(architecture + ".attention.key_length", 16)
                                .set_unsigned(architecture + ".attention.value_length", 16)
                                .open();
    return read_hyper_parameters(file).attention_scale;
  };
  EXPECT_FLOAT_EQ(scale("gemma2", 26), 0.25f);
  EXPECT_FLOAT_EQ(scale("gemma2", 46), 1 / std::sqrt(8.0f));
  EXPECT_FLOAT_EQ(scale("gemma3", 62), 1 / std::sqrt(8.0f));
  EXPECT_FLOAT_EQ(scale("llama", 46), 0.25f);
}

TEST(HyperParameters, WindowLayersMayHaveARopeBaseOfTheirOwn) {
  const auto base = [](const GgufBuilder& builder) { return read_hyper_parameters(builder.open()).local_rope_base; };
  EXPECT_EQ(base(GgufBuilder("gemma3")), 10000.0f);
  EXPECT_EQ(base(GgufBuilder("gemma3").set_float("gemma3.rope.freq_base_swa", 5000)), 5000.0f);
  EXPECT_EQ(base(GgufBuilder("gemma2")), 0.0f);
}

TEST(HyperParameters, ReadsYarn) {
  GgufBuilder builder("mistral3");
  builder.set_string("mistral3.rope.scaling.type", "yarn").set_float("mistral3.rope.scaling.factor", 16);
  builder.set_unsigned("mistral3.rope.scaling.original_context_length", 4);
  builder.set_float("mistral3.attention.temperature_scale", 0.1f);
  HyperParameters hyper = read_hyper_parameters(builder.open());
  EXPECT_EQ(hyper.rope_scaling.type, RopeScalingType::kYarn);
  EXPECT_EQ(hyper.rope_scaling.original_context, 4);
  EXPECT_FLOAT_EQ(hyper.rope_scaling.amplitude, 0.1f * std::log(16.0f) + 1);
  EXPECT_EQ(hyper.query_temperature, 0.1f);
  // Mistral's files: the factor on attention divided by itself.
  hyper = read_hyper_parameters(builder.set_float("mistral3.rope.scaling.yarn_log_multiplier", 1).open());
  EXPECT_EQ(hyper.rope_scaling.amplitude, 1.0f);
  EXPECT_THAT(error_of(GgufBuilder().set_string("llama.rope.scaling.type", "yarn")), HasSubstr("rope.scaling.factor"));
}

TEST(HyperParameters, LocalLayersStayLocalWhenTheirWindowsAreTurnedOff) {
  const gguf::File file = GgufBuilder("gemma3")
                              .set_unsigned("gemma3.block_count", 7)
                              .set_unsigned("gemma3.attention.sliding_window", 9)
                              .open();
  EXPECT_THAT(read_hyper_parameters(file, 0).local_layers, ElementsAre(true, true, true, true, true, false, true));
  EXPECT_THAT(read_hyper_parameters(file, 0).windows, testing::Each(0));
}

TEST(HyperParameters, SoftCapsOfGemma2HaveDefaults) {
  const HyperParameters hyper = read_hyper_parameters(GgufBuilder("gemma2").open());
  EXPECT_EQ(hyper.attention_soft_cap, 50.0f);
  EXPECT_EQ(hyper.logit_soft_cap, 30.0f);
}

TEST(HyperParameters, FactorsOnAttentionMultiply) {
  GgufBuilder builder;
  builder.set_string("llama.rope.scaling.type", "yarn").set_float("llama.rope.scaling.factor", 4);
  builder.set_float("llama.rope.scaling.attn_factor", 1);
  EXPECT_FLOAT_EQ(read_hyper_parameters(builder.open()).rope_scaling.amplitude, 0.1f * std::log(4.0f) + 1);
  builder.set_float("llama.rope.scaling.yarn_attn_factor", 2);
  EXPECT_FLOAT_EQ(read_hyper_parameters(builder.open()).rope_scaling.amplitude, 0.2f * std::log(4.0f) + 2);
  EXPECT_THAT(error_of(builder.set_float("llama.rope.scaling.yarn_ext_factor", 0.5f)), HasSubstr("yarn_ext_factor"));
}

TEST(HyperParameters, NumbersThatWouldBecomeInfiniteAreCorrupt) {
  EXPECT_THAT(error_of(GgufBuilder().set_float("llama.rope.freq_base", 1)), HasSubstr("corrupt | "));
  EXPECT_THAT(error_of(GgufBuilder("gemma2").set_float("gemma2.final_logit_softcapping", 1e-40f)),
              HasSubstr("corrupt | "));
  EXPECT_EQ(read_hyper_parameters(GgufBuilder()
                                      .set_string("llama.rope.scaling.type", "linear")
                                      .set_float("llama.rope.scaling.factor", 0)
                                      .open())
                .rope_scaling.factor,
            1.0f);
}

TEST(HyperParameters, LinearRopeScalingNeedsItsFactor) {
  const auto scale = [](const GgufBuilder& builder) {
    return read_hyper_parameters(builder.open()).rope_scaling.factor;
  };
  EXPECT_EQ(scale(GgufBuilder()), 1.0f);
  EXPECT_EQ(
      scale(GgufBuilder().set_string("llama.rope.scaling.type", "linear").set_float("llama.rope.scaling.factor", 8)),
      8.0f);
  EXPECT_THAT(error_of(GgufBuilder().set_string("llama.rope.scaling.type", "linear")),
              HasSubstr("rope.scaling.factor"));
}

TEST(HyperParameters, FeaturesThatWouldChangeTheOutputAreUnsupported) {
  EXPECT_THAT(error_of(GgufBuilder().set_string("llama.rope.scaling.type", "longrope")), HasSubstr("unsupported | "));
  EXPECT_THAT(error_of(GgufBuilder().set_float("llama.rope.scaling.factor", 4)), HasSubstr("rope.scaling.factor"));
  EXPECT_THAT(error_of(GgufBuilder().set_unsigned("llama.expert_count", 8)), HasSubstr("expert_count"));
  EXPECT_THAT(error_of(GgufBuilder().set_bool("llama.attention.causal", false)), HasSubstr("unsupported | "));
  EXPECT_THAT(error_of(GgufBuilder().set_float("llama.final_logit_softcapping", 30)), HasSubstr("unsupported | "));
  EXPECT_THAT(error_of(GgufBuilder().set_unsigned("llama.attention.value_length", 4)), HasSubstr("unsupported | "));
  EXPECT_THAT(error_of(GgufBuilder().set_unsigneds("llama.attention.head_count_kv", {2, 1})),
              HasSubstr("unsupported | "));
}

TEST(HyperParameters, MissingKeysAreNamed) {
  for (const std::string key :
       {"llama.block_count", "llama.embedding_length", "llama.feed_forward_length", "llama.attention.head_count",
        "llama.context_length", "llama.attention.layer_norm_rms_epsilon", "llama.vocab_size"}) {
    const std::string error = error_of(GgufBuilder().erase(key));
    EXPECT_THAT(error, HasSubstr("corrupt | "));
    EXPECT_THAT(error, HasSubstr(key));
  }
}

TEST(HyperParameters, ValuesThatContradictEachOtherAreCorrupt) {
  const auto with = [](const std::string& key, std::uint32_t value) {
    return error_of(GgufBuilder().set_unsigned("llama." + key, value));
  };
  EXPECT_THAT(with("attention.head_count_kv", 3), HasSubstr("corrupt | "));
  EXPECT_THAT(with("attention.head_count", 6), HasSubstr("corrupt | "));
  EXPECT_THAT(with("block_count", 0), HasSubstr("corrupt | "));
  EXPECT_THAT(with("rope.dimension_count", 7), HasSubstr("corrupt | "));
  EXPECT_THAT(with("rope.dimension_count", 10), HasSubstr("corrupt | "));
  EXPECT_THAT(error_of(GgufBuilder().set_float("llama.rope.freq_base", -1)), HasSubstr("corrupt | "));
  EXPECT_THAT(error_of(GgufBuilder()
                           .set_unsigned("llama.attention.sliding_window", 7)
                           .set_bools("llama.attention.sliding_window_pattern", {true})),
              HasSubstr("1 values for 2 layers"));
  EXPECT_THAT(error_of(GgufBuilder()
                           .set_unsigned("llama.attention.sliding_window", 7)
                           .set_unsigned("llama.attention.sliding_window_pattern", 0)),
              HasSubstr("corrupt | "));
}

TEST(HyperParameters, ValuesBeyondTheLimitsAreErrorsThatSayTheLimit) {
  for (const std::string key : {"block_count", "embedding_length", "feed_forward_length", "attention.head_count",
                                "attention.head_count_kv", "context_length", "vocab_size", "attention.key_length"}) {
    const std::string error = error_of(GgufBuilder().set_unsigned("llama." + key, 4000000000u));
    EXPECT_THAT(error, HasSubstr("limit | ")) << key;
    EXPECT_THAT(error, HasSubstr("the limit is ")) << key;
    EXPECT_THAT(error, HasSubstr(key));
  }
}

}  // namespace
}  // namespace oree::model
