// The layering of docs/architecture.md, read off the #include lines.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

// From the lowest to the highest.
const std::vector<std::string> kLayers = {"base",   "gguf",   "tensor",    "kernels", "cache", "model", "text",
                                          "decode", "engine", "workbench", "agent",   "tools", "cli"};

// Pairs that the order alone would allow.
struct Forbidden {
  std::string layer;
  std::string lower;
};
const std::vector<Forbidden> kForbidden = {
    {"kernels", "gguf"},    {"text", "tensor"},  {"text", "model"},  {"decode", "model"}, {"agent", "engine"},
    {"agent", "workbench"}, {"tools", "engine"}, {"agent", "model"}, {"tools", "model"},  {"tensor", "gguf"},
};

int rank(const std::string& layer) {
  const auto found = std::find(kLayers.begin(), kLayers.end(), layer);
  return found == kLayers.end() ? -1 : static_cast<int>(found - kLayers.begin());
}

struct Include {
  fs::path file;
  std::string layer;
  std::string target;  // the first folder of the included path
};

std::vector<Include> includes_of_the_tree() {
  std::vector<Include> includes;
  const std::regex pattern("^\\s*#\\s*include\\s*\"([^\"/]+)/[^\"]*\"");
  const fs::path source = fs::path(OREE_SOURCE_DIR) / "src";
  for (const auto& entry : fs::recursive_directory_iterator(source)) {
    if (entry.path().extension() != ".cc" && entry.path().extension() != ".h") continue;
    const std::string layer = entry.path().lexically_relative(source).begin()->string();
    std::ifstream stream(entry.path());
    std::string line;
    std::smatch match;
    while (std::getline(stream, line)) {
      if (std::regex_search(line, match, pattern)) includes.push_back({entry.path(), layer, match[1]});
    }
  }
  return includes;
}

TEST(Layers, EveryFolderIsALayer) {
  for (const auto& entry : fs::directory_iterator(fs::path(OREE_SOURCE_DIR) / "src")) {
    EXPECT_GE(rank(entry.path().filename().string()), 0) << entry.path();
  }
}

TEST(Layers, NoneIncludesAHigherOne) {
  const std::vector<Include> includes = includes_of_the_tree();
  ASSERT_GT(includes.size(), 100u);
  for (const Include& include : includes) {
    const int target = rank(include.target);
    if (target < 0) continue;  // a public header or a subfolder of its own
    EXPECT_LE(target, rank(include.layer)) << include.file << " includes " << include.target;
    for (const Forbidden& pair : kForbidden) {
      EXPECT_FALSE(include.layer == pair.layer && include.target == pair.lower)
          << include.file << ": " << pair.layer << " knows nothing of " << pair.lower;
    }
  }
}

TEST(Layers, TheCommandLineUsesOnlyThePublicHeaders) {
  for (const Include& include : includes_of_the_tree()) {
    if (include.layer != "cli") continue;
    EXPECT_TRUE(include.target == "cli" || include.target == "oree") << include.file << " includes " << include.target;
  }
}

TEST(Layers, PublicHeadersIncludeOnlyPublicHeaders) {
  const std::regex pattern("^\\s*#\\s*include\\s*\"([^\"/]+)/");
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(OREE_SOURCE_DIR) / "include")) {
    if (entry.path().extension() != ".h") continue;
    std::ifstream stream(entry.path());
    std::string line;
    std::smatch match;
    while (std::getline(stream, line)) {
      if (std::regex_search(line, match, pattern)) {
        EXPECT_EQ(match[1].str(), "oree") << entry.path();
      }
    }
  }
}

}  // namespace
