// `oree perplexity` and `oree needle` as programs.
#include <gtest/gtest.h>

#include <cmath>

#include "cli/program.h"
#include "support/npy.h"
#include "support/story.h"

namespace oree::cli_test {
namespace {

class Measurements : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_shipped_model()) {
      GTEST_SKIP() << "no shipped model";
    }
    text_ = home_.write("story.txt", test::story(120));
  }

  Home home_;
  std::string text_;
};

TEST_F(Measurements, PerplexityIsThatOfTheLogits) {
  const std::string logits_path = (home_.folder() / "logits.npy").string();
  const Json whole = home_.run({"tokenize", "--file", text_, "--json"}).json();
  std::vector<int> tokens = whole.get<std::vector<int>>();
  ASSERT_GT(tokens.size(), 400u);
  tokens.resize(400);
  std::string ids;
  for (const int token : tokens) {
    ids += (ids.empty() ? "" : ",") + std::to_string(token);
  }
  ASSERT_EQ(home_.run({"complete", "--token-ids", ids, "-n", "0", "--logits", logits_path, "--json"}).status, 0);
  const test::Array<float> logits = test::read_npy<float>(logits_path);
  const std::size_t row = logits.shape.at(1);
  double loss = 0;
  for (std::size_t index = 0; index + 1 < tokens.size(); ++index) {
    double total = 0;
    for (std::size_t token = 0; token < row; ++token) {
      total += std::exp(static_cast<double>(logits.values[index * row + token]));
    }
    const auto next = static_cast<std::size_t>(tokens[index + 1]);
    loss += (std::log(total) - logits.values[index * row + next]) / 399;
  }
  const std::string picture = (home_.folder() / "loss.svg").string();
  const Result result =
      home_.run({"perplexity", "-f", text_, "--tokens", "400", "--cache", "none", "--picture", picture, "--json"});
  ASSERT_EQ(result.status, 0) << result.output;
  EXPECT_EQ(result.json()["tokens"], 400);
  EXPECT_NEAR(result.json()["loss"].get<double>(), loss, 1e-9);
  EXPECT_NEAR(result.json()["perplexity"].get<double>(), std::exp(loss), 1e-6);
  EXPECT_NE(read_file(picture).find("<svg "), std::string::npos);

  const Result words = home_.run(
      {"perplexity", "-f", text_, "--tokens", "400", "--cache", "streaming", "--budget", "64", "--evict-every", "32"});
  EXPECT_EQ(words.status, 0) << words.errors;
  EXPECT_NE(words.output.find("cache streaming, budget 64, evicting in steps"), std::string::npos) << words.output;
}

TEST_F(Measurements, NeedlesAreAskedForAtEveryLengthAndDepth) {
  const std::vector<std::string> arguments = {"needle",   "-f",       text_,    "--lengths",  "120,200",
                                              "--depths", "3",        "--seed", "7",          "--cache",
                                              "knorm",    "--budget", "50%",    "--evict-at", "end"};
  std::vector<std::string> with_json = arguments;
  with_json.push_back("--json");
  const Result result = home_.run(with_json);
  ASSERT_EQ(result.status, 0) << result.output;
  const Json document = result.json();
  ASSERT_EQ(document["cells"].size(), 6u);
  EXPECT_EQ(document["cells"][1]["depth"], 50.0);
  EXPECT_EQ(document["cells"][5]["length"], 200);
  EXPECT_EQ(document["cache"]["evict_at"], "end");
  EXPECT_EQ(document["cache"]["asked"], "50%");
  EXPECT_EQ(home_.run(with_json).output, result.output);
  const Result words = home_.run(arguments);
  EXPECT_EQ(words.status, 0) << words.errors;
  EXPECT_NE(words.output.find("depth  50.0%"), std::string::npos) << words.output;

  const Json one = home_.run({"needle", "-f", text_, "--lengths", "120", "--depths", "30%", "--json"}).json();
  ASSERT_EQ(one["cells"].size(), 1u);
  EXPECT_EQ(one["cells"][0]["depth"], 30.0);
  EXPECT_TRUE(one["loss_low"].is_null());
}

}  // namespace
}  // namespace oree::cli_test
