// evaluation/unseen_tools.jsonl is what evaluation/README.md says of it, and no training data has its tools.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "workbench/call_requests.h"

namespace oree::workbench {
namespace {

namespace fs = std::filesystem;

const fs::path kFile = fs::path(OREE_SOURCE_DIR) / "evaluation" / "unseen_tools.jsonl";

std::vector<CallRequest> all_requests() { return read_call_requests(kFile, {}, 0); }

std::map<std::string, Json> all_tools() {
  std::map<std::string, Json> schemas;
  for (const CallRequest& request : all_requests()) {
    for (const ToolDescription& tool : request.tools) {
      const auto [known, is_new] = schemas.emplace(tool.name, tool.schema);
      EXPECT_EQ(known->second, tool.schema) << tool.name;
    }
  }
  return schemas;
}

bool is_word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool has_word(const std::string& text, const std::string& word) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const bool begins = at == 0 || !is_word_character(text[at - 1]);
    const std::size_t end = at + word.size();
    if (begins && (end == text.size() || !is_word_character(text[end]))) return true;
  }
  return false;
}

TEST(UnseenTools, AreFiftyWithFourRequestsEachAndSixtyThatFitNone) {
  std::map<std::string, std::map<std::string, int>> requests_of_tool;
  std::set<std::string> texts;
  int n_irrelevant = 0;
  for (const CallRequest& request : all_requests()) {
    texts.insert(request.request);
    EXPECT_GE(request.tools.size(), 3u) << request.id;
    EXPECT_LE(request.tools.size(), 8u) << request.id;
    std::set<std::string> names;
    for (const ToolDescription& tool : request.tools) names.insert(tool.name);
    EXPECT_EQ(names.size(), request.tools.size()) << request.id;
    if (request.expected.empty()) {
      EXPECT_EQ(request.category, "irrelevant") << request.id;
      ++n_irrelevant;
    } else {
      EXPECT_EQ(request.category, "call") << request.id;
      ASSERT_EQ(request.expected.size(), 1u) << request.id;
      ++requests_of_tool[request.expected.front().call.tool][request.language];
    }
  }
  EXPECT_EQ(texts.size(), 260u);
  EXPECT_EQ(n_irrelevant, 60);
  EXPECT_EQ(all_tools().size(), 50u);
  ASSERT_EQ(requests_of_tool.size(), 50u);
  for (const auto& [tool, languages] : requests_of_tool) {
    EXPECT_EQ(languages, (std::map<std::string, int>{{"en", 3}, {"fr", 1}})) << tool;
  }
}

// A model that has never seen the words can only copy them.
TEST(UnseenTools, TextsOfCallsStandInTheRequest) {
  for (const CallRequest& request : all_requests()) {
    for (const ExpectedCall& expected : request.expected) {
      const ToolDescription& tool = *std::find_if(request.tools.begin(), request.tools.end(),
                                                  [&](const auto& each) { return each.name == expected.call.tool; });
      for (const auto& [name, value] : expected.call.arguments.items()) {
        const Json& schema = tool.schema["properties"][name];
        if (schema.contains("enum")) continue;
        for (const Json& text : value.is_array() ? value : Json::array({value})) {
          if (!text.is_string()) continue;
          EXPECT_NE(request.request.find(text.get<std::string>()), std::string::npos) << request.id << ": " << text;
        }
      }
    }
  }
}

TEST(UnseenTools, AreInNoTableOfTheTraining) {
  const fs::path training = fs::path(OREE_SOURCE_DIR) / "training";
  if (!fs::exists(training / "oree_mini" / "toolbox")) {
    GTEST_SKIP() << "there is no training/oree_mini/toolbox";
  }
  const std::map<std::string, Json> tools = all_tools();
  for (const auto& entry : fs::recursive_directory_iterator(training)) {
    const std::string kind = entry.path().extension().string();
    if (!entry.is_regular_file() || (kind != ".py" && kind != ".json" && kind != ".toml" && kind != ".txt")) continue;
    std::ifstream file(entry.path());
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    for (const auto& [name, schema] : tools) {
      EXPECT_FALSE(has_word(text, name)) << entry.path() << " has " << name;
    }
  }
}

}  // namespace
}  // namespace oree::workbench
