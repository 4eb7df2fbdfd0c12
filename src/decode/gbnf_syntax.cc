#include "decode/gbnf_syntax.h"

#include <algorithm>
#include <unordered_map>

#include "decode/gbnf.h"
#include "decode/regular_expression_syntax.h"
#include "oree/error.h"
#include "text/utf8.h"

namespace oree::decode {
namespace {

using Kind = GbnfPart::Kind;

constexpr int kMaxQuantifiers = 8;
constexpr char32_t kEndOfGrammar = 0xFFFFFFFF;

bool is_digit(char32_t c) noexcept { return c >= '0' && c <= '9'; }
bool is_name_character(char32_t c) noexcept {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

class Parser {
 public:
  Parser(LanguagePool& pool, std::string_view text) : pool_(pool), text_(text) {}

  GbnfSyntax parse() {
    if (text_.size() > kMaxGbnfBytes) {
      throw Error(ErrorCode::kLimit,
                  "the grammar has " + std::to_string(text_.size()) + " bytes, more than kMaxGbnfBytes, " +
                      std::to_string(kMaxGbnfBytes),
                  {}, "use a shorter grammar");
    }
    if (const auto invalid = text::find_invalid_utf8(text_)) {
      while (offset_ < *invalid) take_character();
      fail(place_, "the grammar is no UTF-8", "write characters as UTF-8, or as \\x, \\u or \\U escapes");
    }
    skip_space(true);
    while (peek() != kEndOfGrammar) rule();
    for (const auto& [rule, place] : references_) {
      if (!defined_[rule]) {
        fail(place, "there is no rule \"" + syntax_.rules[rule].name + "\"", "define it, or correct its name");
      }
    }
    return std::move(syntax_);
  }

 private:
  [[noreturn]] static void fail(const GbnfPlace& place, const std::string& what, const std::string& hint,
                                ErrorCode code = ErrorCode::kInvalid) {
    throw Error(code, what, to_string(place), hint);
  }

  char32_t peek() const noexcept {
    if (offset_ >= text_.size()) return kEndOfGrammar;
    const auto byte = [this](std::size_t i) { return static_cast<unsigned char>(text_[offset_ + i]); };
    const std::size_t n = text::character_length(text_.substr(offset_));
    if (n == 1) return byte(0);
    char32_t c = byte(0) & (0x7Fu >> n);
    for (std::size_t i = 1; i < n; ++i) c = (c << 6) | (byte(i) & 0x3Fu);
    return c;
  }
  char32_t take_character() noexcept {
    const char32_t c = peek();
    if (c == kEndOfGrammar) return c;
    offset_ += text::character_length(text_.substr(offset_));
    ++place_.column;
    if (c == '\n') place_ = {place_.line + 1, 1};
    return c;
  }
  bool take(char32_t wanted) noexcept {
    if (peek() != wanted) return false;
    take_character();
    return true;
  }

  void skip_space(bool over_lines) noexcept {
    for (;;) {
      const char32_t c = peek();
      if (c == '#') {
        while (peek() != '\n' && peek() != '\r' && peek() != kEndOfGrammar) take_character();
      } else if (c == ' ' || c == '\t' || (over_lines && (c == '\n' || c == '\r'))) {
        take_character();
      } else {
        return;
      }
    }
  }

  std::string name() {
    std::string word;
    while (is_name_character(peek())) word += static_cast<char>(take_character());
    return word;
  }

  std::uint32_t rule_number(const std::string& name) {
    const auto [known, inserted] = numbers_.emplace(name, static_cast<std::uint32_t>(syntax_.rules.size()));
    if (inserted) {
      syntax_.rules.push_back({name, {}, place_});
      defined_.push_back(false);
    }
    return known->second;
  }

  void rule() {
    const GbnfPlace place = place_;
    const std::string word = name();
    if (word.empty()) fail(place, "a rule was expected here", "write NAME ::= ..., each rule on a line of its own");
    skip_space(false);
    const GbnfPlace sign = place_;
    if (!take(':') || !take(':') || !take('=')) {
      fail(sign, "\"::=\" was expected behind the name of a rule", "write NAME ::= ...");
    }
    const std::uint32_t number = rule_number(word);
    if (defined_[number]) {
      fail(place, "the rule \"" + word + "\" is defined twice, first at " + to_string(syntax_.rules[number].place),
           "join the two with |, or rename one");
    }
    defined_[number] = true;
    skip_space(true);
    GbnfPart body = alternatives(0);
    syntax_.rules[number].body = std::move(body);
    syntax_.rules[number].place = place;
    if (peek() == ')') fail(place_, "\")\" closes no group", "write \")\" for the character");
    if (peek() != '\n' && peek() != '\r' && peek() != kEndOfGrammar) {
      fail(place_, "an unexpected character",
           "a grammar has names, \"literals\", [classes], ( ), |, *, +, ?, {m,n} and #");
    }
    skip_space(true);
  }

  GbnfPart alternatives(int depth) {
    GbnfPart choice;
    choice.kind = Kind::kAlternatives;
    choice.place = place_;
    choice.parts.push_back(sequence(depth));
    for (;;) {
      if (depth == 0) {
        // A line that begins with | goes on with the rule.
        const GbnfPlace place = place_;
        const std::size_t offset = offset_;
        skip_space(true);
        if (peek() != '|') {
          place_ = place;
          offset_ = offset;
        }
      }
      if (!take('|')) break;
      skip_space(true);
      choice.parts.push_back(sequence(depth));
    }
    if (choice.parts.size() > 1) return choice;
    GbnfPart only = std::move(choice.parts.front());
    return only;
  }

  GbnfPart sequence(int depth) {
    GbnfPart whole;
    whole.place = place_;
    for (;;) {
      std::optional<GbnfPart> part = item(depth);
      if (!part) break;
      skip_space(depth > 0);
      for (int n = 0; repeat(*part); ++n) {
        if (n == kMaxQuantifiers) {
          fail(place_,
               "more than kMaxQuantifiers, " + std::to_string(kMaxQuantifiers) + ", quantifiers follow one another",
               "one is enough");
        }
        skip_space(depth > 0);
      }
      whole.parts.push_back(std::move(*part));
    }
    if (whole.parts.size() == 1) {
      GbnfPart only = std::move(whole.parts.front());
      return only;
    }
    return whole;
  }

  std::optional<GbnfPart> item(int depth) {
    GbnfPart part;
    part.place = place_;
    part.kind = Kind::kLanguage;
    const char32_t c = peek();
    if (c == '"') {
      part.language = literal();
    } else if (c == '[') {
      part.language = character_class();
    } else if (c == '.') {
      take_character();
      part.language = pool_.any_character();
    } else if (c == '(') {
      if (depth == kMaxGbnfDepth) {
        fail(place_, "groups are nested deeper than kMaxGbnfDepth, " + std::to_string(kMaxGbnfDepth),
             "give some of them a rule of their own", ErrorCode::kLimit);
      }
      take_character();
      skip_space(true);
      const GbnfPlace place = part.place;
      part = alternatives(depth + 1);
      if (!take(')')) fail(place, "a group is not closed", "write \")\" where it ends");
    } else if (is_name_character(c)) {
      const GbnfPlace place = place_;
      part.kind = Kind::kRule;
      part.rule = rule_number(name());
      references_.push_back({part.rule, place});
    } else if (c == '<' || c == '!') {
      fail(place_, "single tokens are not supported", "write the text that the token stands for",
           ErrorCode::kUnsupported);
    } else {
      return std::nullopt;
    }
    return part;
  }

  // Whether a quantifier followed; the part is what it makes of it.
  bool repeat(GbnfPart& part) {
    const GbnfPlace place = place_;
    std::uint64_t min = 0;
    std::optional<std::uint64_t> max;
    if (take('*')) {
      // any number of times
    } else if (take('+')) {
      min = 1;
    } else if (take('?')) {
      max = 1;
    } else if (take('{')) {
      skip_space(true);
      min = number(place);
      max = min;
      skip_space(true);
      if (take(',')) {
        skip_space(true);
        max.reset();
        if (is_digit(peek())) max = number(place);
        skip_space(true);
      }
      if (!take('}')) fail(place, "a quantifier is not closed", "write {m}, {m,} or {m,n}");
      if (max && *max < min) {
        fail(place, "the numbers of a quantifier are out of order", "write the smaller one first");
      }
    } else {
      return false;
    }
    if (part.kind == Kind::kLanguage) {
      part.language = pool_.repeat(part.language, min, max);
      return true;
    }
    GbnfPart repetition;
    repetition.kind = Kind::kRepetition;
    repetition.place = part.place;
    repetition.min = min;
    repetition.max = max;
    repetition.parts.push_back(std::move(part));
    part = std::move(repetition);
    return true;
  }

  std::uint64_t number(const GbnfPlace& place) {
    if (!is_digit(peek())) fail(place, "a quantifier needs a number", "write {m}, {m,} or {m,n}");
    std::uint64_t value = 0;
    while (is_digit(peek()))
      value = std::min<std::uint64_t>(value * 10 + (take_character() - '0'), kMaxRepetitions + 1);
    if (value > kMaxRepetitions) {
      fail(place, "a quantifier's number exceeds kMaxRepetitions, " + std::to_string(kMaxRepetitions),
           "use a smaller one", ErrorCode::kLimit);
    }
    return value;
  }

  LanguageId literal() {
    const GbnfPlace place = place_;
    take_character();
    std::string bytes;
    while (!take('"')) {
      const GbnfPlace here = place_;
      if (peek() == kEndOfGrammar || peek() == '\n') fail(place, "a literal is not closed", "write \" where it ends");
      const char32_t c = character();
      if (c >= 0xD800 && c <= 0xDFFF) fail(here, "half a surrogate pair is no character", "write \\U and eight digits");
      if (c < 0x80) {
        bytes += static_cast<char>(c);
        continue;
      }
      const int n = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
      bytes += static_cast<char>((0xF0 << (3 - n)) | static_cast<int>(c >> (6 * n)));
      for (int i = n - 1; i >= 0; --i) bytes += static_cast<char>(0x80 | ((c >> (6 * i)) & 0x3F));
    }
    return pool_.literal(bytes);
  }

  LanguageId character_class() {
    const GbnfPlace place = place_;
    take_character();
    const bool inverted = take('^');
    std::vector<CodePointRange> ranges;
    while (!take(']')) {
      if (peek() == kEndOfGrammar) fail(place, "a character class is not closed", "write ] where it ends");
      const GbnfPlace here = place_;
      const char32_t first = character();
      char32_t last = first;
      if (peek() == '-' && !text_.substr(offset_).starts_with("-]")) {
        take_character();
        if (peek() == kEndOfGrammar) fail(place, "a character class is not closed", "write ] where it ends");
        last = character();
      }
      if (last < first) {
        fail(here, "the ends of a range of characters are out of order", "write the smaller one first");
      }
      ranges.push_back({first, last});
    }
    if (ranges.empty()) fail(place, "a character class is empty", "write a character between [ and ]");
    return pool_.code_points(inverted ? invert_code_points(std::move(ranges)) : ranges);
  }

  // One character of a literal or class, escaped or not.
  char32_t character() {
    const GbnfPlace place = place_;
    const char32_t c = take_character();
    if (c != '\\') return c;
    const char32_t letter = take_character();
    switch (letter) {
      case 'x':
        return hexadecimal(2, place);
      case 'u':
        return hexadecimal(4, place);
      case 'U':
        return hexadecimal(8, place);
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      default:
        break;
    }
    if (letter == kEndOfGrammar || letter < ' ' || letter > '~' ||
        (is_name_character(letter) && letter != '-' && letter != '_')) {
      fail(place, "there is no such escape",
           "write \\n, \\r, \\t, \\\\, \\\", \\[, \\], \\xHH, \\uHHHH or \\UHHHHHHHH");
    }
    return letter;
  }

  char32_t hexadecimal(int n_digits, const GbnfPlace& place) {
    std::uint64_t value = 0;
    for (int i = 0; i < n_digits; ++i) {
      const char32_t c = take_character();
      const char32_t lower = c | 0x20;
      if (!is_digit(c) && !(lower >= 'a' && lower <= 'f' && c < 0x80)) {
        fail(place, "an escape needs " + std::to_string(n_digits) + " hexadecimal digits",
             "write \\xHH, \\uHHHH or \\UHHHHHHHH");
      }
      value = value * 16 + (is_digit(c) ? c - '0' : lower - 'a' + 10);
    }
    if (value > 0x10FFFF) fail(place, "an escape names no code point", "10FFFF is the last one");
    return static_cast<char32_t>(value);
  }

  LanguagePool& pool_;
  std::string_view text_;
  std::size_t offset_ = 0;
  GbnfPlace place_;
  GbnfSyntax syntax_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<bool> defined_;
  std::vector<std::pair<std::uint32_t, GbnfPlace>> references_;
};

}  // namespace

std::string to_string(const GbnfPlace& place) {
  return "line " + std::to_string(place.line) + ", column " + std::to_string(place.column);
}

GbnfSyntax parse_gbnf_syntax(LanguagePool& pool, std::string_view text) { return Parser(pool, text).parse(); }

}  // namespace oree::decode
