#include "workbench/shape_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "engine/shipped_model.h"
#include "gguf/file.h"
#include "oree/engine.h"
#include "oree/error.h"
#include "oree/workbench/bench.h"
#include "support/temporary_directory.h"

namespace oree::workbench {
namespace {

using engine_test::error_of;

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A known shape with few and small layers, so that a test may make it.
ModelShape shrunk(std::string_view name) {
  ModelShape shape = find_model_shape(name);
  shape.n_layers = 8;
  shape.embedding_length = 256;
  shape.n_heads = 2 * shape.n_heads / shape.n_kv_heads;
  shape.n_kv_heads = 2;
  shape.head_dim = 32;
  shape.feed_forward_length = 512;
  shape.vocabulary_size = 400;
  shape.context_length = 256;
  return shape;
}

class ShapeFileTest : public testing::Test {
 protected:
  test::TemporaryDirectory folder_;
  std::filesystem::path path_ = folder_.path() / "shape.gguf";
};

TEST_F(ShapeFileTest, EveryShapeLoadsAndPredictsFiniteNumbers) {
  for (const std::string& name : shape_names()) {
    SCOPED_TRACE(name);
    const ModelShape shape = shrunk(name);
    const Json written = write_shape_file(shape, path_, "q4_0", {});
    EXPECT_EQ(written["bytes"], std::filesystem::file_size(path_));
    const Engine engine(path_, {});
    EXPECT_EQ(engine.vocabulary_size(), 400);
    EXPECT_EQ(engine.context(), 256);
    const std::vector<TokenId> tokens = engine.tokenize("the tea <s>", {});
    EXPECT_EQ(engine.detokenize(tokens), "the tea <s>");
    std::vector<float> logits;
    engine.new_session().append(tokens, &logits);
    float largest = 0;
    for (const float logit : logits) {
      ASSERT_TRUE(std::isfinite(logit));
      largest = std::max(largest, std::fabs(logit));
    }
    EXPECT_GT(largest, 0.1f);
    EXPECT_LT(largest, 1000.0f);
    const Json inspected = inspect_model(path_);
    EXPECT_EQ(inspected["architecture"], shape.architecture);
    EXPECT_EQ(inspected["parameters"], written["parameters"]);
    const auto windows = std::count_if(inspected["layers"].begin(), inspected["layers"].end(),
                                       [](const Json& layer) { return layer["kind"] == "window"; });
    EXPECT_EQ(windows > 0, shape.window > 0);
  }
}

TEST_F(ShapeFileTest, TheShippedModelsShapeIsTheShippedModels) {
  if (!std::filesystem::exists(engine_test::model_path())) {
    GTEST_SKIP() << "no shipped model";
  }
  write_shape("oree-mini", "q8_0", path_, {});
  Json shape = inspect_model(path_);
  Json shipped = inspect_model(engine_test::model_path());
  for (const char* key : {"parameters", "context", "layers", "heads", "kv_heads", "head_dim", "types", "embedding",
                          "feed_forward", "kv_bytes_per_token", "rope"}) {
    EXPECT_EQ(shape[key], shipped[key]) << key;
  }
}

TEST_F(ShapeFileTest, TypesAreThoseOfAQuantisedModel) {
  write_shape_file(shrunk("llama-3.2-1b"), path_, "q4_k_m", {});
  const gguf::File file = gguf::File::open(path_);
  const auto type = [&](const char* name) { return tensor::from_ggml_id(file.find_tensor(name)->type); };
  EXPECT_EQ(type("token_embd.weight"), tensor::ElementType::kQ6K);
  EXPECT_EQ(type("blk.0.attn_v.weight"), tensor::ElementType::kQ6K);
  EXPECT_EQ(type("blk.1.attn_v.weight"), tensor::ElementType::kQ4K);
  EXPECT_EQ(type("blk.1.attn_q.weight"), tensor::ElementType::kQ4K);
  EXPECT_EQ(type("blk.0.attn_norm.weight"), tensor::ElementType::kF32);
  EXPECT_EQ(file.get_unsigned("general.file_type"), 15u);
}

TEST_F(ShapeFileTest, TheBytesAreAlwaysTheSame) {
  int last_done = 0;
  write_shape_file(shrunk("mistral-7b"), path_, "bf16", [&](int done, int total) {
    EXPECT_EQ(done, ++last_done);
    EXPECT_GE(total, done);
  });
  const std::string first = bytes_of(path_);
  write_shape_file(shrunk("mistral-7b"), path_, "bf16", {});
  EXPECT_EQ(bytes_of(path_), first);
  EXPECT_EQ(last_done, 3 + 8 * 9);
}

TEST_F(ShapeFileTest, WhatIsUnknownOrWouldBeLostIsRefused) {
  const Error shape = error_of([&] { write_shape("gpt-5", "q4_0", path_, {}); });
  EXPECT_EQ(shape.code(), ErrorCode::kUsage);
  EXPECT_THAT(shape.hint(), testing::HasSubstr("ministral-3-3b"));
  EXPECT_EQ(error_of([&] { write_shape("oree-mini", "q1_0", path_, {}); }).code(), ErrorCode::kUsage);
  std::ofstream(path_) << "a letter to Ana";
  EXPECT_EQ(error_of([&] { write_shape("oree-mini", "q4_0", path_, {}); }).code(), ErrorCode::kInvalid);
  EXPECT_EQ(bytes_of(path_), "a letter to Ana");
}

TEST(TemporaryFolderTest, GoesWithWhatItHolds) {
  std::filesystem::path path;
  {
    const TemporaryFolder folder;
    path = folder.path();
    std::ofstream(path / "file") << "x";
    EXPECT_TRUE(std::filesystem::exists(path / "file"));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace oree::workbench
