// Bounded caches from the command line: what heads hold, sessions that are saved and resumed.
#include <gtest/gtest.h>

#include "cli/program.h"
#include "support/story.h"

namespace oree::cli_test {
namespace {

std::string ids(int first, int n) {
  std::string text;
  for (int i = first; i < first + n; ++i) {
    text += (i > first ? "," : "") + std::to_string(300 + i * 7 % 2000);
  }
  return text;
}

class CacheFlags : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_shipped_model()) {
      GTEST_SKIP() << "the shipped model is absent";
    }
  }

  Json kept(std::vector<std::string> flags) const {
    const std::string path = (home_.folder() / "kept.json").string();
    std::vector<std::string> arguments = {"complete", "--token-ids", ids(0, 300), "-n", "0", "--kept", path};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    const Result result = home_.run(arguments);
    EXPECT_EQ(result.status, 0) << result.errors;
    return Json::parse(read_file(path));
  }

  // Of the shipped model, which is made anew now and then.
  Json shape() const { return home_.run({"inspect", "-m", shipped_model().string(), "--json"}).json(); }

  // The last layer that evicts.
  static std::size_t global_layer(const Json& shape) {
    std::size_t layer = shape["layers"].size() - 1;
    while (shape["layers"][layer]["kind"] != "global") {
      --layer;
    }
    return layer;
  }

  Home home_;
};

TEST_F(CacheFlags, KeptNamesThePositionsOfEveryHead) {
  const Json all = kept({});
  const Json model = shape();
  ASSERT_EQ(all.size(), model["layers"].size());
  ASSERT_EQ(all[0].size(), model["kv_heads"].get<std::size_t>());
  const Json& head = all[global_layer(model)].back();
  EXPECT_EQ(head.size(), 300u);
  EXPECT_EQ(head.back(), 299);
}

TEST_F(CacheFlags, TheBudgetMayBeTokensAPartOrBytes) {
  const std::vector<std::string> streaming = {"--cache", "streaming", "--context", "512", "--evict-every", "50"};
  const Json model = shape();
  const auto held = [&](const std::string& budget, const std::vector<std::string>& more = {}) {
    std::vector<std::string> flags = streaming;
    flags.insert(flags.end(), {"--budget", budget});
    flags.insert(flags.end(), more.begin(), more.end());
    return kept(flags)[global_layer(model)][1];
  };
  const Json tokens = held("64");
  ASSERT_EQ(tokens.size(), 64u);
  EXPECT_EQ(tokens[3], 3) << "sinks";
  EXPECT_EQ(tokens[4], 240);
  EXPECT_EQ(held("12.5%"), tokens) << "of a context of 512";
  EXPECT_EQ(held("64", {"--sinks", "0"}).front(), 236);
  EXPECT_EQ(held("64", {"--evict-at", "end"}), tokens) << "the last eviction is where the prompt ends";
  const int all_layers = model["kv_bytes_per_token"]["f16"];
  const int global_layers = model["kv_bytes_per_token_beyond_windows"]["f16"];
  const int room =
      512 * (all_layers - global_layers) + 200 * global_layers;  // bytes: windows of 512, 200 tokens beyond
  const Json bytes = held(std::to_string((room + 1023) / 1024) + "KiB");
  EXPECT_GT(bytes.size(), 4u);
  EXPECT_LT(bytes.size(), 300u);
}

TEST_F(CacheFlags, WhatIsKeptDoesNotDependOnTheChunkOrThreads) {
  for (const char* policy : {"knorm", "keydiff", "lag_kv", "snap_kv", "expected_attention", "random"}) {
    const std::vector<std::string> flags = {"--cache",       policy, "--budget",       "48",
                                            "--evict-every", "32",   "--head-budgets", "adaptive"};
    const auto with = [&](const std::vector<std::string>& more) {
      std::vector<std::string> arguments = flags;
      arguments.insert(arguments.end(), more.begin(), more.end());
      return kept(arguments);
    };
    const Json expected = with({"--chunk", "256", "-t", "1"});
    EXPECT_EQ(with({"--chunk", "7", "-t", "2"}), expected) << policy;
  }
}

TEST_F(CacheFlags, TheSeedIsTheRandomPoliciesToo) {
  const std::vector<std::string> flags = {"--cache", "random", "--budget", "48", "--evict-every", "32", "--seed"};
  const auto with_seed = [&](const std::string& seed) {
    std::vector<std::string> arguments = flags;
    arguments.push_back(seed);
    return arguments;
  };
  EXPECT_EQ(kept(with_seed("7")), kept(with_seed("7")));
  EXPECT_NE(kept(with_seed("7")), kept(with_seed("8")));
  const std::string text = home_.write("story.txt", test::story(60));
  const auto loss = [&](const std::string& seed) {
    std::vector<std::string> arguments = with_seed(seed);
    arguments.insert(arguments.begin(), {"perplexity", "-f", text, "--tokens", "200", "--json"});
    const Result result = home_.run(arguments);
    EXPECT_EQ(result.status, 0) << result.output;
    return result.json()["loss"].get<double>();
  };
  EXPECT_EQ(loss("7"), loss("7"));
  EXPECT_NE(loss("7"), loss("8"));
}

TEST_F(CacheFlags, APolicyAndABudgetThatAMemoryPlanChoosesAreLeftOut) {
  const auto status = [&](std::vector<std::string> flags) {
    flags.insert(flags.begin(), {"complete", "Lunch", "-n", "1"});
    return home_.run(flags).status;
  };
  EXPECT_EQ(status({"--memory", "1GiB", "--budget", "50%"}), 0);
  EXPECT_EQ(status({"--memory", "1GiB", "--cache", "knorm"}), 0);
  EXPECT_EQ(status({"--cache", "knorm", "--budget", "100%"}), 0);
  EXPECT_EQ(status({"--cache", "none", "--budget", "50%"}), 0) << "the full cache, in the place of a policy";
}

TEST_F(CacheFlags, AResumedSessionWritesWhatAnUninterruptedOneDoes) {
  const std::string saved = (home_.folder() / "session").string();
  const std::vector<std::string> flags = {"--cache", "keydiff", "--budget", "48", "--evict-every", "32", "--json"};
  const auto complete = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "complete");
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    const Result result = home_.run(arguments);
    EXPECT_EQ(result.status, 0) << result.errors;
    return result.json();
  };
  const Json whole = complete({"--token-ids", ids(0, 200), "-n", "20"});
  complete({"--token-ids", ids(0, 120), "-n", "0", "--save", saved});
  EXPECT_EQ(complete({"--resume", saved, "--token-ids", ids(120, 80), "-n", "20"})["tokens"], whole["tokens"]);
  complete({"--token-ids", ids(0, 200), "-n", "8", "--save", saved});
  const Json rest = complete({"--resume", saved, "-n", "12"});
  Json tokens = Json::array();
  tokens.insert(tokens.end(), whole["tokens"].begin() + 8, whole["tokens"].end());
  EXPECT_EQ(rest["tokens"], tokens);

  const Result other = home_.run({"complete", "--resume", saved, "-n", "1", "--json"});
  EXPECT_EQ(other.status, 1);
  EXPECT_EQ(Json::parse(other.output)["error"]["code"], "invalid") << "saved with a policy, resumed without";
}

TEST_F(CacheFlags, WhatCannotBeWrittenIsKnownBeforeTheWork) {
  const std::string absent = (home_.folder() / "absent").string();
  for (const char* flag : {"--kept", "--save"}) {
    // No model is opened yet, and there is one document.
    const Result result = home_.run({"complete", "Lunch", "-m", "none.gguf", flag, absent + "/file", "--json"});
    EXPECT_EQ(result.status, 1);
    EXPECT_EQ(result.json()["error"]["where"], absent) << flag << result.output;
    const Result folder = home_.run({"complete", "Lunch", flag, home_.folder().string(), "--json"});
    EXPECT_EQ(folder.json()["error"]["code"], "invalid") << flag << folder.output;
  }
}

TEST_F(CacheFlags, AFileThatFailsAtTheEndIsTheOneDocument) {
  const Result result = home_.run({"complete", "Lunch", "-n", "1", "--kept", "/dev/full", "--json"});
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.json()["error"]["code"], "io") << result.output;
}

TEST_F(CacheFlags, MistakesNameTheFlag) {
  const auto error_of = [&](std::vector<std::string> flags) {
    flags.insert(flags.begin(), {"complete", "Lunch", "-n", "1", "--json"});
    const Result result = home_.run(flags);
    EXPECT_NE(result.status, 0);
    return Json::parse(result.output)["error"].dump();
  };
  EXPECT_NE(error_of({"--cache", "best"}).find("keydiff"), std::string::npos) << "the policies there are";
  EXPECT_NE(error_of({"--cache", "knorm", "--budget", "many"}).find("--budget"), std::string::npos);
  EXPECT_NE(error_of({"--cache", "knorm", "--budget", "3"}).find("--budget"), std::string::npos) << "no room for sinks";
  EXPECT_NE(error_of({"--cache", "knorm", "--budget", "50", "--window", "60"}).find("--window"), std::string::npos);
  EXPECT_NE(error_of({"--cache", "q_filters", "--budget", "50%", "--filters", "none.gguf"}).find("none.gguf"),
            std::string::npos);
}

}  // namespace
}  // namespace oree::cli_test
