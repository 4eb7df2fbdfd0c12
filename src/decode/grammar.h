// Constrained decoding: an automaton over bytes, made from JSON Schemas, and the masks of tokens it allows.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decode/compiled_schema.h"
#include "oree/tool.h"
#include "text/call_syntax.h"
#include "text/tokenizer.h"

namespace oree::decode {

// A bit a token: 1 allowed. [ceil(vocabulary_size / 64)] words.
using TokenMask = std::vector<std::uint64_t>;

// The vocabulary as a trie of bytes, made once per tokenizer; shared by every matcher. The tokenizer must outlive it.
class TokenTrie {
 public:
  // controls: at most text::kMaxCallControls control tokens that a grammar knows, the i-th as the byte
  // text::control_byte(i), which then stands for nothing else. Others are in no grammar.
  explicit TokenTrie(const text::Tokenizer& tokenizer, std::span<const TokenId> controls = {});
  ~TokenTrie();
  TokenTrie(TokenTrie&&) noexcept;

  struct State;
  const std::shared_ptr<const State>& state() const noexcept { return state_; }

 private:
  std::shared_ptr<const State> state_;
};

// Of one turn.
inline constexpr int kMaxCalls = 8;

// A language of byte strings. Shared by matchers and threads: what is worked out of it on the way is kept under a lock.
class Grammar {
 public:
  // 1 to max_calls calls written as the syntax says, one alone where it takes no more; the arguments of each valid
  // under its tool's schema, members in the order of the schema's properties, ", " and ": " as their only white space.
  // quotable: the text whose words arguments marked x-oree-quoted repeat, so that a small model cannot misspell what it
  // copies; valid UTF-8. nullopt: they are strings like others.
  // Throws as compile_schema; where() starts with the tool's name.
  static Grammar from_tools(const std::vector<ToolDescription>& tools, int max_calls = kMaxCalls,
                            std::optional<std::string_view> quotable = std::nullopt,
                            const text::CallSyntax& syntax = {});
  // One JSON value under the schema. With Spelling::kCanonical written the same way; with kAny every JSON text of it,
  // white space around it included. Throws as compile_schema.
  static Grammar from_json_schema(const Json& schema, const CompileOptions& options);
  // As a model should write it: canonically, and in objects no keys that the schema does not name.
  static Grammar from_json_schema(const Json& schema);
  // The texts that the whole of an ECMA-262 expression matches. Throws as parse_regular_expression.
  static Grammar from_regular_expression(std::string_view pattern);
  // One of the texts. Throws Error kInvalid without any.
  static Grammar from_choices(std::span<const std::string> choices);
  // A grammar in llama.cpp's notation. Throws as parse_gbnf.
  static Grammar from_gbnf(std::string_view text);
  ~Grammar();
  Grammar(Grammar&&) noexcept;

  // nullopt when the text is a sentence; otherwise the first byte that cannot stand there, or the text's size when it
  // only stops too early.
  std::optional<std::size_t> find_misfit(std::string_view text) const;

  struct State;
  const State& state() const noexcept { return *state_; }

 private:
  explicit Grammar(std::unique_ptr<const State> state);
  std::unique_ptr<const State> state_;
};

// Follows one generation through a grammar. Grammar and trie must outlive it.
class GrammarMatcher {
 public:
  GrammarMatcher(const Grammar& grammar, const TokenTrie& trie);
  ~GrammarMatcher();
  GrammarMatcher(GrammarMatcher&&) noexcept;

  // The tokens that may come next and still leave a completion of at most tokens_left tokens, themselves included.
  // Never empty unless is_complete(). Invalidated by the next call.
  // tokens_left smaller than shortest_completion(): the tokens on a shortest way to the end.
  // Of a grammar with Spelling::kAny tokens_left is not regarded.
  const TokenMask& mask(int tokens_left);
  // An upper bound of the tokens needed to complete from here (bytes at worst).
  int shortest_completion() const;
  // The token must be in the mask.
  void accept(TokenId token);
  // What is written so far is a whole sentence of the grammar.
  bool is_complete() const;
  // The bytes that must follow whatever is sampled; "" when there is a choice.
  std::string forced_bytes() const;
  // Whether the bytes can follow; moves on when they can.
  bool try_bytes(std::string_view bytes);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace oree::decode
