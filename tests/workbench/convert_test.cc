// Hugging Face folders to GGUF files: logits as those of transformers (tests/golden/convert/README.md), and what is
// refused.
#include "oree/workbench/convert.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <ostream>

#include "model/tiny_model.h"
#include "oree/error.h"
#include "support/differences.h"
#include "support/npy.h"
#include "support/temporary_directory.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

fs::path golden_folder(const std::string& name) { return fs::path(OREE_SOURCE_DIR) / "tests/golden/convert" / name; }

class ConvertTest : public testing::Test {
 protected:
  Json convert(const fs::path& folder, const std::string& type = "") {
    return convert_model(folder, output(), {.type = type, .on_progress = {}});
  }
  fs::path output() const { return temporary_.path() / "out.gguf"; }

  // A folder that may be spoilt.
  fs::path copy_of(const std::string& name) {
    const fs::path copy = temporary_.path() / name;
    fs::copy(golden_folder(name), copy, fs::copy_options::recursive);
    return copy;
  }
  static Json read_config(const fs::path& folder) {
    std::ifstream stream(folder / "config.json");
    return Json::parse(stream);
  }
  static void write_config(const fs::path& folder, const Json& config) {
    std::ofstream(folder / "config.json") << config.dump();
  }

  void expect_error(const fs::path& folder, ErrorCode code, const std::string& mention) {
    try {
      convert(folder);
      FAIL() << "accepted";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), code) << error.what();
      const std::string text = error.what() + (" | " + error.where()) + " | " + error.hint();
      EXPECT_NE(text.find(mention), std::string::npos) << text;
    }
    EXPECT_FALSE(fs::exists(output()));
  }

  test::TemporaryDirectory temporary_;
};

class ConvertOracleTest : public ConvertTest, public testing::WithParamInterface<std::string> {};

TEST_P(ConvertOracleTest, LogitsAreThoseOfTransformers) {
  convert(golden_folder(GetParam()));
  const model::TinyModel tiny(gguf::File::open(output()), "scalar");
  const std::vector<float> expected = test::read_npy<float>(golden_folder(GetParam() + ".logits.npy")).values;
  double largest = 0;
  for (const int chunk : {40, 7, 1}) {
    const std::vector<float> actual = tiny.run(model::golden_tokens(), {.chunk = chunk});
    largest = std::max(largest, test::largest_difference(actual, expected));
  }
  EXPECT_LE(largest, 1e-3);
  RecordProperty("largest_difference", std::to_string(largest));
}

INSTANTIATE_TEST_SUITE_P(Folders, ConvertOracleTest,
                         testing::Values("llama_gqa", "llama_tied", "llama_yarn", "mistral_window", "mistral_nemo",
                                         "ministral_interleaved", "mistral3", "mistral3_nested", "qwen2", "qwen3",
                                         "gemma2", "gemma3", "gemma3_nested"),
                         [](const auto& parameter) { return parameter.param; });

TEST_F(ConvertTest, SaysWhatWasMade) {
  std::uint64_t last = 0;
  std::uint64_t total = 0;
  const Json result = convert_model(golden_folder("mistral3_nested"), output(),
                                    {.type = "", .on_progress = [&](std::uint64_t done, std::uint64_t all) {
                                       EXPECT_GT(done, last);
                                       last = done;
                                       total = all;
                                     }});
  EXPECT_EQ(last, total);
  EXPECT_EQ(result["architecture"], "mistral3");
  EXPECT_EQ(result["tensors"], 2 + 2 * 9);
  EXPECT_EQ(result["bytes"], fs::file_size(output()));
  EXPECT_EQ(result["types"].size(), 2u) << result["types"];
  EXPECT_GT(result["types"]["BF16"], 0);
  EXPECT_EQ(result["tokenizer"]["size"], 96);
  EXPECT_EQ(result["template"], false);
  EXPECT_FALSE(result["skipped"].empty());
  for (const Json& name : result["skipped"]) {
    const std::string text = name.get<std::string>();
    EXPECT_TRUE(text.starts_with("vision_tower.") || text.starts_with("multi_modal_projector.")) << text;
  }
  EXPECT_EQ(convert(golden_folder("llama_gqa"))["template"], true);
  EXPECT_TRUE(convert(golden_folder("llama_gqa"))["skipped"].empty());
}

TEST_F(ConvertTest, WindowsAreWrittenWhereTheFamilyDoesNotImplyThem) {
  convert(golden_folder("ministral_interleaved"));
  const gguf::File interleaved = gguf::File::open(output());
  EXPECT_EQ(interleaved.find_unsigned("llama.attention.sliding_window"), 8u);
  EXPECT_EQ(interleaved.find_bools("llama.attention.sliding_window_pattern"),
            (std::vector<bool>{false, true, true, true, false}));
  convert(golden_folder("mistral_nemo"));
  EXPECT_FALSE(gguf::File::open(output()).has("llama.attention.sliding_window"));
  convert(golden_folder("gemma3"));
  EXPECT_FALSE(gguf::File::open(output()).has("gemma3.attention.sliding_window_pattern"));
}

TEST_F(ConvertTest, MatricesTakeTheTypeThatIsAsked) {
  const std::vector<float> expected = test::read_npy<float>(golden_folder("llama_gqa.logits.npy")).values;
  for (const auto& [type, largest_error] : std::vector<std::pair<std::string, double>>{
           {"f32", 1e-5}, {"f16", 5e-3}, {"bf16", 4e-2}, {"q8_0", 5e-2}, {"q4_0", 0.5}}) {
    const Json result = convert(golden_folder("llama_gqa"), type);
    std::string name = type;
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::toupper(c); });
    EXPECT_TRUE(result["types"].contains(name)) << result["types"];
    const model::TinyModel tiny(gguf::File::open(output()), "scalar");
    EXPECT_LE(test::relative_error(tiny.run(model::golden_tokens(), {}), expected), largest_error) << type;
  }
  EXPECT_THROW(convert(golden_folder("llama_gqa"), "q3_x"), Error);
  EXPECT_THROW(convert(golden_folder("llama_gqa"), "mxfp4"), Error);
}

// What Google publishes: a text_config of five keys; all else is transformers' default.
TEST_F(ConvertTest, AConfigMayLeaveOutWhatTransformersTakesForGranted) {
  const fs::path folder = copy_of("gemma3_nested");
  Json config = read_config(folder);
  Json& text = config["text_config"];
  for (const char* key : {"model_type", "query_pre_attn_scalar", "rms_norm_eps", "tie_word_embeddings", "rope_theta",
                          "hidden_activation", "rope_local_base_freq", "sliding_window_pattern"}) {
    text.erase(key);
  }
  text["query_pre_attn_scalar"] = 16;  // the default is for heads of 256
  write_config(folder, config);
  convert(folder);
  const model::TinyModel tiny(gguf::File::open(output()), "scalar");
  const std::vector<float> expected = test::read_npy<float>(golden_folder("gemma3_nested.logits.npy")).values;
  EXPECT_LE(test::largest_difference(tiny.run(model::golden_tokens(), {}), expected), 1e-3);
}

TEST_F(ConvertTest, QwenMayHaveWindowsInItsLastLayers) {
  const fs::path folder = copy_of("qwen2");
  Json config = read_config(folder);
  config["use_sliding_window"] = true;
  config["sliding_window"] = 8;
  config["max_window_layers"] = 1;
  write_config(folder, config);
  convert(folder);
  EXPECT_EQ(gguf::File::open(output()).find_bools("qwen2.attention.sliding_window_pattern"),
            (std::vector<bool>{false, true}));
}

// transformers: the first 28 layers are then global, and these two are all there are.
TEST_F(ConvertTest, QwenThatDoesNotSayWhichLayersHaveWindowsHasNoneInTheFirst28) {
  const fs::path folder = copy_of("qwen2");
  Json config = read_config(folder);
  config["use_sliding_window"] = true;
  for (const char* key : {"sliding_window", "max_window_layers", "layer_types"}) {
    config.erase(key);
  }
  write_config(folder, config);
  convert(folder);
  EXPECT_FALSE(gguf::File::open(output()).has("qwen2.attention.sliding_window"));
}

TEST_F(ConvertTest, AFileThatIsNoModelIsNotReplaced) {
  std::ofstream(output()) << "a letter";
  EXPECT_THROW(convert(golden_folder("qwen3")), Error);
  EXPECT_EQ(fs::file_size(output()), 8u);
}

TEST_F(ConvertTest, ACancelledConversionLeavesNothing) {
  EXPECT_THROW(convert_model(golden_folder("qwen3"), output(),
                             {.type = "",
                              .on_progress =
                                  [](std::uint64_t, std::uint64_t) {
                                    throw Error(ErrorCode::kCancelled, "the conversion was cancelled");
                                  }}),
               Error);
  EXPECT_TRUE(fs::is_empty(temporary_.path()));
}

TEST_F(ConvertTest, RefusesFoldersThatHoldNoModel) {
  expect_error(temporary_.path() / "absent", ErrorCode::kNotFound, "absent");
  const fs::path folder = temporary_.path() / "folder";
  fs::create_directory(folder);
  expect_error(folder, ErrorCode::kNotFound, "config.json");
  std::ofstream(folder / "params.json") << "{}";
  expect_error(folder, ErrorCode::kUnsupported, "Mistral's own format");
  std::ofstream(folder / "config.json") << std::string(100'000, '[');
  expect_error(folder, ErrorCode::kLimit, "kMaxModelJsonDepth");
  std::ofstream(folder / "config.json") << "[1]";
  expect_error(folder, ErrorCode::kCorrupt, "object");
  std::ofstream(folder / "config.json") << "{\"hidden_size\": 3";
  expect_error(folder, ErrorCode::kCorrupt, "byte");
  std::ofstream(folder / "config.json") << std::string(2 << 20, ' ');
  expect_error(folder, ErrorCode::kLimit, "config.json");
}

TEST_F(ConvertTest, RefusesAFolderWithoutTokenizer) {
  const fs::path folder = copy_of("qwen3");
  fs::remove(folder / "tokenizer.model");
  expect_error(folder, ErrorCode::kNotFound, "tokenizer");
}

// Changes one key of a folder's config.json; a value of null removes it.
struct BadConfig {
  std::string name;
  std::string folder;
  std::string key;
  std::string value;
  ErrorCode code;
  std::string mention;
};

void PrintTo(const BadConfig& bad, std::ostream* stream) { *stream << bad.name; }

class BadConfigTest : public ConvertTest, public testing::WithParamInterface<BadConfig> {};

TEST_P(BadConfigTest, IsAnErrorThatNamesTheKey) {
  const BadConfig& bad = GetParam();
  const fs::path folder = copy_of(bad.folder);
  Json config = read_config(folder);
  config[bad.key] = Json::parse(bad.value);
  write_config(folder, config);
  expect_error(folder, bad.code, bad.mention);
}

std::vector<BadConfig> bad_configs() {
  using enum ErrorCode;
  const std::string rope = R"("rope_theta": 10000.0, "factor": 8.0)";
  return {
      {"model_type_unknown", "qwen3", "model_type", R"("mamba")", kUnsupported, "mamba"},
      {"model_type_lists_the_supported", "qwen3", "model_type", R"("mamba")", kUnsupported, "gemma3_text"},
      {"model_type_missing", "qwen3", "model_type", "null", kUnsupported, "Qwen3ForCausalLM"},
      {"model_type_a_number", "qwen3", "model_type", "3", kCorrupt, "model_type"},
      {"growing_queries_without_yarn", "mistral3", "rope_parameters",
       R"({"rope_type": "default", "rope_theta": 10000.0, "llama_4_scaling_beta": 0.3})", kUnsupported,
       "llama_4_scaling_beta"},
      {"hidden_size_missing", "qwen3", "hidden_size", "null", kCorrupt, "hidden_size"},
      {"hidden_size_a_fraction", "qwen3", "hidden_size", "32.5", kCorrupt, "hidden_size"},
      {"hidden_size_text", "qwen3", "hidden_size", R"("32")", kCorrupt, "hidden_size"},
      {"hidden_size_negative", "qwen3", "hidden_size", "-32", kCorrupt, "hidden_size"},
      {"hidden_size_0", "qwen3", "hidden_size", "0", kCorrupt, "hidden_size"},
      {"hidden_size_huge", "qwen3", "hidden_size", "18446744073709551615", kLimit, "hidden_size"},
      {"hidden_size_of_another_model", "qwen3", "hidden_size", "64", kCorrupt, "[96, 64]"},
      {"layers_too_many", "qwen3", "num_hidden_layers", "100000", kLimit, "num_hidden_layers"},
      {"layers_one_more", "mistral_nemo", "num_hidden_layers", "3", kCorrupt, "layers.2.input_layernorm.weight"},
      {"layers_one_less", "mistral_nemo", "num_hidden_layers", "1", kUnsupported, "model.layers.1."},
      {"heads_not_shared", "qwen3", "num_key_value_heads", "3", kCorrupt, "num_key_value_heads"},
      {"heads_of_another_model", "qwen3", "num_attention_heads", "8", kCorrupt, "q_proj"},
      {"head_dim_odd", "qwen3", "head_dim", "15", kUnsupported, "head_dim"},
      {"vocabulary_of_another_model", "qwen3", "vocab_size", "97", kCorrupt, "embed_tokens"},
      {"epsilon_0", "qwen3", "rms_norm_eps", "0", kCorrupt, "rms_norm_eps"},
      {"epsilon_text", "qwen3", "rms_norm_eps", R"("tiny")", kCorrupt, "rms_norm_eps"},
      {"activation", "qwen3", "hidden_act", R"("relu")", kUnsupported, "relu"},
      {"activation_of_gemma", "gemma2", "hidden_activation", R"("gelu")", kUnsupported, "gelu_pytorch_tanh"},
      {"untied_without_output", "qwen2", "tie_word_embeddings", "false", kCorrupt, "lm_head"},
      {"tied_with_another_output", "qwen3", "tie_word_embeddings", "true", kCorrupt, "lm_head"},
      {"tied_no_flag", "qwen3", "tie_word_embeddings", "1", kCorrupt, "tie_word_embeddings"},
      {"biases_absent", "qwen3", "attention_bias", "true", kCorrupt, "q_proj.bias"},
      {"layer_types_too_few", "ministral_interleaved", "layer_types", R"(["full_attention"])", kCorrupt, "layer_types"},
      {"layer_types_unknown", "qwen3", "layer_types", R"(["full_attention", "chunked_attention"])", kUnsupported,
       "chunked_attention"},
      {"windows_without_a_window", "ministral_interleaved", "sliding_window", "null", kCorrupt, "sliding_window"},
      {"gemma_without_a_window", "gemma2", "sliding_window", "null", kUnsupported, "sliding_window"},
      {"window_a_fraction", "mistral_window", "sliding_window", "8.5", kCorrupt, "sliding_window"},
      {"score_scale", "gemma2", "query_pre_attn_scalar", "144", kUnsupported, "query_pre_attn_scalar"},
      {"soft_cap_absent", "gemma2", "attn_logit_softcapping", "null", kUnsupported, "attn_logit_softcapping"},
      {"soft_cap_of_gemma3", "gemma3", "final_logit_softcapping", "30.0", kUnsupported, "final_logit_softcapping"},
      {"both_directions", "gemma3", "use_bidirectional_attention", "true", kUnsupported, "use_bidirectional"},
      {"quantised", "qwen3", "quantization_config", R"({"quant_method": "fp8"})", kUnsupported, "fp8"},
      {"rope_type_unknown", "qwen3", "rope_parameters", "{\"rope_type\": \"longrope\", " + rope + "}", kUnsupported,
       "longrope"},
      {"rope_key_unknown", "qwen3", "rope_parameters",
       R"({"rope_type": "default", "rope_theta": 1e4, "mrope_section": [1]})", kUnsupported, "mrope_section"},
      {"rope_partial", "qwen3", "partial_rotary_factor", "0.5", kUnsupported, "partial_rotary_factor"},
      {"rope_no_object", "qwen3", "rope_parameters", "3", kCorrupt, "rope_parameters"},
      {"rope_base_negative", "qwen3", "rope_parameters", R"({"rope_theta": -1})", kCorrupt, "rope_theta"},
      {"rope_base_infinite", "qwen3", "rope_parameters", R"({"rope_theta": 1e300})", kCorrupt, "rope_theta"},
      {"rope_factor_missing", "qwen3", "rope_parameters", R"({"rope_type": "linear", "rope_theta": 1e4})", kCorrupt,
       "factor"},
      {"llama3_without_its_bounds", "qwen3", "rope_parameters", "{\"rope_type\": \"llama3\", " + rope + "}", kCorrupt,
       "low_freq_factor"},
      {"yarn_untruncated", "qwen3", "rope_parameters", "{\"rope_type\": \"yarn\", \"truncate\": false, " + rope + "}",
       kUnsupported, "truncate"},
      {"text_config_no_object", "qwen3", "text_config", "3", kCorrupt, "text_config"},
      {"text_config_of_another_type", "mistral3_nested", "text_config", R"({"model_type": "mistral4"})", kUnsupported,
       "mistral4"},
  };
}

INSTANTIATE_TEST_SUITE_P(Configs, BadConfigTest, testing::ValuesIn(bad_configs()),
                         [](const auto& parameter) { return parameter.param.name; });

}  // namespace
}  // namespace oree
