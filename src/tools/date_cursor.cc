#include "tools/date_cursor.h"

#include <algorithm>

#include "tools/date_words.h"

namespace oree::tools {

const DateToken* DateCursor::token(std::size_t ahead) const {
  return at_ + ahead < tokens_.size() ? &tokens_[at_ + ahead] : nullptr;
}

bool DateCursor::is(DateToken::Kind kind, std::size_t ahead) const {
  const DateToken* found = token(ahead);
  return found && found->kind == kind;
}

bool DateCursor::is_word(std::string_view word, std::size_t ahead) const {
  return is(DateToken::Kind::kWord, ahead) && token(ahead)->word == word;
}

bool DateCursor::is_behind(std::initializer_list<std::string_view> words) const {
  if (at_ == 0 || tokens_[at_ - 1].kind != DateToken::Kind::kWord) return false;
  return std::find(words.begin(), words.end(), tokens_[at_ - 1].word) != words.end();
}

bool DateCursor::take(std::initializer_list<std::string_view> words) {
  std::size_t ahead = 0;
  for (const std::string_view word : words) {
    if (!is_word(word, ahead++)) return false;
  }
  at_ += words.size();
  return true;
}

bool DateCursor::take_any(std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return take({word}); });
}

std::optional<DateCursor::Number> DateCursor::number() const {
  if (is(DateToken::Kind::kNumber)) return Number{token()->value};
  const auto value = look_up(small_number_of);
  if (!value) return std::nullopt;
  Number found{*value, 1, true, is_word("a") || is_word("an")};
  // "twenty-five", "vingt et un", "dix-huit".
  const bool tens = *value >= 20 && *value <= 50;
  const std::size_t ahead = tens && is_word("et", 1) ? 2 : 1;
  const int unit = is_word("a", ahead) || is_word("an", ahead) ? 0 : look_up(small_number_of, ahead).value_or(0);
  const int least = is_word("dix") ? 7 : 1, most = ahead == 2 ? 1 : 9;
  if ((tens || is_word("dix")) && unit >= least && unit <= most) {
    found.value += unit;
    found.tokens += ahead;
  }
  return found;
}

}  // namespace oree::tools
