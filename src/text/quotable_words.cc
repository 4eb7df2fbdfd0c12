#include "text/quotable_words.h"

#include <unicode/uchar.h>

namespace oree::text {
namespace {

enum class Kind { kSpace, kSymbol, kLetter, kUnspacedLetter, kExtension };

constexpr UChar32 kZeroWidthJoiner = 0x200D;

// Han, the kanas and the scripts of South East Asia, whose words only a dictionary finds.
bool is_unspaced(UChar32 character) noexcept {
  const int line_break = u_getIntPropertyValue(character, UCHAR_LINE_BREAK);
  return line_break == U_LB_IDEOGRAPHIC || line_break == U_LB_COMPLEX_CONTEXT ||
         line_break == U_LB_CONDITIONAL_JAPANESE_STARTER;
}

Kind kind_of(UChar32 character) noexcept {
  if (character == 0 || u_isUWhiteSpace(character)) return Kind::kSpace;
  if (character == kZeroWidthJoiner || u_hasBinaryProperty(character, UCHAR_GRAPHEME_EXTEND) ||
      u_charType(character) == U_COMBINING_SPACING_MARK) {
    return Kind::kExtension;
  }
  if (!u_isalnum(character)) return Kind::kSymbol;
  return is_unspaced(character) ? Kind::kUnspacedLetter : Kind::kLetter;
}

// The character at the offset, which moves behind it. Written out: ICU's macro narrows silently, an error here.
UChar32 next_character(std::string_view text, std::size_t& offset) noexcept {
  const auto lead = static_cast<unsigned char>(text[offset++]);
  if (lead < 0x80) return lead;
  UChar32 character = lead < 0xE0 ? lead & 0x1F : lead < 0xF0 ? lead & 0x0F : lead & 0x07;
  while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80) {
    character = character << 6 | (static_cast<unsigned char>(text[offset++]) & 0x3F);
  }
  return character;
}

}  // namespace

QuotableWords find_quotable_words(std::string_view text) {
  QuotableWords words{std::vector<bool>(text.size() + 1, false), std::vector<bool>(text.size() + 1, false)};
  Kind before = Kind::kSpace;
  bool joined = false;  // the character before is a joiner
  for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end) {
    const UChar32 character = next_character(text, end);
    Kind kind = kind_of(character);
    if (kind == Kind::kExtension && before != Kind::kSpace) {
      joined = character == kZeroWidthJoiner;
      continue;  // part of the character before it
    }
    if (kind == Kind::kExtension) kind = Kind::kSymbol;
    const bool inside = (before == Kind::kLetter && kind == Kind::kLetter) || (joined && kind != Kind::kSpace);
    words.may_begin[begin] = kind != Kind::kSpace && !inside;
    words.may_end[begin] = before != Kind::kSpace && !inside;
    before = kind;
    joined = false;
  }
  words.may_end[text.size()] = before != Kind::kSpace;
  return words;
}

}  // namespace oree::text
