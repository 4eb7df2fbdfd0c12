// Text to tokens and back, as a model file describes it: byte-level BPE ("gpt2"), SentencePiece's BPE ("llama")
// or its unigram model ("t5").
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gguf/file.h"
#include "oree/engine.h"

namespace oree::text {

class Tokenizer {
 public:
  // Throws Error kUnsupported (tokenizer model or pre-tokeniser, with those supported), kCorrupt.
  static Tokenizer from_gguf(const gguf::File& file);
  ~Tokenizer();
  Tokenizer(Tokenizer&&) noexcept;

  // Throws Error kInvalid with the byte offset on invalid UTF-8, unless options.lossy.
  // Linear in the length of the text. Thread-safe.
  std::vector<TokenId> encode(std::string_view text, const TokenizeOptions& options) const;

  // The text with `guard` inside every spelling of a control or user-defined token, behind its first character; those
  // of white space alone, and of one character, stay. guard: one character that the text does not hold.
  // own_words: of the model, which may write user-defined tokens ("</think>") and keeps them.
  std::string guard_special(std::string_view text, std::string_view guard, bool own_words = false) const;
  // As encode with options.special, without BOS: the guards are left out, and a spelling that held one is ordinary
  // text.
  std::vector<TokenId> encode_guarded(std::string_view text, std::string_view guard) const;

  // The bytes a token stands for; control tokens have none. id must be inside the vocabulary.
  std::string_view token_bytes(TokenId id) const noexcept;
  // What the file calls the token ("[INST]", "Ġlunch").
  std::string_view token_spelling(TokenId id) const noexcept;
  bool is_control(TokenId id) const noexcept;
  std::optional<TokenId> find_control(std::string_view spelling) const;

  // Decodes a whole sequence; a SentencePiece text loses the space its encoder put in front.
  std::string decode(std::span<const TokenId> tokens) const;

  int vocabulary_size() const noexcept;
  std::optional<TokenId> bos() const noexcept;
  // Tokens that end a generation.
  bool is_end(TokenId id) const noexcept;
  // "gpt2", "llama" or "t5", as in the file.
  std::string_view kind() const noexcept;

 private:
  // text: valid UTF-8 without special tokens to cut out. cuts_user_defined: whether SentencePiece, which finds its
  // user-defined tokens itself, may.
  void encode_ordinary(std::string_view text, bool cuts_user_defined, std::vector<TokenId>& tokens) const;

  struct State;
  explicit Tokenizer(std::unique_ptr<const State> state);
  std::unique_ptr<const State> state_;
};

}  // namespace oree::text
