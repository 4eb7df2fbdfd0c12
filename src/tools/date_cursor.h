// A place in the tokens of a date phrase, and looking ahead from it.
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "tools/date_tokens.h"

namespace oree::tools {

class DateCursor {
 public:
  explicit DateCursor(std::vector<DateToken> tokens) : tokens_(std::move(tokens)) {}

  bool at_end() const { return at_ == tokens_.size(); }
  std::size_t place() const { return at_; }
  void back_to(std::size_t place) { at_ = place; }
  void advance(std::size_t tokens = 1) { at_ += tokens; }

  // nullptr behind the last.
  const DateToken* token(std::size_t ahead = 0) const;
  bool is(DateToken::Kind kind, std::size_t ahead = 0) const;
  bool is_word(std::string_view word, std::size_t ahead = 0) const;
  // Whether the token before this one is one of these words.
  bool is_behind(std::initializer_list<std::string_view> words) const;

  // Whether these words come next; takes them.
  bool take(std::initializer_list<std::string_view> words);
  bool take_any(std::initializer_list<std::string_view> words);

  // What a table of date_words.h says of a word.
  template <typename Look>
  auto look_up(Look look, std::size_t ahead = 0) const -> decltype(look(std::string_view())) {
    return is(DateToken::Kind::kWord, ahead) ? look(token(ahead)->word) : std::nullopt;
  }

  // A count: "3", "three", "vingt-cinq", "an".
  struct Number {
    int value = 0;
    std::size_t tokens = 1;
    bool in_words = false;
    bool is_article = false;  // "a", "an"
  };
  std::optional<Number> number() const;

 private:
  std::vector<DateToken> tokens_;
  std::size_t at_ = 0;
};

}  // namespace oree::tools
