#include <random>

#include "decode/json_schema.h"
#include "decode/vocabularies.h"
#include "text/tool_formats/syntax_tokens.h"
#include "text/tool_formats/tool_format.h"

namespace oree::decode {
namespace {

// A vocabulary with the tags of all families, some as control tokens, and every format on it.
class CallSyntaxTest : public testing::Test {
 protected:
  text::ToolFormat format(std::string_view name) const {
    return text::find_tool_format(name, {.tokenizer = &tokenizer_});
  }

  // Control tokens as their bytes.
  static std::string sentence(const text::ToolFormat& format, const text::Tokenizer& tokenizer, std::string text) {
    for (std::size_t i = 0; i < format.controls.size(); ++i) {
      const std::string spelling(tokenizer.token_spelling(format.controls[i]));
      for (std::size_t at = 0; (at = text.find(spelling, at)) != std::string::npos;) {
        text.replace(at, spelling.size(), 1, text::control_byte(i));
      }
    }
    return text;
  }

  const std::vector<ToolDescription> tools_ = {
      {"find", "", Json::parse(R"({"type": "object", "properties": {"name": {"type": "string", "maxLength": 12}},
                                   "required": ["name"], "additionalProperties": false})")},
      {"now", "", Json::parse(R"({"type": "object", "properties": {}, "additionalProperties": false})")}};
  const gguf::File file_ = test::byte_vocabulary({"{\"name\": \"", "\", \"", "arguments", "parameters\": {", "}}",
                                                  "}}]", "}\n</", "<tool", "_call>", ">\n", "\xFF\xFF", "find"},
                                                 {"<s>", "[TOOL_CALLS]", "[ARGS]", "<|python_tag|>", "</s>"})
                               .open();
  const text::Tokenizer tokenizer_ = text::Tokenizer::from_gguf(file_);
};

TEST_F(CallSyntaxTest, TakesWhatEachFormatWrites) {
  const std::vector<ToolCall> one = {{"find", {{"name", "Ana"}}}};
  const std::vector<ToolCall> two = {one[0], {"now", Json::object()}};
  for (const std::string_view name : text::tool_format_names()) {
    const text::ToolFormat tested = format(name);
    const TokenTrie trie(tokenizer_, tested.controls);
    const Grammar grammar = Grammar::from_tools(tools_, 2, std::nullopt, tested.syntaxes.front());
    const bool several = tested.syntaxes.front().takes_several();
    EXPECT_TRUE(test::is_sentence(grammar, trie, sentence(tested, tokenizer_, tested.write(one)))) << name;
    EXPECT_EQ(test::is_sentence(grammar, trie, sentence(tested, tokenizer_, tested.write(two))), several) << name;
    EXPECT_FALSE(test::is_sentence(grammar, trie, sentence(tested, tokenizer_, tested.write({two[1], two[1], two[1]}))))
        << name << ": more than max_calls";
    EXPECT_FALSE(
        test::is_sentence(grammar, trie, sentence(tested, tokenizer_, tested.write({{"lose", Json::object()}}))))
        << name << ": no such tool";
    const bool begins_with_a_token = text::is_control_byte(tested.syntaxes.front().opening().front());
    EXPECT_EQ(test::is_sentence(grammar, trie, tested.write(one)), !begins_with_a_token)
        << name << ": letters are no control token";
  }
}

TEST_F(CallSyntaxTest, EveryFormatsTriggerBeginsItsSentences) {
  for (const std::string_view name : text::tool_format_names()) {
    const text::ToolFormat tested = format(name);
    ASSERT_FALSE(tested.syntaxes.empty());
    const TokenTrie trie(tokenizer_, tested.controls);
    for (const text::CallSyntax& syntax : tested.syntaxes) {
      const Grammar grammar = Grammar::from_tools(tools_, 2, std::nullopt, syntax);
      GrammarMatcher matcher(grammar, trie);
      ASSERT_FALSE(syntax.trigger().empty()) << name;
      EXPECT_TRUE(matcher.try_bytes(syntax.trigger())) << name;
      EXPECT_FALSE(matcher.is_complete()) << name;
    }
  }
}

TEST_F(CallSyntaxTest, WhatNoiseWritesIsReadBackAndValid) {
  std::mt19937 random(1);
  for (const std::string_view name : text::tool_format_names()) {
    const text::ToolFormat tested = format(name);
    const TokenTrie trie(tokenizer_, tested.controls);
    std::size_t most = 0;
    for (const text::CallSyntax& syntax : tested.syntaxes) {
      const Grammar grammar = Grammar::from_tools(tools_, 4, std::nullopt, syntax);
      for (int round = 0; round < 60; ++round) {
        GrammarMatcher matcher(grammar, trie);
        std::string written;
        int left = 120 + round * 4;
        while (true) {
          const std::vector<TokenId> choices = test::allowed(matcher.mask(left));
          if (matcher.is_complete() && (choices.empty() || random() % 3 == 0)) break;
          ASSERT_FALSE(choices.empty()) << name << ": " << written;
          ASSERT_GT(left, 0) << name << ": " << written;
          const TokenId token = choices[random() % choices.size()];
          matcher.accept(token);
          --left;
          written += tokenizer_.is_control(token) ? tokenizer_.token_spelling(token) : tokenizer_.token_bytes(token);
        }
        const std::vector<ToolCall> calls = tested.parse(written);
        most = std::max(most, calls.size());
        for (const ToolCall& call : calls) {
          const auto& tool = call.tool == "find" ? tools_[0] : tools_[1];
          EXPECT_EQ(call.tool, tool.name);
          EXPECT_EQ(find_violation(tool.schema, call.arguments), std::nullopt) << written;
        }
      }
    }
    EXPECT_EQ(most, tested.syntaxes.front().takes_several() ? 4U : 1U) << name;
  }
}

TEST_F(CallSyntaxTest, SentencePiecesSpaceMayStandBehindTheControlToken) {
  text::CallSyntax syntax;
  syntax.begin = std::string(1, text::control_byte(0)) + "[";
  const std::string call = R"({"name": "now", "arguments": {}}])";
  const TokenTrie trie(tokenizer_, std::vector<TokenId>{*tokenizer_.find_control("[TOOL_CALLS]")});
  for (const bool may : {false, true}) {
    syntax.space_may_follow = may;
    const Grammar grammar = Grammar::from_tools(tools_, 2, std::nullopt, syntax);
    EXPECT_TRUE(test::is_sentence(grammar, trie, "\xFF[" + call));
    EXPECT_EQ(test::is_sentence(grammar, trie, "\xFF [" + call), may);
    EXPECT_FALSE(test::is_sentence(grammar, trie, "\xFF  [" + call));
  }
}

}  // namespace
}  // namespace oree::decode
