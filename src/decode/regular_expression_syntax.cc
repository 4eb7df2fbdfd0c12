#include "decode/regular_expression_syntax.h"

#include <algorithm>
#include <array>

#include "decode/regular_expression.h"
#include "oree/error.h"
#include "text/utf8.h"

namespace oree::decode {
namespace {

using Kind = PatternPart::Kind;

constexpr char32_t kEndOfPattern = 0xFFFFFFFF;
constexpr CodePointRange kDigits[] = {{'0', '9'}};
constexpr CodePointRange kLineEnds[] = {{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}};
// ECMA-262, WhiteSpace and LineTerminator.
constexpr CodePointRange kSpaces[] = {{'\t', '\r'},     {' ', ' '},       {0xA0, 0xA0},     {0x1680, 0x1680},
                                      {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F},
                                      {0x3000, 0x3000}, {0xFEFF, 0xFEFF}};

bool is_digit(char32_t c) noexcept { return c >= '0' && c <= '9'; }
bool is_letter(char32_t c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_high_surrogate(char32_t c) noexcept { return c >= 0xD800 && c <= 0xDBFF; }
bool is_low_surrogate(char32_t c) noexcept { return c >= 0xDC00 && c <= 0xDFFF; }

void append_utf8(std::string& text, char32_t c) {
  if (c < 0x80) {
    text += static_cast<char>(c);
    return;
  }
  const int n = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  text += static_cast<char>((0xF0 << (3 - n)) | static_cast<int>(c >> (6 * n)));
  for (int i = n - 1; i >= 0; --i) text += static_cast<char>(0x80 | ((c >> (6 * i)) & 0x3F));
}

class Parser {
 public:
  explicit Parser(std::string_view pattern) : pattern_(pattern) {}

  PatternPart parse() {
    if (pattern_.size() > kMaxPatternBytes) {
      throw Error(ErrorCode::kLimit,
                  "the pattern has " + std::to_string(pattern_.size()) + " bytes, more than kMaxPatternBytes, " +
                      std::to_string(kMaxPatternBytes),
                  "byte 0", "use a shorter pattern");
    }
    if (const auto invalid = text::find_invalid_utf8(pattern_))
      fail(*invalid, "the pattern is no UTF-8", "write characters beyond ASCII as UTF-8, or as \\u escapes");
    PatternPart part = alternatives(0);
    if (place_ < pattern_.size()) fail(place_, "\")\" closes no group", "write it \\)");
    return part;
  }

 private:
  [[noreturn]] static void fail(std::size_t offset, const std::string& what, const std::string& hint,
                                ErrorCode code = ErrorCode::kInvalid) {
    throw Error(code, what, "byte " + std::to_string(offset), hint);
  }

  bool at_end() const noexcept { return place_ == pattern_.size(); }
  bool next_is(std::string_view text) const noexcept { return pattern_.substr(place_, text.size()) == text; }
  bool take(std::string_view text) noexcept {
    if (!next_is(text)) return false;
    place_ += text.size();
    return true;
  }
  char32_t peek() const noexcept {
    if (at_end()) return kEndOfPattern;
    const auto byte = [this](std::size_t i) { return static_cast<unsigned char>(pattern_[place_ + i]); };
    const std::size_t n = text::character_length(pattern_.substr(place_));
    if (n == 1) return byte(0);
    char32_t c = byte(0) & (0x7Fu >> n);
    for (std::size_t i = 1; i < n; ++i) c = (c << 6) | (byte(i) & 0x3Fu);
    return c;
  }
  char32_t take_character() noexcept {
    const char32_t c = peek();
    if (!at_end()) place_ += text::character_length(pattern_.substr(place_));
    return c;
  }

  PatternPart alternatives(int depth) {
    if (depth > kMaxPatternDepth) {
      fail(place_, "groups are nested deeper than kMaxPatternDepth, " + std::to_string(kMaxPatternDepth),
           "use a simpler pattern", ErrorCode::kLimit);
    }
    PatternPart choice;
    choice.offset = place_;
    choice.parts.push_back(sequence(depth));
    while (take("|")) choice.parts.push_back(sequence(depth));
    if (choice.parts.size() == 1) {
      PatternPart only = std::move(choice.parts.front());
      return only;
    }
    choice.kind = Kind::kAlternatives;
    for (const PatternPart& part : choice.parts) choice.has_assertion = choice.has_assertion || part.has_assertion;
    return choice;
  }

  PatternPart sequence(int depth) {
    PatternPart whole;
    whole.offset = place_;
    while (!at_end() && !next_is("|") && !next_is(")")) {
      PatternPart part = quantified(depth);
      whole.has_assertion = whole.has_assertion || part.has_assertion;
      // Letters in a row are one literal.
      if (part.kind == Kind::kText && !whole.parts.empty() && whole.parts.back().kind == Kind::kText) {
        whole.parts.back().text += part.text;
      } else {
        whole.parts.push_back(std::move(part));
      }
    }
    if (whole.parts.size() == 1) {
      PatternPart only = std::move(whole.parts.front());
      return only;
    }
    return whole;
  }

  PatternPart quantified(int depth) {
    PatternPart part = atom(depth);
    const std::size_t offset = place_;
    const auto quantifier = take_quantifier();
    if (!quantifier) return part;
    take("?");  // as few as possible: the same texts
    if (const std::size_t again = place_; take_quantifier()) {
      fail(again, "a quantifier follows another one", "put what is repeated twice in a group");
    }
    if (quantifier->max && *quantifier->max < quantifier->min) {
      fail(offset, "the numbers of a quantifier are out of order", "write the smaller one first");
    }
    PatternPart repetition;
    repetition.kind = Kind::kRepetition;
    repetition.offset = part.offset;
    repetition.min = quantifier->min;
    repetition.max = quantifier->max;
    repetition.has_assertion = part.has_assertion;
    repetition.parts.push_back(std::move(part));
    return repetition;
  }

  struct Quantifier {
    std::uint64_t min;
    std::optional<std::uint64_t> max;
  };
  std::optional<Quantifier> take_quantifier() {
    if (take("*")) return Quantifier{0, std::nullopt};
    if (take("+")) return Quantifier{1, std::nullopt};
    if (take("?")) return Quantifier{0, 1};
    const std::size_t begin = place_;
    if (take("{")) {
      if (const auto min = take_number()) {
        if (take("}")) return Quantifier{*min, *min};
        if (take(",")) {
          if (take("}")) return Quantifier{*min, std::nullopt};
          if (const auto max = take_number(); max && take("}")) return Quantifier{*min, *max};
        }
      }
    }
    place_ = begin;  // a brace that stands for itself
    return std::nullopt;
  }
  std::optional<std::uint64_t> take_number() {
    if (!is_digit(peek())) return std::nullopt;
    std::uint64_t number = 0;
    while (is_digit(peek())) number = std::min<std::uint64_t>(number * 10 + (take_character() - '0'), 1u << 31);
    return number;
  }

  PatternPart assertion(Kind kind, bool negative, std::size_t offset) {
    PatternPart part;
    part.kind = kind;
    part.negative = negative;
    part.has_assertion = true;
    part.offset = offset;
    return part;
  }
  PatternPart characters(std::span<const CodePointRange> ranges, bool inverted, std::size_t offset) {
    PatternPart part;
    part.kind = Kind::kCharacter;
    part.offset = offset;
    part.ranges.assign(ranges.begin(), ranges.end());
    if (inverted) part.ranges = invert_code_points(std::move(part.ranges));
    return part;
  }
  PatternPart letter(char32_t c, std::size_t offset) {
    PatternPart part;
    part.offset = offset;
    if (is_high_surrogate(c) || is_low_surrogate(c)) {
      part.kind = Kind::kCharacter;  // no text has half a character
    } else {
      part.kind = Kind::kText;
      append_utf8(part.text, c);
    }
    return part;
  }

  PatternPart atom(int depth) {
    const std::size_t offset = place_;
    if (take("(")) return group(depth, offset);
    if (take("^")) return assertion(Kind::kStart, false, offset);
    if (take("$")) return assertion(Kind::kEnd, false, offset);
    if (take(".")) return characters(kLineEnds, true, offset);
    if (take("[")) return character_class(offset);
    if (take("\\")) return escape(offset);
    if (take_quantifier()) fail(offset, "a quantifier has nothing before it to repeat", "write \\ before it");
    return letter(take_character(), offset);
  }

  PatternPart group(int depth, std::size_t offset) {
    PatternPart part;
    const auto look = [&](Kind kind, bool negative) {
      PatternPart around = assertion(kind, negative, offset);
      around.parts.push_back(alternatives(depth + 1));
      return around;
    };
    if (take("?=")) {
      part = look(Kind::kLookahead, false);
    } else if (take("?!")) {
      part = look(Kind::kLookahead, true);
    } else if (take("?<=")) {
      part = look(Kind::kLookbehind, false);
    } else if (take("?<!")) {
      part = look(Kind::kLookbehind, true);
    } else if (take("?:")) {
      part = alternatives(depth + 1);
    } else if (take("?<") || take("?P<")) {
      const std::size_t end = pattern_.find('>', place_);
      if (end == std::string_view::npos || end == place_) fail(offset, "a group's name does not end", "write (?<name>");
      place_ = end + 1;
      part = alternatives(depth + 1);
    } else if (next_is("?")) {
      fail(offset, "groups that begin with \"" + std::string(pattern_.substr(offset, 3)) + "\" are not supported",
           "flags, comments and references have no place in JSON Schema's patterns", ErrorCode::kUnsupported);
    } else {
      part = alternatives(depth + 1);
    }
    if (!take(")")) fail(offset, "a group is not closed", "write \")\" where it ends, or \\( for the character");
    return part;
  }

  PatternPart escape(std::size_t offset) {
    if (take("b")) return assertion(Kind::kBoundary, false, offset);
    if (take("B")) return assertion(Kind::kBoundary, true, offset);
    if (take("A")) return assertion(Kind::kStart, false, offset);
    if (take("Z") || take("z")) return assertion(Kind::kEnd, false, offset);
    if (const char32_t c = peek(); (c >= '1' && c <= '9') || c == 'k') {
      fail(offset, "back references are not supported", "write out what they repeat", ErrorCode::kUnsupported);
    }
    PatternPart set;
    set.kind = Kind::kCharacter;
    set.offset = offset;
    if (take_set_escape(set.ranges, offset)) return set;
    return letter(escaped_character(offset), offset);
  }

  // \d, \D, \w, \W, \s, \S, \p{..}, \P{..}, behind their backslash.
  bool take_set_escape(std::vector<CodePointRange>& into, std::size_t offset) {
    std::vector<CodePointRange> ranges;
    const char32_t letter = peek();
    switch (letter) {
      case 'd':
      case 'D':
        ranges.assign(std::begin(kDigits), std::end(kDigits));
        break;
      case 'w':
      case 'W':
        ranges.assign(word_characters().begin(), word_characters().end());
        break;
      case 's':
      case 'S':
        ranges.assign(std::begin(kSpaces), std::end(kSpaces));
        break;
      case 'p':
      case 'P':
        break;
      default:
        return false;
    }
    ++place_;
    if (letter == 'p' || letter == 'P') {
      std::string_view name = pattern_.substr(place_, 1);  // \pL, as others write it
      if (take("{")) {
        const std::size_t end = pattern_.find('}', place_);
        if (end == std::string_view::npos) fail(offset, "the name of a property does not end", "write \\p{Name}");
        name = pattern_.substr(place_, end - place_);
        place_ = end;
      }
      if (!at_end()) ++place_;
      const auto property = property_code_points(name);
      if (!property) {
        fail(offset, "there is no property of characters \"" + std::string(name) + "\"",
             "use a general category or a script, such as \\p{Letter} or \\p{Script=Greek}");
      }
      ranges = *property;
    }
    if (letter < 'a') ranges = invert_code_points(std::move(ranges));
    into.insert(into.end(), ranges.begin(), ranges.end());
    return true;
  }

  std::optional<char32_t> take_hexadecimal(std::size_t n_digits) {
    if (pattern_.size() - place_ < n_digits) return std::nullopt;
    char32_t value = 0;
    for (std::size_t i = 0; i < n_digits; ++i) {
      const char c = pattern_[place_ + i];
      const bool lower = c >= 'a' && c <= 'f';
      if (!is_digit(static_cast<unsigned char>(c)) && !lower && !(c >= 'A' && c <= 'F')) return std::nullopt;
      value = value * 16 + static_cast<char32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    place_ += n_digits;
    return value;
  }

  // One character, behind its backslash.
  char32_t escaped_character(std::size_t offset) {
    if (at_end()) fail(offset, "the pattern ends with a backslash", "write \\\\ for a backslash");
    const char32_t c = take_character();
    switch (c) {
      case 't':
        return '\t';
      case 'n':
        return '\n';
      case 'v':
        return '\v';
      case 'f':
        return '\f';
      case 'r':
        return '\r';
      case '0':
        if (is_digit(peek())) fail(offset, "octal escapes are not supported", "write \\xHH");
        return 0;
      case 'c':
        if (is_letter(peek())) return take_character() % 32;
        fail(offset, "\\c needs a letter behind it", "write \\cA to \\cZ");
      case 'x':
        if (const auto value = take_hexadecimal(2)) return *value;
        fail(offset, "\\x needs two hexadecimal digits", "write \\xHH");
      case 'u':
        return unicode_escape(offset);
      default:
        break;
    }
    if (is_letter(c) || is_digit(c)) {
      fail(offset, std::string("there is no escape \\") + static_cast<char>(c),
           "leave out the backslash if the character itself is meant");
    }
    return c;
  }

  char32_t unicode_escape(std::size_t offset) {
    if (take("{")) {
      char32_t value = 0;
      std::size_t n_digits = 0;
      for (; !next_is("}"); ++n_digits) {
        const auto digit = take_hexadecimal(1);
        if (!digit || (value = value * 16 + *digit) > 0x10FFFF) {
          fail(offset, "\\u{..} holds no code point", "write up to six hexadecimal digits, at most 10FFFF");
        }
      }
      take("}");
      if (n_digits == 0) fail(offset, "\\u{} is empty", "write a code point in hexadecimal digits");
      return value;
    }
    const auto first = take_hexadecimal(4);
    if (!first) fail(offset, "\\u needs four hexadecimal digits", "write \\uHHHH or \\u{HHHHHH}");
    const std::size_t behind = place_;
    if (is_high_surrogate(*first) && take("\\u")) {
      const auto second = take_hexadecimal(4);
      if (second && is_low_surrogate(*second)) return 0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00);
      place_ = behind;
    }
    return *first;
  }

  // Behind the "[".
  PatternPart character_class(std::size_t offset) {
    const bool inverted = take("^");
    std::vector<CodePointRange> ranges;
    // The character, or nothing when a set was added.
    const auto member = [&]() -> std::optional<char32_t> {
      const std::size_t begin = place_;
      if (!take("\\")) return take_character();
      if (take("b")) return '\b';
      if (take_set_escape(ranges, begin)) return std::nullopt;
      return escaped_character(begin);
    };
    while (!take("]")) {
      if (at_end())
        fail(offset, "a character class is not closed", "write \"]\" where it ends, or \\[ for the character");
      const std::size_t begin = place_;
      const auto first = member();
      const bool is_range = next_is("-") && !pattern_.substr(place_).starts_with("-]") && place_ + 1 < pattern_.size();
      if (!is_range) {
        if (first) ranges.push_back({*first, *first});
        continue;
      }
      ++place_;
      const auto last = member();
      if (first && last) {
        if (*last < *first)
          fail(begin, "the ends of a range of characters are out of order", "write the smaller one first");
        ranges.push_back({*first, *last});
        continue;
      }
      // A set is no end of a range: the hyphen stands for itself, as web browsers have it.
      ranges.push_back({'-', '-'});
      if (first) ranges.push_back({*first, *first});
      if (last) ranges.push_back({*last, *last});
    }
    return characters(ranges, inverted, offset);
  }

  std::string_view pattern_;
  std::size_t place_ = 0;
};

}  // namespace

PatternPart parse_pattern(std::string_view pattern) { return Parser(pattern).parse(); }

}  // namespace oree::decode
