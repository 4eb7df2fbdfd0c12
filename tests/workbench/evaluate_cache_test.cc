#include "oree/workbench/evaluate_cache.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <sstream>

#include "engine/shipped_model.h"
#include "oree/error.h"
#include "oree/workbench/ruler.h"
#include "support/temporary_directory.h"
#include "workbench/filler.h"
#include "workbench/paired.h"
#include "workbench/text_pieces.h"

namespace oree {
namespace {

using engine_test::error_of;
using engine_test::model_path;
using workbench::Mark;

class EvaluateCacheTest : public engine_test::WithModel {};

const std::vector<std::string> kMeasures = {"loss", "needle", "needle_loss", "ruler", "ruler_loss"};

EvaluateCacheOptions small_options() {
  EvaluateCacheOptions options;
  options.policies = {"knorm", "streaming"};
  options.budgets = {parse_cache_budget("100%"), parse_cache_budget("25%")};
  options.tasks = {"single", "multi_query"};
  options.length = 320;
  options.n_samples = 2;
  return options;
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST(PairedTest, DifferencesAreOfTheSameSamples) {
  const std::vector<double> values = {1.1, 5.3, 9.2};
  const std::vector<double> base = {1, 5, 9};
  const workbench::Difference difference = workbench::paired_difference(values, base);
  EXPECT_NEAR(difference.mean, 0.2, 1e-12);
  ASSERT_TRUE(difference.interval);
  // A deviation of 0.1, and 4.3027 of Student's t with two degrees of freedom.
  EXPECT_NEAR(difference.interval->high - difference.mean, 4.3027 * 0.1 / std::sqrt(3), 1e-4);
  EXPECT_FALSE(workbench::paired_difference(std::span(values).first(1), std::span(base).first(1)).interval);
}

TEST(PairedTest, TheBestIsMarkedAndWhatCannotBeToldFromIt) {
  // The second is always 1 to 1.2 worse than the first; the third goes up and down around it.
  const std::vector<std::vector<double>> values = {{1, 2, 3, 4}, {2, 3.2, 4, 5.1}, {1.5, 1.6, 3.4, 3.7}};
  EXPECT_EQ(workbench::best_and_tied(values, false), (std::vector<Mark>{Mark::kBest, Mark::kNone, Mark::kTied}));
  EXPECT_EQ(workbench::best_and_tied(values, true), (std::vector<Mark>{Mark::kNone, Mark::kBest, Mark::kNone}));
  const std::vector<std::vector<double>> same = {{1, 2}, {1, 2}};
  EXPECT_EQ(workbench::best_and_tied(same, true), (std::vector<Mark>{Mark::kBest, Mark::kTied}));
  EXPECT_TRUE(workbench::best_and_tied({}, true).empty());
}

TEST_F(EvaluateCacheTest, PiecesDoNotOverlapAndFollowFromTheSeed) {
  const Engine engine(model_path(), {});
  std::string text;
  for (const std::string& sentence : workbench::filler_sentences(1, 100)) {
    text += sentence + " ";
  }
  const auto pieces = workbench::draw_pieces(engine, {text}, 4, 100, 7);
  ASSERT_EQ(pieces.size(), 4u);
  EXPECT_EQ(pieces, workbench::draw_pieces(engine, {text}, 4, 100, 7));
  EXPECT_NE(pieces, workbench::draw_pieces(engine, {text}, 4, 100, 8));
  const std::size_t n_opening = engine.tokenize("", {}).size();
  for (std::size_t one = 0; one < pieces.size(); ++one) {
    EXPECT_EQ(pieces[one].size(), 100u);
    const std::string here = engine.detokenize(std::span(pieces[one]).subspan(n_opening));
    EXPECT_NE(text.find(here), std::string::npos);
    for (std::size_t other = 0; other < one; ++other) {
      EXPECT_NE(pieces[one], pieces[other]);
    }
  }
  EXPECT_EQ(error_of([&] { workbench::draw_pieces(engine, {text}, 1000, 100, 7); }).code(), ErrorCode::kInvalid);
}

TEST_F(EvaluateCacheTest, ABudgetForEverythingIsTheFullCacheBitForBit) {
  const Json document = evaluate_cache(model_path(), {}, small_options());
  ASSERT_EQ(document["cells"].size(), 4u);
  for (const Json& cell : document["cells"]) {
    const bool holds_all = cell["budget"] == "100%";
    bool differs = false;
    for (const std::string& measure : kMeasures) {
      if (holds_all) {
        EXPECT_EQ(cell[measure]["value"], document["full"][measure]["value"]) << measure;
        EXPECT_EQ(cell[measure]["difference"], 0) << measure;
        EXPECT_EQ(cell[measure]["low"], 0) << measure;
        EXPECT_EQ(cell[measure]["high"], 0) << measure;
        EXPECT_FALSE(cell[measure]["mark"].is_null()) << measure;  // all are as good as the best
      }
      EXPECT_NEAR(cell[measure]["value"].get<double>(),
                  document["full"][measure]["value"].get<double>() + cell[measure]["difference"].get<double>(), 1e-9);
      differs = differs || cell[measure]["difference"] != 0;
    }
    EXPECT_EQ(differs, !holds_all) << cell["policy"];
    EXPECT_EQ(cell["tasks"] == document["full"]["tasks"], holds_all) << cell["policy"];
    const auto bytes = cell["bytes"].get<std::size_t>();
    EXPECT_EQ(bytes == document["full"]["bytes"].get<std::size_t>(), holds_all);
    EXPECT_LE(bytes, document["full"]["bytes"].get<std::size_t>());
  }
}

TEST_F(EvaluateCacheTest, TheTasksAreThoseOfRuler) {
  const EvaluateCacheOptions options = small_options();
  RulerOptions ruler;
  ruler.lengths = {options.length};
  ruler.tasks = options.tasks;
  ruler.n_samples = options.n_samples;
  // The hay of both has to be the same text.
  std::string text;
  for (const std::string& sentence : workbench::filler_sentences(9, 300)) {
    text += sentence + " ";
  }
  ruler.texts = {text};
  EvaluateCacheOptions same = options;
  same.texts = {text};
  EngineOptions bounded;
  bounded.cache.policy = "knorm";
  bounded.cache.budget = parse_cache_budget("25%");
  bounded.cache.evict_at_end = true;
  const Json scores = measure_ruler(model_path(), bounded, ruler);
  const Json compared = evaluate_cache(model_path(), {}, same);
  for (const Json& cell : compared["cells"]) {
    if (cell["policy"] == "knorm" && cell["budget"] == "25%") {
      EXPECT_NEAR(cell["ruler"]["value"].get<double>(), scores["score"].get<double>(), 1e-12);
      EXPECT_NEAR(cell["ruler_loss"]["value"].get<double>(), scores["loss"].get<double>(), 1e-9);
      EXPECT_NEAR(cell["tasks"]["multi_query"]["loss"].get<double>(),
                  scores["by"]["task"]["multi_query"]["loss"].get<double>(), 1e-9);
    }
  }
}

TEST_F(EvaluateCacheTest, WritesReportsAndPicturesOfWhatItReturns) {
  const test::TemporaryDirectory folder;
  EvaluateCacheOptions options = small_options();
  options.tasks = {"single"};
  options.stream_tokens = 700;
  options.stream_budget = parse_cache_budget("64");
  options.reports = {folder.path() / "report.json", folder.path() / "report.md"};
  options.pictures = folder.path();
  int last_done = 0;
  int last_total = 0;
  options.on_progress = [&](int done, int total) {
    EXPECT_GE(done, last_done);
    last_done = done;
    last_total = total;
  };
  const Json document = evaluate_cache(model_path(), {}, options);
  EXPECT_EQ(last_done, last_total);
  EXPECT_EQ(last_total, 6 * 5 + 3);  // six contexts in full and four ways, three streams
  EXPECT_EQ(Json::parse(bytes_of(folder.path() / "report.json")), document);
  const std::string table = bytes_of(folder.path() / "report.md");
  EXPECT_EQ(table, evaluate_cache_table(document));
  EXPECT_NE(table.find("## Budget 25%"), std::string::npos);
  EXPECT_NE(table.find("| full cache |"), std::string::npos);
  EXPECT_NE(table.find("| knorm | **"), std::string::npos);
  EXPECT_NE(table.find("budget 64\n"), std::string::npos);
  for (const char* name : {"loss", "needle", "needle_loss", "ruler", "ruler_loss", "streaming"}) {
    const std::string picture = bytes_of(folder.path() / (std::string(name) + ".svg"));
    EXPECT_NE(picture.find("<svg"), std::string::npos) << name;
    EXPECT_NE(picture.find("knorm"), std::string::npos) << name;
  }

  const Json& stream = document["streaming"];
  EXPECT_EQ(stream["tokens"], 700);
  ASSERT_EQ(stream["policies"].size(), 3u);
  const Json& full = stream["policies"][0];
  EXPECT_EQ(full["policy"], "none");
  EXPECT_EQ(full["loss"]["difference"], 0);
  EXPECT_TRUE(full["loss"]["mark"].is_null());
  ASSERT_EQ(full["by_position"].size(), 2u);
  EXPECT_EQ(full["by_position"][1][0], 700);
  for (const Json& row : stream["policies"]) {
    EXPECT_EQ(row["by_position"][0][1], full["by_position"][0][1]);  // before the first eviction
  }
  EXPECT_NE(stream["policies"][1]["loss"]["difference"], 0);
  EXPECT_LT(stream["policies"][1]["bytes"].get<std::size_t>(), full["bytes"].get<std::size_t>());
}

TEST_F(EvaluateCacheTest, PoliciesWithoutWhatTheyNeedAreLeftOutAndNamed) {
  const test::TemporaryDirectory folder;
  const std::filesystem::path model = folder.path() / "without_filters.gguf";
  std::filesystem::create_symlink(std::filesystem::absolute(model_path()), model);
  EvaluateCacheOptions options = small_options();
  options.policies = {};
  options.budgets = {parse_cache_budget("25%")};
  options.tasks = {"single"};
  options.length = 128;
  options.n_samples = 1;
  const Json document = evaluate_cache(model, {}, options);
  const auto skips = [&](const std::string& policy) {
    return std::any_of(document["skipped"].begin(), document["skipped"].end(),
                       [&](const Json& skipped) { return skipped["policy"] == policy; });
  };
  EXPECT_TRUE(skips("q_filters"));
  EXPECT_FALSE(skips("snap_kv"));
  EXPECT_EQ(document["policies"].size() + document["skipped"].size() + 1, cache_policy_names().size());
  EXPECT_TRUE(document["cells"][0]["loss"]["low"].is_null());  // one sample says nothing of the spread
  EXPECT_TRUE(document["streaming"].is_null());
  options.policies = {"q_filters"};
  EXPECT_EQ(error_of([&] { evaluate_cache(model, {}, options); }).code(), ErrorCode::kNotFound);
}

TEST_F(EvaluateCacheTest, FiltersOfNoUseBesideTheModelLeaveTheirPoliciesOut) {
  const test::TemporaryDirectory folder;
  const std::filesystem::path model = folder.path() / "small.gguf";
  const std::filesystem::path filters = folder.path() / "small.qfilters.gguf";
  std::filesystem::create_symlink(std::filesystem::absolute(model_path()), model);
  EvaluateCacheOptions options = small_options();
  options.policies = {};
  options.budgets = {parse_cache_budget("25%")};
  options.tasks = {"single"};
  options.length = 128;
  options.n_samples = 1;
  const auto bytes = bytes_of(model_path());
  // No GGUF file; a file that breaks off; a model, which is no filter file.
  for (const std::string& content : {std::string("What is this?"), bytes.substr(0, 100), bytes}) {
    std::ofstream(filters, std::ios::trunc) << content;
    const Json document = evaluate_cache(model, {}, options);
    std::vector<std::string> skipped;
    for (const Json& policy : document["skipped"]) {
      skipped.push_back(policy["policy"]);
      EXPECT_EQ(policy["why"].get<std::string>().rfind("small.qfilters.gguf: ", 0), 0u) << policy;
      EXPECT_NE(evaluate_cache_table(document).find(policy["why"].get<std::string>()), std::string::npos);
    }
    EXPECT_EQ(skipped, (std::vector<std::string>{"q_filters", "leverage"}));
    EvaluateCacheOptions named = options;
    named.policies = {"q_filters"};
    EXPECT_EQ(error_of([&] { evaluate_cache(model, {}, named); }).where().rfind(filters.string(), 0), 0u);
    EngineOptions engine;
    engine.cache.filters = filters;
    EXPECT_EQ(error_of([&] { evaluate_cache(model, engine, options); }).where().rfind(filters.string(), 0), 0u);
  }
}

TEST_F(EvaluateCacheTest, MistakesInTheStreamAreNamedBeforeTheWork) {
  const auto error = [](const EvaluateCacheOptions& options) {
    EvaluateCacheOptions unworked = options;
    unworked.on_progress = [](int, int) { ADD_FAILURE() << "work was done"; };
    return error_of([&] { evaluate_cache(model_path(), {}, unworked); });
  };
  EvaluateCacheOptions options = small_options();
  options.stream_tokens = 1 << 20;
  EXPECT_EQ(error(options).where(), "--streaming") << "beyond the model's context";
  options.stream_tokens = 700;
  options.stream_budget = parse_cache_budget("3");
  EXPECT_EQ(error(options).where(), "--streaming-budget") << "no room for the sinks";
  options = small_options();
  options.length = 64;
  options.n_samples = 1;
  options.stream_tokens = 4096;
  std::string text;
  for (const std::string& sentence : workbench::filler_sentences(9, 100)) {
    text += sentence + " ";
  }
  options.texts = {text};
  EXPECT_EQ(error(options).where(), "--streaming") << "too little text";
}

TEST_F(EvaluateCacheTest, NothingIsComparedTwice) {
  const auto refusal = [](const EvaluateCacheOptions& options) {
    const Error error = error_of([&] { evaluate_cache(model_path(), {}, options); });
    EXPECT_EQ(error.code(), ErrorCode::kUsage);
    return error.where();
  };
  EvaluateCacheOptions options = small_options();
  options.policies = {"knorm", "knorm"};
  EXPECT_EQ(refusal(options), "--policies");
  options = small_options();
  options.budgets = {parse_cache_budget("50%"), parse_cache_budget("50.0%")};
  EXPECT_EQ(refusal(options), "--budgets");
  options = small_options();
  options.tasks = {"single", "single"};
  EXPECT_EQ(refusal(options), "--tasks");
}

TEST_F(EvaluateCacheTest, MoreContextsThanCanBeCountedAreRefused) {
  EvaluateCacheOptions options = small_options();
  options.length = 1 << 30;
  options.n_samples = 1 << 20;
  EXPECT_EQ(error_of([&] { evaluate_cache(model_path(), {}, options); }).code(), ErrorCode::kLimit);
  options.length = std::numeric_limits<int>::max();
  options.n_samples = std::numeric_limits<int>::max();
  const Error error = error_of([&] { evaluate_cache(model_path(), {}, options); });
  EXPECT_EQ(error.code(), ErrorCode::kLimit);
  EXPECT_EQ(error.where(), "--samples");
}

TEST_F(EvaluateCacheTest, WhatCannotBeMeasuredIsRefusedAndLeavesNothing) {
  const test::TemporaryDirectory folder;
  const auto where = [](const EvaluateCacheOptions& options) {
    const Error error = error_of([&] { evaluate_cache(model_path(), {}, options); });
    EXPECT_EQ(error.code(), ErrorCode::kInvalid);
    return error.where();
  };
  EvaluateCacheOptions options = small_options();
  options.length = 10;
  EXPECT_EQ(where(options), "--length");
  options = small_options();
  options.n_samples = 0;
  EXPECT_EQ(where(options), "--samples");
  options = small_options();
  options.budgets = {};
  EXPECT_EQ(where(options), "--budgets");
  options = small_options();
  options.stream_tokens = 10;
  EXPECT_EQ(where(options), "--streaming");
  options = small_options();
  options.texts = {"Too short a text."};
  EXPECT_EQ(where(options), "-f");
  options = small_options();
  options.policies = {"juggling"};
  EXPECT_EQ(error_of([&] { evaluate_cache(model_path(), {}, options); }).code(), ErrorCode::kInvalid);
  options = small_options();
  options.reports = {folder.path() / "report.txt"};
  EXPECT_EQ(where(options), (folder.path() / "report.txt").string());
  options.reports = {folder.path() / "absent" / "report.md"};
  EXPECT_EQ(error_of([&] { evaluate_cache(model_path(), {}, options); }).code(), ErrorCode::kNotFound);
  options.reports = {folder.path() / "report.md"};
  options.on_progress = [](int, int) { throw Error(ErrorCode::kCancelled, "enough"); };
  EXPECT_EQ(error_of([&] { evaluate_cache(model_path(), {}, options); }).code(), ErrorCode::kCancelled);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace oree
