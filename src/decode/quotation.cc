#include "decode/quotation.h"

#include <string>

#include "text/prompt_format.h"
#include "text/quotable_words.h"

namespace oree::decode {
namespace {

bool continues_character(char byte) noexcept { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// A text as it stands in a JSON string.
std::string spell(std::string_view text) {
  const std::string quoted = text::dump_spaced(std::string(text));
  return quoted.substr(1, quoted.size() - 2);
}

// One run of whole words, behind which after follows. kNoState when the text has no word.
StateId add_run(AutomatonBuilder& builder, std::string_view text, const text::QuotableWords& words, StateId after) {
  const StateId start = builder.add_state();
  bool has_word = false;
  // From the last character to the first; behind: what is written ends at `end`.
  StateId behind = builder.add_state();
  for (std::size_t end = text.size(); end > 0;) {
    if (words.may_end[end]) builder.add_epsilon(behind, after);
    std::size_t begin = end - 1;
    while (begin > 0 && continues_character(text[begin])) --begin;
    const StateId before = builder.add_state();
    if (text[begin] != '\0') {
      const StateId character = builder.add_literal(spell(text.substr(begin, end - begin)), behind);
      builder.add_epsilon(before, character);
      if (words.may_begin[begin]) {
        builder.add_epsilon(start, character);
        has_word = true;
      }
    }
    behind = before;
    end = begin;
  }
  return has_word ? start : kNoState;
}

}  // namespace

StateId add_quotation(AutomatonBuilder& builder, std::string_view text, std::string_view joiner, StateId next) {
  const text::QuotableWords words = text::find_quotable_words(text);
  const StateId quote = builder.add_range('"', '"', next);
  StateId behind_first = quote;
  if (!joiner.empty()) {
    const StateId second = add_run(builder, text, words, quote);
    behind_first = builder.add_state();
    builder.add_epsilon(behind_first, quote);
    if (second != kNoState) builder.add_epsilon(behind_first, builder.add_literal(spell(joiner), second));
  }
  const StateId first = add_run(builder, text, words, behind_first);
  return builder.add_range('"', '"', first == kNoState ? quote : first);
}

}  // namespace oree::decode
