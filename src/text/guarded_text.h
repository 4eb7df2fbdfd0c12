// Keeps what others say from becoming control tokens when it is rendered into a template together with the template's
// own: a character that no text needs is put inside every spelling of a special token, and taken out again when the
// rendered text is encoded, where it has kept those spellings from being read as tokens. A template that writes what is
// said in other letters (lower, replace) can still make a spelling out of what was none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "oree/json.h"
#include "text/tokenizer.h"

namespace oree::text {

class GuardedText {
 public:
  // values: all texts that are going to be guarded. Throws Error kInvalid when they hold each of the thirty-two
  // characters that could serve (noncharacters, U+FDD0 to U+FDEF).
  GuardedText(const Tokenizer& tokenizer, const Json& values);

  // Guards every string of the value, keys too. own_words: as in Tokenizer::guard_special.
  Json guard(const Json& value, bool own_words = false) const;
  // The tokens of a rendered text. Throws Error as Tokenizer::encode.
  std::vector<TokenId> encode(std::string_view rendered) const { return tokenizer_->encode_guarded(rendered, guard_); }

 private:
  const Tokenizer* tokenizer_;
  std::string guard_;
};

}  // namespace oree::text
