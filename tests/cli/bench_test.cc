// `oree bench` as a program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/program.h"
#include "support/fake_llama_bench.h"

namespace oree::cli_test {
namespace {

using testing::HasSubstr;

std::vector<std::string> shape_arguments() {
  return {"bench", "--shape", "oree-mini", "--type", "q8_0",          "-p",  "16", "-n", "0", "-d", "0,8",
          "-r",    "1",       "-t",        "1",      "--read-memory", "2MiB"};
}

TEST(Bench, AShapeIsMeasuredBesideAPeerAndLeavesNoFile) {
  Home home;
  const std::filesystem::path temporary = home.folder() / "temporary";
  std::filesystem::create_directory(temporary);
  home.environment["TMPDIR"] = temporary.string();
  const std::string peer = test::fake_llama_bench(home.folder(), test::FakeBench::kIkLlamaCpp).string();
  std::vector<std::string> arguments = shape_arguments();
  const std::string picture = (home.folder() / "speed.svg").string();
  arguments.insert(arguments.end(), {"--peer", peer, "--peer-arg=-rtr", "--peer-arg=1", "--picture", picture});
  const Result words = home.run(arguments);
  ASSERT_EQ(words.status, 0) << words.errors;
  EXPECT_THAT(words.output, HasSubstr("tokens/s"));
  EXPECT_THAT(words.output, HasSubstr("limits   read "));
  EXPECT_THAT(words.output, HasSubstr("by difference"));
  EXPECT_THAT(words.output, HasSubstr("llama-bench -rtr 1, build abc1234"));
  EXPECT_THAT(words.output, HasSubstr("cache none"));
  EXPECT_NE(read_file(picture).find("<svg "), std::string::npos);
  EXPECT_THAT(read_file(peer + ".log"), HasSubstr(" -rtr 1 -p 16 -n 0"));
  EXPECT_TRUE(std::filesystem::is_empty(temporary));

  arguments.push_back("--json");
  const Result result = home.run(arguments);
  ASSERT_EQ(result.status, 0) << result.output;
  const Json document = result.json();
  ASSERT_EQ(document["prefill"].size(), 2u);
  EXPECT_EQ(document["prefill"][1]["depth"], 8);
  EXPECT_TRUE(document["decode"].empty());
  EXPECT_EQ(document["peer"]["prefill"][1]["by_difference"], true);
  EXPECT_GT(document["ratio"]["prefill"][0]["ratio"].get<double>(), 0);
  EXPECT_EQ(document["model"], "oree-mini, q8_0");
  EXPECT_TRUE(result.errors.empty()) << result.errors;
}

TEST(Bench, AFailingPeerIsNamedWithItsWords) {
  const Home home;
  const std::string peer = test::fake_llama_bench(home.folder(), test::FakeBench::kFailing).string();
  std::vector<std::string> arguments = shape_arguments();
  arguments.insert(arguments.end(), {"--peer", peer});
  const Result result = home.run(arguments);
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.errors, HasSubstr("status 3"));
  EXPECT_THAT(result.errors, HasSubstr("failed to load model"));
}

TEST(Bench, AWrittenShapeIsAModel) {
  const Home home;
  const std::string path = (home.folder() / "shape.gguf").string();
  const Result result = home.run({"bench", "--shape", "oree-mini", "--type", "q4_0", "--write", path, "--json"});
  ASSERT_EQ(result.status, 0) << result.output;
  EXPECT_EQ(result.json()["bytes"], std::filesystem::file_size(path));
  const Json inspected = home.run({"inspect", path, "--json"}).json();
  EXPECT_EQ(inspected["parameters"], result.json()["parameters"]);
  const Result measured = home.run({"bench", "-m", path, "-p", "8", "-n", "2", "-r", "1", "--read-memory", "2MiB",
                                    "--cache", "knorm", "--budget", "64", "--cpu", "scalar", "--json"});
  ASSERT_EQ(measured.status, 0) << measured.output;
  EXPECT_EQ(measured.json()["cpu"], "scalar");
  EXPECT_EQ(measured.json()["cache"]["policy"], "knorm");
  EXPECT_EQ(measured.json()["decode"][0]["tokens"], 2);
}

}  // namespace
}  // namespace oree::cli_test
