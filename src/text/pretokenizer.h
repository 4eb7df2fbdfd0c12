// Cuts a text into the words that byte-level BPE then encodes one by one.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/function_ref.h"

namespace oree::text {

class PreTokenizer {
 public:
  // name: tokenizer.ggml.pre. regexes: of the file, for the pre-tokeniser "oree"; each cuts the pieces that the one
  // before it left. None: its own.
  // Throws Error kUnsupported (name, with those supported), kCorrupt (a regex does not compile), kLimit.
  explicit PreTokenizer(std::string_view name, std::span<const std::string_view> regexes = {});
  ~PreTokenizer();
  PreTokenizer(PreTokenizer&&) noexcept;

  // The words, in order and without gaps; they point into text, which must be valid UTF-8. Thread-safe.
  // Throws Error kLimit where the regex backtracks beyond kMatchLimit.
  std::vector<std::string_view> split(std::string_view text) const;
  // Calls visit with one word after the other.
  void for_each_word(std::string_view text, FunctionRef<void(std::string_view)> visit) const;

  // Words that are tokens themselves are taken whole, without merging.
  bool whole_words_first() const noexcept;
  // Texts of this family begin with BOS unless the file says otherwise.
  bool adds_bos() const noexcept;

 private:
  struct State;
  std::unique_ptr<const State> state_;
};

// The pre-tokeniser with exactly these regexes; nullopt when none has them.
std::optional<std::string_view> find_pre_tokenizer(std::span<const std::string> regexes);

// Writes \s and \S out as Unicode's White_Space, which is what the makers of vocabularies mean by them; PCRE2 also
// counts U+180E.
std::string spell_out_white_space(std::string_view regex);

}  // namespace oree::text
