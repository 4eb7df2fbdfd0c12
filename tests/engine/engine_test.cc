#include <algorithm>
#include <cmath>

#include "engine/shipped_model.h"

namespace oree::engine_test {
namespace {

class EngineTest : public WithModel {};

TEST_F(EngineTest, InspectSaysWhatTheFileHolds) {
  const Json model = inspect_model(model_path());
  EXPECT_EQ(model["architecture"], "llama");
  EXPECT_GT(model["parameters"].get<std::uint64_t>(), 1'000'000u);
  EXPECT_GT(model["context"].get<int>(), 0);
  ASSERT_FALSE(model["layers"].empty());
  for (const Json& layer : model["layers"]) {
    EXPECT_TRUE(layer["kind"] == "global" ? layer["window"].is_null() : layer["window"].get<int>() > 0);
  }
  std::uint64_t bytes = 0;
  for (const auto& [type, of_type] : model["types"].items()) {
    bytes += of_type.get<std::uint64_t>();
  }
  EXPECT_LE(bytes, std::filesystem::file_size(model_path()));
  EXPECT_GT(bytes * 10, std::filesystem::file_size(model_path()) * 9);
  const Json& kv = model["kv_bytes_per_token"];
  EXPECT_EQ(kv["f32"].get<int>(), 2 * kv["f16"].get<int>());
  EXPECT_EQ(kv["f16"].get<int>(), 2 * 2 * static_cast<int>(model["layers"].size()) * model["kv_heads"].get<int>() *
                                      model["head_dim"].get<int>());
  EXPECT_EQ(model["filters"], filters_path().string());
  EXPECT_EQ(model["tokenizer"]["size"].get<int>(), Engine(model_path(), {}).vocabulary_size());
}

TEST_F(EngineTest, OptionsOutsideTheirRangeAreRefusedByName) {
  const auto refused = [](const auto& change) {
    EngineOptions options;
    change(options);
    return error_of([&] { Engine(model_path(), options); });
  };
  EXPECT_EQ(refused([](EngineOptions& o) { o.n_threads = -1; }).where(), "--threads");
  EXPECT_EQ(refused([](EngineOptions& o) { o.n_threads = 100'000; }).where(), "--threads");
  EXPECT_EQ(refused([](EngineOptions& o) { o.context = 1 << 30; }).where(), "--context");
  EXPECT_EQ(refused([](EngineOptions& o) { o.context = -5; }).where(), "--context");
  EXPECT_EQ(refused([](EngineOptions& o) { o.chunk = 0; }).where(), "--chunk");
  EXPECT_EQ(refused([](EngineOptions& o) { o.sliding_window = -1; }).where(), "--sliding-window");
  const Error cpu = refused([](EngineOptions& o) { o.cpu = "z80"; });
  EXPECT_EQ(cpu.code(), ErrorCode::kUnsupported);
  EXPECT_NE((cpu.hint() + cpu.what()).find("scalar"), std::string::npos);
}

TEST_F(EngineTest, TextGoesToTokensAndBack) {
  const Engine engine(model_path(), {});
  const std::string text = "Déjeuner avec Ana jeudi à 12h30 \xF0\x9F\x8D\x9D\n";
  const std::vector<TokenId> tokens = engine.tokenize(text, {});
  EXPECT_EQ(engine.detokenize(tokens), text);
  EXPECT_EQ(tokenize(model_path(), text, {}), tokens);
  EXPECT_EQ(error_of([&] { engine.detokenize(std::vector<TokenId>{1 << 28}); }).code(), ErrorCode::kInvalid);
  EXPECT_EQ(error_of([&] { engine.tokenize("ab\xFF", {}); }).code(), ErrorCode::kInvalid);
}

TEST_F(EngineTest, ScalarKernelsAgreeWithTheBestOnes) {
  const auto logits = [](const char* cpu) {
    EngineOptions options;
    options.cpu = cpu;
    const Engine engine(model_path(), options);
    std::vector<float> result;
    Session session = engine.new_session();
    session.append(engine.tokenize("Lunch with Ana on Thursday at 12:30", {}), &result);
    return result;
  };
  const std::vector<float> best = logits("");
  const std::vector<float> scalar = logits("scalar");
  ASSERT_EQ(best.size(), scalar.size());
  float largest = 0;
  for (std::size_t index = 0; index < best.size(); ++index) {
    largest = std::max(largest, std::abs(best[index] - scalar[index]));
  }
  EXPECT_LT(largest, 0.25F);  // a rounding to int8 may tip over
}

TEST(EngineErrors, NameTheFile) {
  const std::filesystem::path missing = "/nonexistent/model.gguf";
  const Error error = error_of([&] { Engine(missing, {}); });
  EXPECT_EQ(error.code(), ErrorCode::kNotFound);
  EXPECT_NE(error.where().find("/nonexistent/model.gguf"), std::string::npos) << error.where();
  EXPECT_EQ(error_of([&] { inspect_model(missing); }).code(), ErrorCode::kNotFound);
  EXPECT_EQ(error_of([&] { tokenize(missing, "a", {}); }).code(), ErrorCode::kNotFound);
}

}  // namespace
}  // namespace oree::engine_test
