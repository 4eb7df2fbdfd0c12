#include "cache/filter_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <limits>
#include <map>
#include <span>

#include "gguf/file.h"
#include "oree/error.h"
#include "support/gguf_writer.h"
#include "support/temporary_directory.h"

namespace oree::cache {
namespace {

namespace fs = std::filesystem;

using testing::HasSubstr;

CalibratedModel small_model() {
  return {.name = "small",
          .fingerprint = "0123abcd",
          .n_layers = 2,
          .n_heads = 4,
          .n_kv_heads = 2,
          .head_dim = 3,
          .rope_halves = false};
}

std::vector<float> ramp(int n, float first) {
  std::vector<float> values;
  for (int i = 0; i < n; ++i) {
    values.push_back(first + 0.5f * static_cast<float>(i));
  }
  return values;
}

FilterFile small_file(bool statistics) {
  FilterFile file{.model = small_model(),
                  .n_tokens = 600,
                  .seed = 9,
                  .filters = {.n_layers = 2, .n_kv_heads = 2, .head_dim = 3, .values = ramp(12, -2)},
                  .statistics = std::nullopt};
  if (statistics) {
    file.statistics = QueryStatistics{.n_layers = 2,
                                      .n_heads = 4,
                                      .n_kv_heads = 2,
                                      .head_dim = 3,
                                      .n_tokens = 588,
                                      .query_mean = ramp(24, 1),
                                      .query_moment = ramp(72, 2),
                                      .key_mean = ramp(12, 3),
                                      .key_moment = ramp(36, 4),
                                      .value_norm = ramp(4, 5),
                                      .value_gram = ramp(36, 6)};
  }
  return file;
}

class FilterFileTest : public testing::Test {
 protected:
  fs::path path() const { return folder_.path() / "small.qfilters.gguf"; }

  std::string bytes() const {
    std::ifstream file(path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static FilterFile read(const std::string& bytes) {
    return read_filter_file(gguf::File::from_bytes(std::as_bytes(std::span(bytes))), small_model());
  }

  Error error_of(const CalibratedModel& model = small_model()) const {
    try {
      read_filter_file(path(), model);
    } catch (const Error& error) {
      return error;
    }
    return {ErrorCode::kInternal, "nothing was thrown"};
  }

  // An honest file but for what is handed in.
  void write(const std::string& architecture, std::uint32_t version, const std::vector<std::uint64_t>& shape,
             std::uint32_t type, const std::vector<float>& values) const {
    test::GgufWriter writer;
    writer.add_string("general.architecture", architecture)
        .add_uint32("qfilters.version", version)
        .add_string("qfilters.model", "small")
        .add_string("qfilters.fingerprint", "0123abcd")
        .add_string("qfilters.rope_pairs", "neighbours")
        .add_uint32("qfilters.token_count", 600)
        .add_uint32("qfilters.seed", 9)
        .add_tensor("q_filters", shape, type, std::as_bytes(std::span(values)))
        .save(path());
  }

 private:
  test::TemporaryDirectory folder_;
};

void expect_same(const FilterFile& actual, const FilterFile& expected) {
  EXPECT_EQ(actual.model.name, expected.model.name);
  EXPECT_EQ(actual.model.fingerprint, expected.model.fingerprint);
  EXPECT_EQ(actual.n_tokens, expected.n_tokens);
  EXPECT_EQ(actual.seed, expected.seed);
  EXPECT_EQ(actual.filters.n_layers, expected.filters.n_layers);
  EXPECT_EQ(actual.filters.n_kv_heads, expected.filters.n_kv_heads);
  EXPECT_EQ(actual.filters.head_dim, expected.filters.head_dim);
  EXPECT_EQ(actual.filters.values, expected.filters.values);
  ASSERT_EQ(actual.statistics.has_value(), expected.statistics.has_value());
  if (expected.statistics) {
    EXPECT_EQ(actual.statistics->n_tokens, expected.statistics->n_tokens);
    EXPECT_EQ(actual.statistics->n_heads, expected.statistics->n_heads);
    EXPECT_EQ(actual.statistics->query_mean, expected.statistics->query_mean);
    EXPECT_EQ(actual.statistics->query_moment, expected.statistics->query_moment);
    EXPECT_EQ(actual.statistics->key_mean, expected.statistics->key_mean);
    EXPECT_EQ(actual.statistics->key_moment, expected.statistics->key_moment);
    EXPECT_EQ(actual.statistics->value_norm, expected.statistics->value_norm);
    EXPECT_EQ(actual.statistics->value_gram, expected.statistics->value_gram);
  }
}

TEST(FilterFilePath, IsBesideTheModel) {
  EXPECT_EQ(filter_file_beside("models/small.gguf"), "models/small.qfilters.gguf");
  EXPECT_EQ(filter_file_beside("model.v2.gguf"), "model.v2.qfilters.gguf");
}

TEST_F(FilterFileTest, WhatIsWrittenIsRead) {
  for (const bool statistics : {false, true}) {
    const FilterFile file = small_file(statistics);
    write_filter_file(path(), file);
    expect_same(read_filter_file(path(), small_model()), file);
  }
  EXPECT_FALSE(read_filter_file(path(), small_model(), false).statistics) << "statistics that were not wanted";
}

// The format of docs/calibration.md, for other programs.
TEST_F(FilterFileTest, OtherProgramsFindEverything) {
  write_filter_file(path(), small_file(true));
  const gguf::File file = gguf::File::open(path());
  EXPECT_EQ(file.get_string("general.architecture"), "qfilters");
  EXPECT_EQ(file.get_string("general.name"), "small");
  EXPECT_EQ(file.get_unsigned("qfilters.version"), 1u);
  EXPECT_EQ(file.get_string("qfilters.rope_pairs"), "neighbours");
  EXPECT_EQ(file.get_unsigned("qfilters.head_count"), 4u);
  EXPECT_EQ(file.get_unsigned("qfilters.statistics.token_count"), 588u);
  ASSERT_NE(file.find_tensor("q_filters"), nullptr);
  EXPECT_EQ(file.find_tensor("q_filters")->shape, (std::vector<std::uint64_t>{3, 2, 2}));
  EXPECT_EQ(file.find_tensor("query_moment")->shape, (std::vector<std::uint64_t>{3, 3, 4, 2}));
  EXPECT_EQ(file.find_tensor("value_norm")->shape, (std::vector<std::uint64_t>{2, 2}));
}

TEST_F(FilterFileTest, FiltersOfAnotherModelAreRefusedByName) {
  write_filter_file(path(), small_file(false));
  CalibratedModel other = small_model();
  other.name = "other";
  other.fingerprint = "ffff";
  const Error error = error_of(other);
  EXPECT_EQ(error.code(), ErrorCode::kInvalid);
  EXPECT_THAT(std::string(error.what()), HasSubstr("belong to the model \"small\", not to \"other\""));
  other.name = "small";
  EXPECT_THAT(std::string(error_of(other).what()), HasSubstr("whose weights or RoPE layout differ"));
  CalibratedModel halves = small_model();
  halves.rope_halves = true;
  EXPECT_EQ(error_of(halves).code(), ErrorCode::kInvalid);
}

TEST_F(FilterFileTest, WhatIsNoFilterFileIsRefused) {
  EXPECT_EQ(error_of().code(), ErrorCode::kNotFound);
  write("llama", 1, {3, 2, 2}, 0, ramp(12, 0));
  EXPECT_EQ(error_of().code(), ErrorCode::kUnsupported);
  EXPECT_THAT(std::string(error_of().what()), HasSubstr("not a filter file but a model of architecture \"llama\""));
  write("qfilters", 2, {3, 2, 2}, 0, ramp(12, 0));
  EXPECT_EQ(error_of().code(), ErrorCode::kUnsupported);
  EXPECT_THAT(std::string(error_of().what()), HasSubstr("version 2"));
  write("qfilters", 1, {3, 2, 2}, 0, ramp(12, 0));
  EXPECT_EQ(read_filter_file(path(), small_model()).filters.values, ramp(12, 0));
}

TEST_F(FilterFileTest, ATensorOfAnotherShapeOrTypeIsRefused) {
  write("qfilters", 1, {3, 2, 3}, 0, ramp(18, 0));
  EXPECT_EQ(error_of().code(), ErrorCode::kCorrupt);
  write("qfilters", 1, {12}, 0, ramp(12, 0));
  EXPECT_EQ(error_of().code(), ErrorCode::kCorrupt);
  write("qfilters", 1, {3, 2, 2}, 1, ramp(6, 0));  // F16
  EXPECT_EQ(error_of().code(), ErrorCode::kCorrupt);
}

TEST_F(FilterFileTest, NumbersThatAreNotFiniteAreRefused) {
  for (const float wrong : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    std::vector<float> values = ramp(12, 0);
    values[7] = wrong;
    write("qfilters", 1, {3, 2, 2}, 0, values);
    EXPECT_EQ(error_of().code(), ErrorCode::kCorrupt);
    EXPECT_THAT(std::string(error_of().what()), HasSubstr("element 7"));
  }
}

TEST_F(FilterFileTest, ATruncatedFileIsAnError) {
  write_filter_file(path(), small_file(true));
  const std::string whole = bytes();
  const std::uint64_t values_end = [&] {
    const gguf::File file = gguf::File::open(path());
    std::uint64_t end = 0;
    for (const gguf::TensorInfo& tensor : file.tensors()) {
      end = std::max<std::uint64_t>(end, tensor.file_offset + tensor.data.size());
    }
    return end;
  }();
  for (std::size_t n = 0; n < values_end; ++n) {
    const std::string cut = whole.substr(0, n);
    EXPECT_THROW(read(cut), Error) << n << " bytes of " << whole.size();
  }
}

// A flipped bit is an Error, or changes a number, or what is not read; never anything else.
TEST_F(FilterFileTest, AFlippedBitIsAnErrorOrAnotherNumber) {
  write_filter_file(path(), small_file(true));
  const std::string whole = bytes();
  int n_errors = 0;
  for (std::size_t byte = 0; byte < whole.size(); ++byte) {
    std::string flipped = whole;
    flipped[byte] = static_cast<char>(flipped[byte] ^ (1 << (byte % 8)));
    try {
      const FilterFile file = read(flipped);
      EXPECT_EQ(file.filters.values.size(), 12u);
      EXPECT_TRUE(std::all_of(file.filters.values.begin(), file.filters.values.end(),
                              [](float value) { return std::isfinite(value); }));
    } catch (const Error& error) {
      EXPECT_NE(error.code(), ErrorCode::kInternal) << "byte " << byte << ": " << error.what();
      ++n_errors;
    }
  }
  EXPECT_GT(n_errors, 300);
}

// The seeds of fuzz/filter_file_fuzzer.cc: a byte for the model that asks, then a file. OREE_WRITE_CORPUS=1 writes
// them.
TEST_F(FilterFileTest, TheFuzzersSeedsAreWhatIsWritten) {
  const fs::path corpus = OREE_SOURCE_DIR "/fuzz/corpus/filter_file";
  const auto seed = [&](char choice, const FilterFile& file) {
    write_filter_file(path(), file);
    return choice + bytes();
  };
  FilterFile halves = small_file(false);
  halves.model.rope_halves = true;
  FilterFile not_finite = small_file(false);
  not_finite.filters.values[3] = std::numeric_limits<float>::infinity();
  const std::map<std::string, std::string> seeds{{"filters", seed(0, small_file(false))},
                                                 {"statistics", seed(0, small_file(true))},
                                                 {"statistics_not_wanted", seed(4, small_file(true))},
                                                 {"other_heads", seed(2, small_file(false))},
                                                 {"halves", seed(0, halves)},
                                                 {"not_finite", seed(0, not_finite)}};
  for (const auto& [name, expected] : seeds) {
    if (std::getenv("OREE_WRITE_CORPUS") != nullptr) {
      fs::create_directories(corpus);
      std::ofstream(corpus / name, std::ios::binary) << expected;
    }
    std::ifstream stream(corpus / name, std::ios::binary);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(stream), {}), expected) << name;
  }
}

}  // namespace
}  // namespace oree::cache
