// What `run` keeps of an agent's instructions and tools between two starts.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "cli/program.h"

namespace oree::cli_test {
namespace {

namespace fs = std::filesystem;

class PrefixSnapshots : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_shipped_model()) {
      GTEST_SKIP() << shipped_model() << " is absent";
    }
  }

  // What a request gives, without the times it took.
  Json request(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments = {"run", "When is lunch with Ana?", "--now", "2026-11-23T09:00:00", "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Result result = home_.run(arguments);
    EXPECT_EQ(result.status, 0) << result.errors << result.output;
    EXPECT_EQ(result.errors, "");
    Json document = result.json();
    document["usage"].erase("seconds");
    document["usage"].erase("first_token_seconds");
    return document;
  }

  fs::path folder() const { return home_.folder() / "cache" / "oree" / "prefixes"; }
  std::vector<fs::path> snapshots() const {
    std::vector<fs::path> paths;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder(), none)) {
      if (entry.path().extension() == ".prefix") {
        paths.push_back(entry.path());
      }
    }
    return paths;
  }

  Home home_;
};

TEST_F(PrefixSnapshots, AreKeptForTheUserAloneAndChangeNoAnswer) {
  const Json expected = request({"--prefix-cache", "off"});
  EXPECT_FALSE(fs::exists(folder())) << "off keeps nothing";
  for (int start = 0; start < 3; ++start) {
    EXPECT_EQ(request(), expected);
    ASSERT_EQ(snapshots().size(), 1u);
  }
  struct stat status {};
  ASSERT_EQ(::stat(folder().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0700u);
  ASSERT_EQ(::stat(snapshots().front().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600u);
}

TEST_F(PrefixSnapshots, DamagedOnesAreMadeAgain) {
  const Json expected = request();
  ASSERT_EQ(snapshots().size(), 1u);
  const std::string whole = read_file(snapshots().front());
  std::string damaged = whole;
  damaged[whole.size() / 2] = static_cast<char>(damaged[whole.size() / 2] ^ 1);
  for (const std::string& content : {damaged, whole.substr(0, whole.size() / 3), std::string("nothing of ours")}) {
    std::ofstream(snapshots().front(), std::ios::binary) << content;
    EXPECT_EQ(request(), expected);
    ASSERT_EQ(snapshots().size(), 1u);
    EXPECT_TRUE(read_file(snapshots().front()) == whole);
  }
}

TEST_F(PrefixSnapshots, BoundedCachesHaveTheirOwn) {
  for (const std::vector<std::string>& cache : std::vector<std::vector<std::string>>{
           {"--cache", "streaming", "--budget", "128", "--evict-every", "32"},
           {"--cache", "keydiff", "--budget", "128", "--evict-every", "32", "--kv-type-k", "q8_0"}}) {
    std::vector<std::string> without = cache;
    without.insert(without.end(), {"--prefix-cache", "off"});
    const Json expected = request(without);
    EXPECT_EQ(request(cache), expected);
    EXPECT_EQ(request(cache), expected);
  }
  EXPECT_EQ(snapshots().size(), 2u);
}

TEST_F(PrefixSnapshots, ASizeOrOff) {
  request({"--prefix-cache", "1KiB"});
  EXPECT_TRUE(snapshots().empty());
  const Result result = home_.run({"run", "Hello", "--prefix-cache", "much"});
  EXPECT_EQ(result.status, 2);
  EXPECT_NE(result.errors.find("--prefix-cache"), std::string::npos) << result.errors;
}

TEST_F(PrefixSnapshots, APlaceThatCannotBeIsNoError) {
  const Json expected = request();
  home_.environment["XDG_CACHE_HOME"] = "/dev/null/cache";
  EXPECT_EQ(request(), expected);
}

TEST_F(PrefixSnapshots, PrivacyNamesThem) {
  const auto line = [&] {
    const Result result = home_.run({"run", "--explain-privacy"});
    EXPECT_NE(result.output.find(folder().string()), std::string::npos) << result.output;
    return result.output;
  };
  EXPECT_NE(line().find("holds none now"), std::string::npos);
  request();
  EXPECT_NE(line().find("open to you alone, checked now"), std::string::npos);
  fs::permissions(folder(), fs::perms::others_read, fs::perm_options::add);
  EXPECT_NE(line().find("NOT open to you alone"), std::string::npos);
  const Result off = home_.run({"run", "--explain-privacy", "--prefix-cache", "off"});
  EXPECT_NE(off.output.find("prefix snapshots: off"), std::string::npos) << off.output;
  EXPECT_EQ(off.output.find(folder().string()), std::string::npos) << off.output;
}

}  // namespace
}  // namespace oree::cli_test
