#include "oree/workbench/calibrate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <numbers>
#include <stdexcept>

#include "cache/filter_file.h"
#include "engine/calibrated_model.h"
#include "gguf/file.h"
#include "model/model.h"
#include "model/tiny_model.h"
#include "oree/error.h"
#include "support/differences.h"
#include "support/npy.h"
#include "support/temporary_directory.h"
#include "workbench/calibration.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

using model::TinyModel;
using testing::HasSubstr;
using workbench::Calibration;

using Sequences = std::vector<std::vector<std::int32_t>>;

fs::path golden_filters(const std::string& name) { return fs::path(OREE_SOURCE_DIR) / "tests/golden/filters" / name; }

Sequences golden_texts(const std::string& name) {
  const test::Array<std::int32_t> texts = test::read_npy<std::int32_t>(golden_filters(name + ".texts.npy"));
  Sequences sequences;
  for (std::size_t i = 0; i < texts.shape.at(0); ++i) {
    const auto first = texts.values.begin() + static_cast<std::ptrdiff_t>(i * texts.shape.at(1));
    sequences.emplace_back(first, first + static_cast<std::ptrdiff_t>(texts.shape.at(1)));
  }
  return sequences;
}

Calibration calibrate(const TinyModel& tiny, const Sequences& sequences, int n_threads,
                      const workbench::CalibrationRun& run = {}) {
  ThreadPool threads(n_threads);
  return workbench::calibrate(tiny.model, engine::calibrated_model(tiny.file, tiny.model), sequences, run, threads);
}

// Radians; of the vectors as they are, sign included.
double angle(const float* a, const float* b, int n) {
  double product = 0, squares_a = 0, squares_b = 0;
  for (int i = 0; i < n; ++i) {
    product += double{a[i]} * b[i];
    squares_a += double{a[i]} * a[i];
    squares_b += double{b[i]} * b[i];
  }
  // The sine of small angles is exact where the cosine is not.
  double rest = 0;
  for (int i = 0; i < n; ++i) {
    rest += std::pow(a[i] / std::sqrt(squares_a) - b[i] / std::sqrt(squares_b), 2);
  }
  return product < 0 ? std::numbers::pi : 2 * std::asin(std::min(1.0, std::sqrt(rest) / 2));
}

class FiltersTest : public testing::TestWithParam<std::string> {};

// The cache rounds keys and values to f16, and that is most of the difference.
TEST_P(FiltersTest, AreThoseOfTheAuthorsProcedure) {
  const TinyModel tiny(GetParam(), kernels::best_table().name);
  const model::HyperParameters& hyper = tiny.model.hyper_parameters();
  const Calibration calibration = calibrate(tiny, golden_texts(GetParam()), 2);
  const cache::QFilters& filters = calibration.file.filters;
  const test::Array<float> expected = test::read_npy<float>(golden_filters(GetParam() + ".filters.npy"));
  ASSERT_EQ(expected.values.size(), filters.values.size());
  const std::vector<float> variances = test::read_npy<float>(golden_filters(GetParam() + ".variance.npy")).values;
  const std::vector<float> positives = test::read_npy<float>(golden_filters(GetParam() + ".positive.npy")).values;
  ASSERT_EQ(variances.size(), calibration.qualities.size());
  for (std::size_t i = 0; i < variances.size(); ++i) {
    const std::size_t first = i * static_cast<std::size_t>(hyper.head_dim);
    EXPECT_LE(angle(filters.values.data() + first, expected.values.data() + first, hyper.head_dim), 1e-3) << i;
    EXPECT_NEAR(calibration.qualities[i].variance, variances[i], 1e-3) << i;
    EXPECT_NEAR(calibration.qualities[i].positive, positives[i], 0.01) << i;
    EXPECT_GE(calibration.qualities[i].gap, 1.05 * 1.05 * 0.999) << i;
  }
  // Their length too: the mean of a group is not normalised.
  EXPECT_LE(test::largest_difference(filters.values, expected.values), 1e-3);
}

TEST_P(FiltersTest, DoNotDependOnTheNumberOfThreads) {
  const TinyModel tiny(GetParam(), kernels::best_table().name);
  const Sequences texts = golden_texts(GetParam());
  const Calibration one = calibrate(tiny, texts, 1, {.seed = 7, .n_rows = 50, .on_tokens = {}});
  const Calibration three = calibrate(tiny, texts, 3, {.seed = 7, .n_rows = 50, .on_tokens = {}});
  EXPECT_EQ(one.file.filters.values, three.file.filters.values);
  ASSERT_TRUE(one.file.statistics && three.file.statistics);
  EXPECT_EQ(one.file.statistics->query_moment, three.file.statistics->query_moment);
  EXPECT_EQ(one.file.statistics->key_mean, three.file.statistics->key_mean);
  EXPECT_EQ(one.file.statistics->value_gram, three.file.statistics->value_gram);
}

INSTANTIATE_TEST_SUITE_P(Models, FiltersTest,
                         testing::Values("llama_gqa", "llama_tied", "mistral_window", "ministral_interleaved", "qwen2"),
                         [](const auto& parameters) { return parameters.param; });

TEST(Calibration, SaysWhatItWasMadeFrom) {
  const TinyModel tiny("llama_gqa", "scalar");
  const Calibration calibration =
      calibrate(tiny, golden_texts("llama_gqa"), 1, {.seed = 3, .statistics = false, .on_tokens = {}});
  EXPECT_EQ(calibration.file.n_tokens, 600);
  EXPECT_EQ(calibration.file.seed, 3u);
  EXPECT_EQ(calibration.file.model.name, "llama_gqa");
  EXPECT_EQ(calibration.file.model.fingerprint, tiny.model.fingerprint());
  EXPECT_FALSE(calibration.file.statistics);
}

// Means and moments against sums over the queries and keys themselves.
TEST(Calibration, StatisticsAreMeansOverAllButTheFirstTokens) {
  class Sums final : public cache::QueryObserver {
   public:
    bool wants_plain() const noexcept override { return true; }
    void observe(const cache::QueryChunk& chunk, ThreadPool&) noexcept override {
      if (chunk.layer != 1) {
        return;
      }
      // Head 2 of 4, KV head 1 of 2, 16 values each.
      for (int token = std::max(0, 4 - chunk.first_position); token < chunk.n_tokens; ++token) {
        const float* query = chunk.plain_queries + (token * 4 + 2) * 16;
        const float* key = chunk.plain_keys + (token * 2 + 1) * 16;
        const float* value = chunk.values + (token * 2 + 1) * 16;
        double squares = 0;
        for (int i = 0; i < 16; ++i) {
          query_mean[i] += query[i];
          key_moment[i] += double{key[3]} * key[i];
          squares += double{value[i]} * value[i];
        }
        value_norm += std::sqrt(squares);
        ++n;
      }
    }
    double query_mean[16] = {};
    double key_moment[16] = {};
    double value_norm = 0;
    int n = 0;
  } sums;
  const TinyModel tiny("llama_gqa", "scalar");
  const Sequences texts = golden_texts("llama_gqa");
  const Calibration calibration = calibrate(tiny, texts, 2);
  ThreadPool threads(1);
  model::Model::Scratch scratch(tiny.model, 200);
  for (const std::vector<std::int32_t>& text : texts) {
    cache::KvCache cache = tiny.model.new_cache(200, 200, tensor::ElementType::kF16, tensor::ElementType::kF16);
    tiny.model.forward(text, cache, scratch, threads, {}, false, &sums);
  }
  ASSERT_TRUE(calibration.file.statistics);
  const cache::QueryStatistics& statistics = *calibration.file.statistics;
  EXPECT_EQ(sums.n, 3 * 196);
  EXPECT_EQ(statistics.n_tokens, sums.n);
  for (std::size_t i = 0; i < 16; ++i) {
    EXPECT_NEAR(statistics.query_mean[(4 + 2) * 16 + i], sums.query_mean[i] / sums.n, 1e-3);
    EXPECT_NEAR(statistics.key_moment[((2 + 1) * 16 + 3) * 16 + i], sums.key_moment[i] / sums.n, 1e-3);
  }
  EXPECT_NEAR(statistics.value_norm[2 + 1], sums.value_norm / sums.n, 1e-3);
}

TEST(Calibration, EndsWhereTheCallerThrows) {
  const TinyModel tiny("llama_gqa", "scalar");
  workbench::CalibrationRun run;
  run.on_tokens = [](int, int) { throw std::runtime_error("enough"); };
  EXPECT_THROW(calibrate(tiny, golden_texts("llama_gqa"), 1, run), std::runtime_error);
}

// With the shipped model, which has a tokenizer.
class CalibrateModel : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(model_path())) {
      GTEST_SKIP() << "no shipped model";
    }
  }
  static fs::path model_path() { return fs::path(OREE_SOURCE_DIR) / "models" / "oree-mini.gguf"; }
  // The shipped model is made anew now and then.
  static model::HyperParameters model_shape() { return model::read_hyper_parameters(gguf::File::open(model_path())); }
  fs::path path(const std::string& name) const { return folder_.path() / name; }

  static std::string text() {
    std::string result;
    for (int i = 0; i < 400; ++i) {
      result += "On day " + std::to_string(i * 37 % 101) + " lunch with " + (i % 3 == 0 ? "Ana" : "Bo") + " at " +
                std::to_string(i % 12) + ", then the notes of " + std::to_string(i) + ". ";
    }
    return result;
  }
  static CalibrateOptions options() {
    CalibrateOptions options;
    options.texts = {text()};
    options.n_tokens = 1024;
    options.sequence_tokens = 256;
    options.statistics = false;
    options.report = true;
    return options;
  }
  Error error_of(const CalibrateOptions& options, const std::string& name = "out.gguf") const {
    try {
      calibrate_model(model_path(), path(name), options);
    } catch (const Error& error) {
      return error;
    }
    return {ErrorCode::kInternal, "nothing was thrown"};
  }

 private:
  test::TemporaryDirectory folder_;
};

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_F(CalibrateModel, WritesTheSameFileAndReportWithAnyNumberOfThreads) {
  CalibrateOptions asked = options();
  asked.n_threads = 1;
  const Json one = calibrate_model(model_path(), path("one.gguf"), asked);
  asked.n_threads = 3;
  const Json three = calibrate_model(model_path(), path("three.gguf"), asked);
  EXPECT_EQ(bytes_of(path("one.gguf")), bytes_of(path("three.gguf")));
  EXPECT_EQ(one["report"], three["report"]);
  EXPECT_EQ(one["tokens"], 1024);
  EXPECT_EQ(one["sequences"], 4);
  EXPECT_EQ(one["filters"], path("one.gguf").string());
  EXPECT_EQ(one["bytes"], fs::file_size(path("one.gguf")));
  EXPECT_EQ(one["report"]["held_out_tokens"], 512);
  const model::HyperParameters shape = model_shape();
  ASSERT_EQ(one["report"]["heads"].size(), static_cast<std::size_t>(shape.n_layers * shape.n_kv_heads));
  for (const Json& head : one["report"]["heads"]) {
    EXPECT_LE(std::fabs(head["correlation"].get<double>()), 1);
    EXPECT_GE(head["positive"].get<double>(), 0.5 - 1e-9);
  }
}

TEST_F(CalibrateModel, TheReportChangesNothingOfTheFile) {
  CalibrateOptions asked = options();
  calibrate_model(model_path(), path("with.gguf"), asked);
  asked.report = false;
  const Json plain = calibrate_model(model_path(), path("without.gguf"), asked);
  EXPECT_TRUE(plain["report"].is_null());
  EXPECT_EQ(bytes_of(path("with.gguf")), bytes_of(path("without.gguf")));
}

TEST_F(CalibrateModel, StepsAreTold) {
  CalibrateOptions asked = options();
  std::vector<std::string> steps;
  asked.on_progress = [&](std::string_view step, int done, int total) {
    EXPECT_LE(done, total);
    if (steps.empty() || steps.back() != step) {
      steps.emplace_back(step);
    }
  };
  calibrate_model(model_path(), path("out.gguf"), asked);
  EXPECT_EQ(steps, (std::vector<std::string>{"calibrating", "measuring"}));
}

TEST_F(CalibrateModel, TooLittleTextIsRefusedBeforeTheWork) {
  CalibrateOptions asked = options();
  asked.texts = {"Hello."};
  EXPECT_THAT(std::string(error_of(asked).what()),
              HasSubstr("fewer than the " + std::to_string(model_shape().head_dim) + " dimensions of a head"));
  asked = options();
  asked.held_out_text = "A few words.";
  const Error error = error_of(asked);
  EXPECT_EQ(error.code(), ErrorCode::kInvalid);
  EXPECT_THAT(std::string(error.what()), HasSubstr("fewer than the 100 tokens that the report measures on"));
  EXPECT_FALSE(fs::exists(path("out.gguf")));
  asked.report = false;
  EXPECT_NO_THROW(calibrate_model(model_path(), path("out.gguf"), asked));
}

TEST_F(CalibrateModel, NothingElseIsOverwritten) {
  std::ofstream(path("letter.txt")) << "Dear Ana";
  EXPECT_EQ(error_of(options(), "letter.txt").code(), ErrorCode::kInvalid);
  EXPECT_EQ(bytes_of(path("letter.txt")), "Dear Ana");
  EXPECT_THROW(calibrate_model(model_path(), model_path(), options()), Error);
}

TEST_F(CalibrateModel, FiltersSuitTheirModelOnly) {
  const Json made = calibrate_model(model_path(), path("out.gguf"), options());
  const TinyModel tiny("llama_gqa", "scalar");
  try {
    cache::read_filter_file(path("out.gguf"), engine::calibrated_model(tiny.file, tiny.model));
    FAIL() << "filters of another model were read";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalid);
    EXPECT_THAT(std::string(error.what()), HasSubstr(made["model"].get<std::string>()));
  }
}

}  // namespace
}  // namespace oree
