// `oree calibrate`, and `oree inspect` of a model that has filters.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "cli/program.h"
#include "oree/json.h"
#include "workbench/safetensors_bytes.h"

namespace oree::cli_test {
namespace {

namespace fs = std::filesystem;

using testing::HasSubstr;
using testing::Not;

class Calibrate : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_shipped_model()) {
      GTEST_SKIP() << "no shipped model";
    }
    std::string text;
    for (int i = 0; i < 250; ++i) {
      text += "On day " + std::to_string(i * 37 % 101) + " lunch with Ana, then " + std::to_string(i) + " notes. ";
    }
    text_ = home_.write("book.txt", text);
    fs::copy_file(shipped_model(), model());
  }

  std::string model() const { return (home_.folder() / "small.gguf").string(); }
  std::string filters() const { return (home_.folder() / "small.qfilters.gguf").string(); }
  std::string path(const std::string& name) const { return (home_.folder() / name).string(); }

  // Of the shipped model, which is made anew now and then.
  Json shape() const { return home_.run({"inspect", "-m", model(), "--json"}).json(); }
  std::size_t n_layers() const { return shape()["layers"].size(); }
  std::size_t n_kv_heads() const { return shape()["kv_heads"].get<std::size_t>(); }

  Result run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"calibrate", "-m", model(), "-t", "2"});
    return home_.run(arguments);
  }

  const Home home_;
  std::string text_;
};

TEST_F(Calibrate, FiltersLieBesideTheModelAndInspectShowsThem) {
  EXPECT_TRUE(home_.run({"inspect", "-m", model(), "--json"}).json()["filters"].is_null());
  const Result result = run({"-f", text_, "--tokens", "512", "--json"});
  ASSERT_EQ(result.status, 0) << result.errors;
  EXPECT_EQ(result.json()["filters"], filters());
  EXPECT_EQ(result.json()["tokens"], 512);
  EXPECT_TRUE(result.json()["statistics"].get<bool>());
  EXPECT_TRUE(result.json()["report"].is_null());
  EXPECT_EQ(home_.run({"inspect", "-m", model(), "--json"}).json()["filters"], filters());
  EXPECT_THAT(home_.run({"inspect", "-m", model()}).output, HasSubstr(filters()));
}

TEST_F(Calibrate, TheReportIsATableAVerdictAndReasons) {
  const Result result =
      run({"-f", text_, "--tokens", "512", "--no-statistics", "--report", "--picture", path("heads.svg")});
  ASSERT_EQ(result.status, 0) << result.errors;
  EXPECT_THAT(result.output,
              HasSubstr("layer head  variance     gap  positive  correlation   K-norm  verdict\n0 0   "));
  const std::string last_layer = std::to_string(n_layers() - 1), last_head = std::to_string(n_kv_heads() - 1);
  EXPECT_THAT(result.output, HasSubstr("\n" + last_layer + " " + last_head + "   "));
  EXPECT_THAT(result.output, HasSubstr(" tokens held out: "));
  EXPECT_THAT(result.output, HasSubstr("\n- on average over heads the filter"));
  const std::string picture = read_file(path("heads.svg"));
  EXPECT_EQ(picture.rfind("<svg ", 0), 0u);
  EXPECT_THAT(picture, HasSubstr("<title>layer " + last_layer + ", KV head " + last_head + ": "));
}

TEST_F(Calibrate, AHeldOutTextIsMeasuredOn) {
  const std::string held_out = home_.write("other.txt", read_file(text_));
  const Result result =
      run({"-f", text_, "--tokens", "512", "--no-statistics", "--report", "--held-out", held_out, "--json"});
  ASSERT_EQ(result.status, 0) << result.errors;
  const Json report = result.json()["report"];
  EXPECT_EQ(report["held_out_tokens"], 4096);
  EXPECT_EQ(report["heads"].size(), n_layers() * n_kv_heads());
}

TEST_F(Calibrate, PublishedFiltersAreImported) {
  const std::vector<std::uint64_t> heads = {n_layers(), n_kv_heads(), shape()["head_dim"].get<std::uint64_t>()};
  const std::vector<float> filters_of_all(heads[0] * heads[1] * heads[2], 0.5f);
  const std::string file =
      home_.write("model.safetensors", test::SafetensorsBuilder().add("q_filters", heads, filters_of_all).bytes());
  const Result result = home_.run({"calibrate", "-m", model(), "--import", file, "--json"});
  ASSERT_EQ(result.status, 0) << result.errors << result.output;
  EXPECT_EQ(result.json()["filters"], filters());
  EXPECT_EQ(result.json()["tokens"], 0);
}

TEST_F(Calibrate, ArgumentsThatContradictAreRefused) {
  EXPECT_EQ(run({}).status, 2);
  EXPECT_EQ(run({"-f", text_, "--import", "x.safetensors"}).status, 2);
  EXPECT_EQ(run({"--import", "x.safetensors", "--report"}).status, 2);
  EXPECT_EQ(run({"-f", text_, "--held-out", text_}).status, 2);
  const std::vector<std::vector<std::string>> flags = {
      {"--tokens", "512"}, {"--seed", "1"}, {"--no-statistics"}, {"--threads", "2"}};
  for (const std::vector<std::string>& flag : flags) {
    std::vector<std::string> arguments = {"calibrate", "-m", model(), "--import", "x.safetensors", "--json"};
    arguments.insert(arguments.end(), flag.begin(), flag.end());
    const Result result = home_.run(arguments);
    EXPECT_EQ(result.status, 2);
    EXPECT_EQ(result.json()["error"]["where"], flag.front());
  }
  EXPECT_FALSE(fs::exists(filters()));
}

TEST_F(Calibrate, WhatCannotBeWrittenIsKnownBeforeTheWork) {
  const std::string absent = path("absent/file.gguf");
  // A text of too few tokens is an error too, which comes with the work.
  const std::string few = home_.write("few.txt", "Few.");
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"-f", few, "-o", absent},
                                                    {"-f", few, "--picture", path("absent/heads.svg")},
                                                    {"--import", path("none.safetensors"), "-o", absent}}) {
    std::vector<std::string> with_json = {"calibrate", "-m", model(), "--json"};
    with_json.insert(with_json.end(), arguments.begin(), arguments.end());
    const Result result = home_.run(with_json);
    EXPECT_EQ(result.status, 1);
    EXPECT_EQ(result.json()["error"]["where"], path("absent")) << result.output;
  }
  EXPECT_FALSE(fs::exists(filters()));
}

TEST_F(Calibrate, NothingElseIsReplaced) {
  const std::string letter = home_.write("letter.txt", "Dear Ana");
  const Result output = run({"-f", text_, "-o", letter, "--json"});
  EXPECT_EQ(output.status, 1);
  EXPECT_EQ(output.json()["error"]["code"], "invalid");
  const Result picture = run({"-f", text_, "--picture", letter, "--json"});
  EXPECT_EQ(picture.status, 1);
  EXPECT_THAT(picture.json()["error"]["what"].get<std::string>(), HasSubstr("no SVG"));
  EXPECT_EQ(read_file(letter), "Dear Ana");
  EXPECT_FALSE(fs::exists(filters()));
}

}  // namespace
}  // namespace oree::cli_test
