// Vocabularies for the tests of constrained decoding.
#pragma once

#include "decode/grammar.h"
#include "text/gguf_fixture.h"
#include "text/golden.h"
#include "text/tokenizer.h"

namespace oree::test {

// Every byte, and tokens that straddle the parts of calls and of characters.
inline text::Tokenizer straddling_vocabulary() {
  return text::Tokenizer::from_gguf(byte_vocabulary({"[{\"",
                                                     "[{\"name\": \"",
                                                     "name",
                                                     "\": \"",
                                                     "\": ",
                                                     "\", \"",
                                                     "\", \"arguments\": {\"",
                                                     "{}}]",
                                                     "\"}}]",
                                                     "\"}}, {\"name\": \"",
                                                     "}}",
                                                     "]}",
                                                     "[]",
                                                     "[\"",
                                                     "\"]",
                                                     "\\\"",
                                                     "\\\\",
                                                     "\\n",
                                                     "\\u00",
                                                     "\\u001",
                                                     "\\u",
                                                     "00",
                                                     "12",
                                                     "-1",
                                                     "1.5",
                                                     "e1",
                                                     "true",
                                                     "fal",
                                                     "null",
                                                     "calendar",
                                                     "calendar_",
                                                     "_create",
                                                     "start",
                                                     "\xC3\xA9\"",
                                                     "\xA9\"",
                                                     "\x9F\xA6",
                                                     "\xF0\x9F",
                                                     "\xE6\x97\xA5",
                                                     "  ",
                                                     ", ",
                                                     "ab",
                                                     "abc",
                                                     "title\": \"",
                                                     "\"title",
                                                     "\n\t",
                                                     "\"\"",
                                                     "\", ",
                                                     "é\", \""},
                                                    {"<s>", "[TOOL_CALLS]", "</s>"})
                                        .open());
}

inline std::vector<ToolDescription> built_in_descriptions() {
  std::vector<ToolDescription> tools;
  for (const Json& tool : read_json(std::filesystem::path(OREE_SOURCE_DIR) / "training/tools.json")) {
    tools.push_back({tool["name"], tool["description"], tool["schema"]});
  }
  return tools;
}

inline bool allows(const decode::TokenMask& mask, TokenId token) {
  return (mask[static_cast<std::size_t>(token) / 64] >> (token % 64) & 1) != 0;
}

inline std::vector<TokenId> allowed(const decode::TokenMask& mask) {
  std::vector<TokenId> tokens;
  for (std::size_t id = 0; id < mask.size() * 64; ++id) {
    if (allows(mask, static_cast<TokenId>(id))) tokens.push_back(static_cast<TokenId>(id));
  }
  return tokens;
}

// Whether the whole text is a sentence.
inline bool is_sentence(const decode::Grammar& grammar, const decode::TokenTrie& trie, std::string_view text) {
  decode::GrammarMatcher matcher(grammar, trie);
  return matcher.try_bytes(text) && matcher.is_complete();
}

}  // namespace oree::test
