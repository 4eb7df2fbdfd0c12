#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <limits>

#include "cache/filter_file.h"
#include "engine/calibrated_model.h"
#include "model/tiny_model.h"
#include "oree/error.h"
#include "oree/workbench/calibrate.h"
#include "support/temporary_directory.h"
#include "workbench/safetensors_bytes.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

using testing::HasSubstr;

// Values that tell where they came from: layer, head and place.
std::vector<float> numbered(int n_layers, int n_heads, int dim) {
  std::vector<float> values;
  for (int layer = 0; layer < n_layers; ++layer) {
    for (int head = 0; head < n_heads; ++head) {
      for (int i = 0; i < dim; ++i) {
        values.push_back(static_cast<float>(1000 * layer + 100 * head + i + 1));
      }
    }
  }
  return values;
}

class ImportFilters : public testing::Test {
 protected:
  fs::path path(const std::string& name) const { return folder_.path() / name; }

  fs::path publish(const std::vector<std::uint64_t>& shape, const std::vector<float>& values,
                   const std::string& name = "q_filters", const std::string& type = "F32") const {
    const std::string bytes = test::SafetensorsBuilder().add(name, shape, values, type).bytes();
    std::ofstream(path("model.safetensors"), std::ios::binary) << bytes;
    return path("model.safetensors");
  }

  std::vector<float> imported(const std::string& model, const fs::path& published) const {
    const Json result = import_filters(model::golden(model + ".gguf"), published, path("out.gguf"));
    EXPECT_EQ(result["model"], model);
    EXPECT_EQ(result["tokens"], 0);
    EXPECT_EQ(result["statistics"], false);
    EXPECT_TRUE(result["report"].is_null());
    EXPECT_EQ(result["bytes"], fs::file_size(path("out.gguf")));
    const model::TinyModel tiny(model, "scalar");
    return cache::read_filter_file(path("out.gguf"), engine::calibrated_model(tiny.file, tiny.model)).filters.values;
  }

  Error error_of(const fs::path& published) const {
    try {
      import_filters(model::golden("llama_gqa.gguf"), published, path("out.gguf"));
    } catch (const Error& error) {
      EXPECT_FALSE(fs::exists(path("out.gguf")));
      return error;
    }
    return {ErrorCode::kInternal, "nothing was thrown"};
  }

 private:
  test::TemporaryDirectory folder_;
};

TEST_F(ImportFilters, SignsTurnAndHalvesBecomeNeighboursInTheLlamaFamily) {
  const std::vector<float> values = imported("llama_gqa", publish({4, 2, 16}, numbered(4, 2, 16)));
  ASSERT_EQ(values.size(), 128u);
  for (std::size_t layer = 0; layer < 4; ++layer) {
    for (std::size_t head = 0; head < 2; ++head) {
      const float first = static_cast<float>(1000 * layer + 100 * head + 1);
      const float* filter = values.data() + (layer * 2 + head) * 16;
      for (std::size_t i = 0; i < 8; ++i) {
        EXPECT_EQ(filter[2 * i], -(first + static_cast<float>(i)));
        EXPECT_EQ(filter[2 * i + 1], -(first + static_cast<float>(i + 8)));
      }
    }
  }
}

TEST_F(ImportFilters, HalvesStayWhereTheFileHasThem) {
  std::vector<float> expected = numbered(3, 2, 16);
  for (float& value : expected) {
    value = -value;
  }
  EXPECT_EQ(imported("qwen2", publish({3, 2, 16}, numbered(3, 2, 16))), expected);
}

// The keys that the authors' score ranks first are those that the imported filter ranks first: -(q_filters . key) in
// Hugging Face's layout is filter . key in the file's.
TEST_F(ImportFilters, ScoresAreThoseOfTheAuthors) {
  const std::vector<float> published = numbered(4, 2, 16);
  const std::vector<float> values = imported("llama_gqa", publish({4, 2, 16}, published));
  std::vector<float> key(16);  // Hugging Face's layout
  std::vector<float> key_of_the_file(16);
  for (std::size_t i = 0; i < 16; ++i) {
    key[i] = i % 3 == 0 ? -1.5f : static_cast<float>(i);
    key_of_the_file[i < 8 ? 2 * i : 2 * (i - 8) + 1] = key[i];
  }
  for (std::size_t filter = 0; filter < 8; ++filter) {
    double theirs = 0, ours = 0;
    for (std::size_t i = 0; i < 16; ++i) {
      theirs -= double{published[filter * 16 + i]} * key[i];
      ours += double{values[filter * 16 + i]} * key_of_the_file[i];
    }
    EXPECT_DOUBLE_EQ(ours, theirs);
  }
}

TEST_F(ImportFilters, AnotherShapeIsRefused) {
  const Error error = error_of(publish({4, 4, 16}, numbered(4, 4, 16)));
  EXPECT_EQ(error.code(), ErrorCode::kInvalid);
  EXPECT_THAT(std::string(error.what()), HasSubstr("[4, 4, 16] and the model's heads [4, 2, 16]"));
}

TEST_F(ImportFilters, WhatHoldsNoFiltersIsRefused) {
  EXPECT_EQ(error_of(publish({4, 2, 16}, numbered(4, 2, 16), "k_filters")).code(), ErrorCode::kCorrupt);
  EXPECT_EQ(error_of(publish({4, 2, 16}, numbered(4, 2, 16), "q_filters", "I32")).code(), ErrorCode::kUnsupported);
  std::vector<float> values = numbered(4, 2, 16);
  values[5] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(error_of(publish({4, 2, 16}, values)).code(), ErrorCode::kInvalid);
  EXPECT_EQ(error_of(path("nothing.safetensors")).code(), ErrorCode::kNotFound);
  std::ofstream(path("model.safetensors"), std::ios::binary | std::ios::trunc)
      << test::safetensors_bytes("no header", "");
  EXPECT_EQ(error_of(path("model.safetensors")).code(), ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace oree
