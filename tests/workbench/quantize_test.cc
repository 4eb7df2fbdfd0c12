#include "oree/workbench/quantize.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <map>
#include <random>
#include <sstream>

#include "gguf/file.h"
#include "gguf/writer.h"
#include "oree/engine.h"
#include "oree/error.h"
#include "support/temporary_directory.h"
#include "tensor/convert.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

using testing::HasSubstr;

constexpr std::uint32_t kF32 = 0;
constexpr std::uint32_t kIq2Xxs = 16;
constexpr std::uint32_t kI32 = 26;

const char* const kText = "Lunch with Ana on Thursday at noon, then a call with Bo about the notes for next week.";

fs::path shipped_model() { return fs::path(OREE_SOURCE_DIR) / "models" / "oree-mini.gguf"; }

struct Tensor {
  std::string name;
  std::vector<std::uint64_t> shape;
  std::vector<float> values;  // empty: a ramp
};

std::uint64_t size_of(const std::vector<std::uint64_t>& shape) {
  std::uint64_t n = 1;
  for (const std::uint64_t extent : shape) {
    n *= extent;
  }
  return n;
}

class QuantizeTest : public testing::Test {
 protected:
  fs::path path(const std::string& name) const { return folder_.path() / name; }

  // A file that is no model, for what needs none.
  fs::path write(const std::vector<Tensor>& tensors) const {
    gguf::Writer writer(path("in.gguf"));
    writer.set_string("general.architecture", "llama");
    writer.set_string("general.name", "small");
    writer.set_uint32("general.file_type", 0);
    writer.set_float32s("numbers", std::vector<float>{1, 2, 3});
    writer.set_strings("words", std::vector<std::string>{"a", "", "c"});
    for (const Tensor& tensor : tensors) {
      writer.add_tensor(tensor.name, tensor.shape, kF32);
    }
    writer.begin_data();
    for (const Tensor& tensor : tensors) {
      std::vector<float> values = tensor.values;
      for (std::uint64_t i = values.size(); i < size_of(tensor.shape); ++i) {
        values.push_back(static_cast<float>(i % 37) - 18);
      }
      writer.write(std::as_bytes(std::span(values)));
    }
    writer.finish();
    return path("in.gguf");
  }

  Json quantize(const fs::path& input, const std::string& type, const std::string& text = {}) const {
    QuantizeOptions options;
    options.type = type;
    options.n_threads = 2;
    options.report_text = text;
    return quantize_model(input, path("out.gguf"), options);
  }

  Error error_of(const fs::path& input, const std::string& type, const std::string& text = {}) const {
    try {
      quantize(input, type, text);
    } catch (const Error& error) {
      EXPECT_FALSE(fs::exists(path("out.gguf")));
      for (const auto& entry : fs::directory_iterator(folder_.path())) {
        EXPECT_NE(entry.path().filename().string().rfind(".oree", 0), 0u) << entry.path();
      }
      return error;
    }
    return {ErrorCode::kInternal, "nothing was thrown"};
  }

 private:
  test::TemporaryDirectory folder_;
};

std::map<std::string, std::string> types_of(const Json& result) {
  std::map<std::string, std::string> types;
  for (const Json& tensor : result["tensors"]) {
    types[tensor["name"]] = tensor["type"];
  }
  return types;
}

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// 16 layers: more bits for the first two, the last two and every third between, as llama.cpp's Q4_K_M and Q5_K_M give
// them (what llama_model_quantize of llama-cpp-python 0.3.36 wrote for a model of this many layers).
TEST_F(QuantizeTest, MixesGiveMoreBitsWhereLlamaCppDoes) {
  std::vector<Tensor> tensors = {{"token_embd.weight", {256, 3}, {}}, {"output_norm.weight", {256}, {}}};
  for (int layer = 0; layer < 16; ++layer) {
    const std::string prefix = "blk." + std::to_string(layer) + ".";
    for (const char* name : {"attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"}) {
      tensors.push_back({prefix + name + ".weight", {256, 2}, {}});
    }
    tensors.push_back({prefix + "attn_norm.weight", {256}, {}});
    tensors.push_back({prefix + "attn_q.bias", {256}, {}});
  }
  const std::vector<int> more = {0, 1, 4, 7, 10, 13, 14, 15};
  for (const auto& [mix, base] : {std::pair("q4_k_m", "Q4_K"), std::pair("Q5_K_M", "Q5_K")}) {
    const Json result = quantize(write(tensors), mix);
    const auto types = types_of(result);
    EXPECT_EQ(types.at("token_embd.weight"), "Q6_K") << "serves as output";
    EXPECT_EQ(types.at("output_norm.weight"), "F32");
    for (int layer = 0; layer < 16; ++layer) {
      const std::string prefix = "blk." + std::to_string(layer) + ".";
      const bool gets_more = std::find(more.begin(), more.end(), layer) != more.end();
      EXPECT_EQ(types.at(prefix + "attn_v.weight"), gets_more ? "Q6_K" : base) << layer;
      EXPECT_EQ(types.at(prefix + "ffn_down.weight"), gets_more ? "Q6_K" : base) << layer;
      EXPECT_EQ(types.at(prefix + "attn_q.weight"), base);
      EXPECT_EQ(types.at(prefix + "ffn_up.weight"), base);
      EXPECT_EQ(types.at(prefix + "attn_norm.weight"), "F32");
      EXPECT_EQ(types.at(prefix + "attn_q.bias"), "F32");
    }
    EXPECT_TRUE(result["fallbacks"].empty());
    EXPECT_TRUE(result["warnings"].empty());
  }
  tensors.push_back({"output.weight", {256, 3}, {}});
  const auto types = types_of(quantize(write(tensors), "q4_k_m"));
  EXPECT_EQ(types.at("output.weight"), "Q6_K");
  EXPECT_EQ(types.at("token_embd.weight"), "Q4_K");
}

TEST_F(QuantizeTest, PlainTypesAreGivenToEveryWeight) {
  const std::vector<Tensor> tensors = {
      {"token_embd.weight", {256, 3}, {}},   {"output.weight", {256, 3}, {}},
      {"blk.0.attn_v.weight", {256, 2}, {}}, {"blk.0.ffn_gate_inp.weight", {256, 2}, {}},
      {"blk.0.attn_norm.weight", {256}, {}}, {"rope_freqs.weight", {256}, {}}};
  const std::map<std::string, std::pair<std::string, std::uint64_t>> file_types = {
      {"f32", {"F32", 0}},   {"f16", {"F16", 1}},    {"bf16", {"BF16", 32}}, {"q8_0", {"Q8_0", 7}},
      {"q4_0", {"Q4_0", 2}}, {"Q4_K", {"Q4_K", 14}}, {"q5_k", {"Q5_K", 16}}, {"q6_k", {"Q6_K", 18}}};
  for (const auto& [type, expected] : file_types) {
    const auto types = types_of(quantize(write(tensors), type));
    EXPECT_EQ(types.at("token_embd.weight"), expected.first);
    EXPECT_EQ(types.at("output.weight"), expected.first);
    EXPECT_EQ(types.at("blk.0.attn_v.weight"), expected.first);
    EXPECT_EQ(types.at("blk.0.ffn_gate_inp.weight"), "F32") << "the choice of experts";
    EXPECT_EQ(types.at("blk.0.attn_norm.weight"), "F32");
    EXPECT_EQ(types.at("rope_freqs.weight"), "F32");
    const gguf::File file = gguf::File::open(path("out.gguf"));
    EXPECT_EQ(file.get_unsigned("general.file_type"), expected.second);
    EXPECT_EQ(file.get_unsigned("general.quantization_version"), 2u);
  }
}

TEST_F(QuantizeTest, MetadataIsCopiedAndVectorsKeepTheirBytes) {
  const fs::path input = write({{"a.weight", {256, 2}, {}}, {"b_norm.weight", {5}, {1, 2, 3, 4, 0.1f}}});
  const Json result = quantize(input, "q4_k");
  const gguf::File before = gguf::File::open(input);
  const gguf::File after = gguf::File::open(path("out.gguf"));
  EXPECT_EQ(after.get_string("general.name"), "small");
  EXPECT_EQ(after.find_floats("numbers"), before.find_floats("numbers"));
  EXPECT_EQ(after.find_strings("words"), before.find_strings("words"));
  const auto before_norm = before.find_tensor("b_norm.weight")->data;
  const auto after_norm = after.find_tensor("b_norm.weight")->data;
  EXPECT_TRUE(std::equal(before_norm.begin(), before_norm.end(), after_norm.begin(), after_norm.end()));
  EXPECT_EQ(result["bytes"]["before"], 2 * 256 * 4 + 5 * 4);
  EXPECT_EQ(result["bytes"]["after"], 2 * 144 + 5 * 4);
  EXPECT_EQ(result["types"], Json({{"F32", 20}, {"Q4_K", 288}}));
}

TEST_F(QuantizeTest, RowsThatDoNotFitFallBackAndAreNamed) {
  const fs::path input =
      write({{"wide.weight", {512, 2}, {}}, {"narrow.weight", {96, 4}, {}}, {"odd.weight", {40, 4}, {}}});
  const Json result = quantize(input, "q5_k");
  EXPECT_EQ(types_of(result), (std::map<std::string, std::string>{
                                  {"wide.weight", "Q5_K"}, {"narrow.weight", "Q8_0"}, {"odd.weight", "F16"}}));
  EXPECT_EQ(result["fallbacks"], Json::parse(R"([{"name": "narrow.weight", "wanted": "Q5_K", "type": "Q8_0"},
                                                 {"name": "odd.weight", "wanted": "Q5_K", "type": "F16"}])"));
}

TEST_F(QuantizeTest, ErrorsAreThoseOfTheFile) {
  std::mt19937 random(1);
  std::normal_distribution<float> normal;
  std::vector<float> values(256 * 8);
  std::generate(values.begin(), values.end(), [&] { return normal(random); });
  const Json result =
      quantize(write({{"a.weight", {256, 8}, values}, {"zero.weight", {256, 1}, std::vector<float>(256)}}), "q4_k");
  const gguf::File file = gguf::File::open(path("out.gguf"));
  std::vector<float> stored(values.size());
  tensor::dequantize_row(tensor::ElementType::kQ4K, file.find_tensor("a.weight")->data, stored);
  double squared_error = 0;
  double squared_value = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    squared_error += std::pow(static_cast<double>(stored[i]) - values[i], 2);
    squared_value += std::pow(static_cast<double>(values[i]), 2);
  }
  const Json& tensor = result["tensors"][0];
  EXPECT_NEAR(tensor["rms_error"].get<double>(), std::sqrt(squared_error / 2048), 1e-12);
  EXPECT_NEAR(tensor["relative_error"].get<double>(), std::sqrt(squared_error / squared_value), 1e-12);
  EXPECT_EQ(result["tensors"][1]["rms_error"], 0.0);
  EXPECT_EQ(result["tensors"][1]["relative_error"], 0.0);
}

TEST_F(QuantizeTest, TheFileIsTheSameWhateverTheNumberOfThreads) {
  const fs::path input = write({{"a.weight", {256, 37}, {}}, {"b.weight", {512, 11}, {}}});
  QuantizeOptions options;
  options.type = "q4_k_m";
  std::string expected;
  Json expected_result;
  for (const int n_threads : {1, 2, 5}) {
    options.n_threads = n_threads;
    const Json result = quantize_model(input, path("out.gguf"), options);
    const std::string bytes = bytes_of(path("out.gguf"));
    expected = expected.empty() ? bytes : expected;
    expected_result = expected_result.is_null() ? result : expected_result;
    EXPECT_EQ(bytes, expected) << n_threads;
    EXPECT_EQ(result, expected_result) << n_threads;
  }
}

TEST_F(QuantizeTest, AWeightThatIsNoNumberIsNamed) {
  std::vector<float> values(256 * 3, 0.5f);
  for (const float odd : {std::nanf(""), std::numeric_limits<float>::infinity()}) {
    values[256 + 7] = odd;
    const Error error = error_of(write({{"fine.weight", {256, 1}, {}}, {"bad.weight", {256, 3}, values}}), "q4_k");
    EXPECT_EQ(error.code(), ErrorCode::kInvalid);
    EXPECT_EQ(error.where(), "tensor \"bad.weight\", element 263");
    EXPECT_EQ(error_of(write({{"bad_norm.weight", {768}, values}}), "f16").where(),
              "tensor \"bad_norm.weight\", element 263");
  }
  values[256 + 7] = 70000;
  const Error error = error_of(write({{"big.weight", {256, 3}, values}}), "f16");
  EXPECT_EQ(error.code(), ErrorCode::kInvalid);
  EXPECT_THAT(error.what(), HasSubstr("f16"));
  EXPECT_EQ(error.where(), "tensor \"big.weight\", element 263");
  EXPECT_THAT(error.hint(), HasSubstr("bf16"));
  quantize(write({{"big.weight", {256, 3}, values}}), "q4_k");
}

TEST_F(QuantizeTest, AnUnknownTypeIsAnsweredWithThoseThereAre) {
  const Error error = error_of(write({{"a.weight", {256, 1}, {}}}), "q3_k");
  EXPECT_EQ(error.code(), ErrorCode::kUsage);
  EXPECT_THAT(error.what(), HasSubstr("q3_k"));
  EXPECT_THAT(error.hint(), HasSubstr("f32, f16, bf16, q8_0, q4_0, q4_k, q5_k, q6_k, q4_k_m, q5_k_m"));
}

TEST_F(QuantizeTest, TheInputIsNeverReplaced) {
  const fs::path input = write({{"a.weight", {256, 1}, {}}});
  const std::string before = bytes_of(input);
  fs::create_symlink(input, path("link.gguf"));
  fs::create_hard_link(input, path("hard.gguf"));
  QuantizeOptions options;
  options.type = "q4_k";
  for (const char* name : {"in.gguf", "link.gguf", "hard.gguf", "../in.gguf"}) {
    const fs::path output = std::string(name) == "../in.gguf" ? path("sub/../in.gguf") : path(name);
    fs::create_directories(path("sub"));
    try {
      quantize_model(input, output, options);
      ADD_FAILURE() << name;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalid);
      EXPECT_EQ(error.where(), output.string());
    }
  }
  EXPECT_EQ(bytes_of(input), before);
}

TEST_F(QuantizeTest, TypesThatAreNotReadAreRefusedUnlessTheyStay) {
  const auto write_typed = [&](const std::string& name, std::uint32_t type, std::size_t n_bytes) {
    gguf::Writer writer(path("typed.gguf"));
    writer.add_tensor(name, std::vector<std::uint64_t>{256, 1}, type);
    writer.begin_data();
    writer.write(std::vector<std::byte>(n_bytes, std::byte{7}));
    writer.finish();
    return path("typed.gguf");
  };
  const Error error = error_of(write_typed("a.weight", kIq2Xxs, 66), "q4_k");
  EXPECT_EQ(error.code(), ErrorCode::kUnsupported);
  EXPECT_THAT(error.what(), HasSubstr("a.weight"));
  EXPECT_THAT(error.what(), HasSubstr("IQ2_XXS"));
  EXPECT_THAT(error.hint(), HasSubstr("q6_k"));
  const Json result = quantize(write_typed("table", kI32, 1024), "q4_k");
  EXPECT_EQ(result["tensors"][0]["type"], "I32");
  EXPECT_EQ(gguf::File::open(path("out.gguf")).find_tensor("table")->data[1023], std::byte{7});
}

TEST_F(QuantizeTest, APartOfAModelIsRefused) {
  gguf::Writer writer(path("part.gguf"));
  writer.set_uint32("split.count", 3);
  writer.begin_data();
  writer.finish();
  EXPECT_EQ(error_of(path("part.gguf"), "q4_k").code(), ErrorCode::kUnsupported);
}

std::uint64_t anonymous_kibibytes() {
  std::ifstream file("/proc/self/smaps_rollup");
  std::string word;
  while (file >> word) {
    if (word == "Anonymous:") {
      std::uint64_t kibibytes = 0;
      file >> kibibytes;
      return kibibytes;
    }
  }
  return 0;
}

TEST_F(QuantizeTest, MemoryIsForRowsNotForTensors) {
  constexpr std::uint64_t kRows = 24'000;  // of 1024 floats: 94 MiB
  gguf::Writer writer(path("in.gguf"));
  writer.add_tensor("a.weight", std::vector<std::uint64_t>{1024, kRows}, kF32);
  writer.begin_data();
  const std::vector<float> rows(1024 * 1000);
  for (std::uint64_t i = 0; i < kRows / 1000; ++i) {
    writer.write(std::as_bytes(std::span(rows)));
  }
  writer.finish();
  const std::uint64_t before = anonymous_kibibytes();
  if (before == 0) {
    GTEST_SKIP() << "no smaps_rollup";
  }
  std::uint64_t most = before;
  QuantizeOptions options;
  options.type = "f16";
  options.on_progress = [&](std::string_view step, int done, int total) {
    EXPECT_EQ(step, "quantizing");
    EXPECT_LE(done, total);
    most = std::max(most, anonymous_kibibytes());
  };
  quantize_model(path("in.gguf"), path("out.gguf"), options);
  EXPECT_LT(most - before, 24u << 10);
}

TEST_F(QuantizeTest, ACancelledRunLeavesNothing) {
  const fs::path input = write({{"wide.weight", {512, 2}, {}}});
  QuantizeOptions options;
  options.type = "q4_0";
  options.on_progress = [](std::string_view, int, int) {
    throw Error(ErrorCode::kCancelled, "the quantisation was cancelled");
  };
  EXPECT_THROW(quantize_model(input, path("out.gguf"), options), Error);
  const auto files = std::distance(fs::directory_iterator(path("")), fs::directory_iterator());
  EXPECT_EQ(files, 1) << "only the input";
}

TEST_F(QuantizeTest, AFileThatIsNoModelIsNotReplaced) {
  const fs::path input = write({{"wide.weight", {512, 2}, {}}});
  std::ofstream(path("out.gguf")) << "a letter";
  EXPECT_THROW(quantize(input, "q4_0"), Error);
  EXPECT_EQ(fs::file_size(path("out.gguf")), 8u);
}

class QuantizeModelTest : public QuantizeTest {
 protected:
  void SetUp() override {
    if (!fs::exists(shipped_model())) {
      GTEST_SKIP() << "no shipped model";
    }
  }
};

TEST_F(QuantizeModelTest, TheTypeAModelHasAlreadyKeepsEveryByte) {
  const Json result = quantize(shipped_model(), "q8_0", kText);
  EXPECT_TRUE(result["warnings"].empty());
  const gguf::File before = gguf::File::open(shipped_model());
  const gguf::File after = gguf::File::open(path("out.gguf"));
  ASSERT_EQ(before.tensors().size(), after.tensors().size());
  for (std::size_t i = 0; i < before.tensors().size(); ++i) {
    const auto left = before.tensors()[i].data;
    const auto right = after.tensors()[i].data;
    EXPECT_TRUE(std::equal(left.begin(), left.end(), right.begin(), right.end())) << before.tensors()[i].name;
  }
  EXPECT_EQ(result["report"]["kl_divergence"]["max"], 0.0);
  EXPECT_EQ(result["report"]["same_top"], 1.0);
  EXPECT_EQ(result["report"]["perplexity"]["before"], result["report"]["perplexity"]["after"]);
}

TEST_F(QuantizeModelTest, FewerBitsPredictLessAlike) {
  quantize(shipped_model(), "f32");
  fs::rename(path("out.gguf"), path("wide.gguf"));
  double last = 0;
  for (const char* type : {"bf16", "q6_k", "q5_k_m", "q4_k_m", "q4_0"}) {
    const Json result = quantize(path("wide.gguf"), type, kText);
    const double mean = result["report"]["kl_divergence"]["mean"].get<double>();
    EXPECT_GT(mean, last) << type;
    EXPECT_LT(mean, 0.5) << type;
    EXPECT_GE(result["report"]["kl_divergence"]["max"].get<double>(), mean);
    last = mean;
  }
}

TEST_F(QuantizeModelTest, ASourceThatIsQuantizedIsWarnedOf) {
  const Json result = quantize(shipped_model(), "q4_k_m");
  ASSERT_EQ(result["warnings"].size(), 1u);
  EXPECT_THAT(result["warnings"][0].get<std::string>(), HasSubstr("Q8_0"));
  EXPECT_FALSE(result["fallbacks"].empty()) << "rows of 640";
}

// By the definitions, from the logits of each token by itself.
TEST_F(QuantizeModelTest, TheReportIsTheDivergenceOfTheNextToken) {
  const Json report = quantize(shipped_model(), "q4_0", kText)["report"];
  const std::vector<TokenId> tokens = tokenize(shipped_model(), kText, {});
  ASSERT_EQ(report["tokens"], tokens.size());
  const Engine before(shipped_model(), {});
  const Engine after(path("out.gguf"), {});
  const auto probabilities = [](Session& session, TokenId token) {
    std::vector<float> logits;
    session.append(std::vector<TokenId>{token}, &logits);
    std::vector<double> result;
    double total = 0;
    for (const float logit : logits) {
      result.push_back(std::exp(static_cast<double>(logit)));
      total += result.back();
    }
    for (double& probability : result) {
      probability /= total;
    }
    return result;
  };
  Session before_session = before.new_session();
  Session after_session = after.new_session();
  double total = 0;
  double largest = 0;
  double loss = 0;
  int same = 0;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    const std::vector<double> p = probabilities(before_session, tokens[i]);
    const std::vector<double> q = probabilities(after_session, tokens[i]);
    double divergence = 0;
    for (std::size_t token = 0; token < p.size(); ++token) {
      divergence += p[token] * std::log(p[token] / q[token]);
    }
    total += divergence;
    largest = std::max(largest, divergence);
    loss -= std::log(q[static_cast<std::size_t>(tokens[i + 1])]);
    same += std::max_element(p.begin(), p.end()) - p.begin() == std::max_element(q.begin(), q.end()) - q.begin();
  }
  const double n = static_cast<double>(tokens.size() - 1);
  EXPECT_NEAR(report["kl_divergence"]["mean"].get<double>(), total / n, 1e-6);
  EXPECT_NEAR(report["kl_divergence"]["max"].get<double>(), largest, 1e-6);
  EXPECT_NEAR(report["perplexity"]["after"].get<double>() / std::exp(loss / n), 1, 1e-6);
  EXPECT_NEAR(report["same_top"].get<double>(), same / n, 1e-9);
}

TEST_F(QuantizeModelTest, ATextTooShortIsRefusedBeforeAnythingIsWritten) {
  QuantizeOptions options;
  options.type = "q4_0";
  options.report_text = kText;
  options.report_tokens = 1;
  try {
    quantize_model(shipped_model(), path("out.gguf"), options);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalid);
  }
  EXPECT_FALSE(fs::exists(path("out.gguf")));
  EXPECT_EQ(error_of(shipped_model(), "q4_0", "ab\xFF").code(), ErrorCode::kInvalid);
}

}  // namespace
}  // namespace oree
