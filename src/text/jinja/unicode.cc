#include "text/jinja/unicode.h"

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace oree::text::jinja {
namespace {

icu::UnicodeString from_utf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::string to_utf8(const icu::UnicodeString& text) {
  std::string result;
  text.toUTF8String(result);
  return result;
}

// One character in title case, which may be several ("ß" is "Ss").
std::string title_character(std::string_view character) {
  icu::UnicodeString text = from_utf8(character);
  return to_utf8(text.toTitle(nullptr, icu::Locale::getRoot()));
}

bool is_cased(char32_t character) noexcept {
  return u_hasBinaryProperty(static_cast<UChar32>(character), UCHAR_CASED) != 0;
}

}  // namespace

char32_t first_character(std::string_view text, std::size_t& length) noexcept {
  const auto byte_at = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
  const unsigned char lead = byte_at(0);
  length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (length == 1) return lead;
  char32_t character = lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) character = character << 6 | (byte_at(i) & 0x3Fu);
  return character;
}

std::u32string decode(std::string_view text, Budget& budget) {
  budget.charge_bytes(text.size());
  return decode(text);
}

std::u32string decode(std::string_view text) {
  std::u32string characters;
  characters.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = 0;
    characters.push_back(first_character(text.substr(at), length));
    at += length;
  }
  return characters;
}

std::string encode(std::u32string_view characters) {
  std::string text;
  text.reserve(characters.size());
  for (const char32_t character : characters) {
    const auto put = [&](char32_t byte) { text.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
    if (character < 0x80) {
      put(character);
    } else if (character < 0x800) {
      put(0xC0 | character >> 6);
      put(0x80 | (character & 0x3F));
    } else if (character < 0x10000) {
      put(0xE0 | character >> 12);
      put(0x80 | (character >> 6 & 0x3F));
      put(0x80 | (character & 0x3F));
    } else {
      put(0xF0 | character >> 18);
      put(0x80 | (character >> 12 & 0x3F));
      put(0x80 | (character >> 6 & 0x3F));
      put(0x80 | (character & 0x3F));
    }
  }
  return text;
}

std::size_t count_characters(std::string_view text) noexcept {
  std::size_t count = 0;
  for (const char byte : text) count += (static_cast<unsigned char>(byte) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

bool is_space(char32_t character) noexcept {
  return (character >= 0x09 && character <= 0x0D) || (character >= 0x1C && character <= 0x20) || character == 0x85 ||
         character == 0xA0 || character == 0x1680 || (character >= 0x2000 && character <= 0x200A) ||
         character == 0x2028 || character == 0x2029 || character == 0x202F || character == 0x205F ||
         character == 0x3000;
}

bool is_printable(char32_t character) noexcept {
  if (character == ' ') return true;
  switch (u_charType(static_cast<UChar32>(character))) {
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_SURROGATE:
    case U_PRIVATE_USE_CHAR:
    case U_UNASSIGNED:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
    case U_SPACE_SEPARATOR:
      return false;
    default:
      return true;
  }
}

bool is_word_character(char32_t character) noexcept {
  return character == '_' || u_isalnum(static_cast<UChar32>(character)) != 0 ||
         (U_GET_GC_MASK(static_cast<UChar32>(character)) & (U_GC_NL_MASK | U_GC_NO_MASK)) != 0;
}

std::string to_upper(std::string_view text) { return to_utf8(from_utf8(text).toUpper(icu::Locale::getRoot())); }

std::string to_lower(std::string_view text) { return to_utf8(from_utf8(text).toLower(icu::Locale::getRoot())); }

std::string capitalize(std::string_view text) {
  if (text.empty()) return {};
  std::size_t length = 0;
  first_character(text, length);
  // Lowered as a whole first: the form of a final sigma depends on what stands before it.
  const std::string lowered = to_lower(text);
  std::size_t lowered_length = 0;
  first_character(lowered, lowered_length);
  const std::string first_lowered = to_lower(text.substr(0, length));
  return title_character(text.substr(0, length)) + lowered.substr(std::min(first_lowered.size(), lowered.size()));
}

std::string to_title(std::string_view text) {
  std::string result;
  bool after_cased = false;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = 0;
    const char32_t character = first_character(text.substr(at), length);
    const std::string_view bytes = text.substr(at, length);
    if (character == U'\u03A3' && after_cased) {
      // A sigma has another form at the end of a word.
      std::size_t next_length = 0;
      const bool ends = at + length == text.size() || !is_cased(first_character(text.substr(at + length), next_length));
      result += ends ? "\u03C2" : "\u03C3";
    } else {
      result += after_cased ? to_lower(bytes) : title_character(bytes);
    }
    after_cased = is_cased(character);
    at += length;
  }
  return result;
}

bool is_lower(std::string_view text) {
  bool any = false;
  for (const char32_t character : decode(text)) {
    const auto point = static_cast<UChar32>(character);
    if (u_isUUppercase(point) != 0 || u_istitle(point) != 0) return false;
    any = any || u_isULowercase(point) != 0;
  }
  return any;
}

bool is_upper(std::string_view text) {
  bool any = false;
  for (const char32_t character : decode(text)) {
    const auto point = static_cast<UChar32>(character);
    if (u_isULowercase(point) != 0 || u_istitle(point) != 0) return false;
    any = any || u_isUUppercase(point) != 0;
  }
  return any;
}

std::string_view strip(std::string_view text, Side side) noexcept {
  while (side != Side::kRight && !text.empty()) {
    std::size_t length = 0;
    if (!is_space(first_character(text, length))) break;
    text.remove_prefix(length);
  }
  while (side != Side::kLeft && !text.empty()) {
    std::size_t start = text.size() - 1;
    while ((static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
    std::size_t length = 0;
    if (!is_space(first_character(text.substr(start), length))) break;
    text.remove_suffix(text.size() - start);
  }
  return text;
}

std::string strip(std::string_view text, std::u32string_view set, Side side, Budget& budget) {
  std::u32string characters = decode(text, budget);
  std::u32string_view rest = characters;
  const auto is_in_set = [&](char32_t character) {
    budget.charge(1 + set.size() / kBytesPerStep);
    return set.find(character) != std::u32string_view::npos;
  };
  while (side != Side::kRight && !rest.empty() && is_in_set(rest.front())) rest.remove_prefix(1);
  while (side != Side::kLeft && !rest.empty() && is_in_set(rest.back())) rest.remove_suffix(1);
  return encode(rest);
}

}  // namespace oree::text::jinja
