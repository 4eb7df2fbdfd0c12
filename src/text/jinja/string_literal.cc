#include "text/jinja/string_literal.h"

#include "oree/error.h"
#include "text/jinja/unicode.h"

namespace oree::text::jinja {
namespace {

int hexadecimal_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

char plain_escape(char c) noexcept {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'a':
      return '\a';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'v':
      return '\v';
    case '\\':
    case '\'':
    case '"':
      return c;
    default:
      return 0;
  }
}

}  // namespace

StringLiteral read_string_literal(std::string_view source, std::size_t at, const Place& place) {
  const auto reject = [&](const std::string& what) {
    throw Error(ErrorCode::kInvalid, what, "the text that begins at " + describe(place));
  };
  const char quote = source[at++];
  std::string meaning;
  const auto put = [&](char32_t character) {
    if (character > 0x10FFFF || (character >= 0xD800 && character <= 0xDFFF)) reject("an escape names no character");
    meaning += encode({&character, 1});
  };
  while (at < source.size() && source[at] != quote) {
    if (source[at] != '\\') {
      meaning.push_back(source[at++]);
      continue;
    }
    if (++at == source.size()) break;
    const char c = source[at++];
    if (const char plain = plain_escape(c)) {
      meaning.push_back(plain);
    } else if (c == '\n') {  // a line continued
    } else if (c == 'x' || c == 'u' || c == 'U') {
      const std::size_t n_digits = c == 'x' ? 2 : c == 'u' ? 4 : 8;
      char32_t character = 0;
      for (std::size_t i = 0; i < n_digits; ++i, ++at) {
        const int digit = at < source.size() ? hexadecimal_digit(source[at]) : -1;
        if (digit < 0) reject("an escape has too few hexadecimal digits");
        character = character << 4 | static_cast<char32_t>(digit);
      }
      put(character);
    } else if (c >= '0' && c <= '7') {
      char32_t character = static_cast<char32_t>(c - '0');
      for (int i = 0; i < 2 && at < source.size() && source[at] >= '0' && source[at] <= '7'; ++i) {
        character = character << 3 | static_cast<char32_t>(source[at++] - '0');
      }
      put(character);
    } else if (c == 'N') {
      throw Error(ErrorCode::kUnsupported, "characters cannot be named with \\N", describe(place),
                  "write the character itself or \\u with four digits");
    } else {
      meaning.push_back('\\');
      meaning.push_back(c);
    }
  }
  if (at >= source.size()) reject("a text is not closed");
  return {std::move(meaning), at + 1};
}

}  // namespace oree::text::jinja
