// Whatever a model's weights are, the calls it is let write parse and are valid: the functions of the Berkeley
// Function Calling Leaderboard, each asked twenty times of a model that chooses at random.
#include <fstream>
#include <random>

#include "decode/grammar.h"
#include "decode/json_schema.h"
#include "decode/vocabularies.h"
#include "text/prompt_format.h"
#include "workbench/bfcl_functions.h"

namespace oree::workbench {
namespace {

constexpr int kCallsEach = 20;
constexpr int kMoreTokens = 40;  // than the shortest calls take at most

// Tokens of different lengths and kinds are as likely as one another, so that short texts are, too.
std::string write_calls(const decode::Grammar& grammar, const decode::TokenTrie& trie, const text::Tokenizer& tokenizer,
                        std::mt19937& random) {
  decode::GrammarMatcher matcher(grammar, trie);
  std::string text;
  int left = matcher.shortest_completion() + static_cast<int>(random() % kMoreTokens);
  while (!matcher.is_complete()) {
    const decode::TokenMask& mask = matcher.mask(left--);
    // A uniform choice among the set bits, without a list of them.
    std::size_t n_allowed = 0;
    for (const std::uint64_t word : mask) n_allowed += static_cast<std::size_t>(__builtin_popcountll(word));
    if (n_allowed == 0) return text + " <- nothing may follow";
    std::size_t chosen = random() % n_allowed;
    std::size_t word = 0;
    for (;; ++word) {
      const auto here = static_cast<std::size_t>(__builtin_popcountll(mask[word]));
      if (chosen < here) break;
      chosen -= here;
    }
    std::uint64_t bits = mask[word];
    for (; chosen > 0; --chosen) bits &= bits - 1;
    const auto token = static_cast<TokenId>(word * 64 + static_cast<std::size_t>(__builtin_ctzll(bits)));
    matcher.accept(token);
    text += tokenizer.token_bytes(token);
  }
  return text;
}

TEST(BfclFunctions, NamesAreMappedThereAndBack) {
  for (const char* name : {"f", "math.factorial", "a.b.c", "a-b", "a--b", "a_b.c-d"}) {
    EXPECT_EQ(function_name_of_tool(tool_name_of_function(name)), name);
    EXPECT_EQ(tool_name_of_function(name).find('.'), std::string::npos);
  }
  EXPECT_EQ(tool_name_of_function("math.factorial"), "math-factorial");
  for (const char* name : {"a..b", "a.-b", "a-.b"}) {
    EXPECT_EQ(test::error_of([&] { tool_name_of_function(name); }).code(), ErrorCode::kInvalid) << name;
  }
}

TEST(BfclFunctions, TypesOfPythonBecomeThoseOfJsonSchema) {
  const ToolDescription tool = tool_of_function(
      Json::parse(R"({"name": "f.g", "parameters": {"type": "dict", "properties": {"a": {"type": "float"},
        "b": {"type": "tuple", "items": {"type": "any"}}, "c": {"type": "string", "format": "whatever"}}}})"));
  EXPECT_EQ(tool.name, "f-g");
  EXPECT_EQ(tool.schema, Json::parse(R"({"type": "object", "properties": {"a": {"type": "number"},
        "b": {"type": "array", "items": {}}, "c": {"type": "string"}}})"));
  EXPECT_EQ(test::error_of([] { tool_of_function(Json::array()); }).code(), ErrorCode::kInvalid);
}

TEST(BfclFunctions, RandomWeightsWriteValidCallsOfEveryFunction) {
  const auto vocabulary = test::shared_data("tokenizers/ggml-vocab-gpt-2.gguf");
  if (!std::filesystem::exists(vocabulary)) GTEST_SKIP() << "needs " << vocabulary;
  const text::Tokenizer tokenizer = text::Tokenizer::from_gguf(gguf::File::open(vocabulary));
  const decode::TokenTrie trie(tokenizer);
  std::mt19937 random(7);
  int n_entries = 0;
  int n_calls = 0;
  std::ofstream dump;  // for another validator: OREE_BFCL_DUMP names a file
  if (const char* path = std::getenv("OREE_BFCL_DUMP")) dump.open(path);
  for (const char* part : {"simple_python", "multiple", "parallel", "parallel_multiple"}) {
    std::ifstream lines(test::shared_data("bfcl/BFCL_v4_" + std::string(part) + ".json"));
    for (std::string line; std::getline(lines, line);) {
      const Json entry = Json::parse(line);
      std::vector<ToolDescription> tools;
      for (const Json& function : entry["function"]) tools.push_back(tool_of_function(function));
      const decode::Grammar grammar = decode::Grammar::from_tools(tools, 3);
      ++n_entries;
      for (int i = 0; i < kCallsEach; ++i) {
        const std::string text = write_calls(grammar, trie, tokenizer, random);
        SCOPED_TRACE(entry["id"].get<std::string>() + ": " + text);
        const std::vector<ToolCall> calls = text::parse_calls(text);
        for (const ToolCall& call : calls) {
          const auto tool =
              std::find_if(tools.begin(), tools.end(), [&](const auto& one) { return one.name == call.tool; });
          ASSERT_NE(tool, tools.end());
          ASSERT_EQ(decode::find_violation(tool->schema, call.arguments), std::nullopt);
          if (dump.is_open()) dump << Json::array({tool->schema, call.arguments}).dump() << "\n";
          ++n_calls;
        }
      }
    }
  }
  EXPECT_EQ(n_entries, 1000);
  EXPECT_GE(n_calls, n_entries * kCallsEach);
}

}  // namespace
}  // namespace oree::workbench
