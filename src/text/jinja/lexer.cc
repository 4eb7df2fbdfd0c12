#include "text/jinja/lexer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "text/jinja/string_literal.h"
#include "text/jinja/unicode.h"

namespace oree::text::jinja {
namespace {

// Longer spellings first.
constexpr std::array<std::string_view, 26> kOperators = {"**", "//", "==", "!=", ">=", "<=", "+", "-", "/",
                                                         "*",  "%",  "~",  "[",  "]",  "(",  ")", "{", "}",
                                                         ">",  "<",  "=",  ".",  ":",  "|",  ",", ";"};

// Line ends become \n, and one at the very end goes.
std::string normalize(std::string_view source) {
  std::string result;
  result.reserve(source.size());
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (source[i] != '\r') {
      result.push_back(source[i]);
      continue;
    }
    result.push_back('\n');
    if (i + 1 < source.size() && source[i + 1] == '\n') ++i;
  }
  if (result.ends_with('\n')) result.pop_back();
  return result;
}

bool is_name_start(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_name_part(char c) noexcept { return is_name_start(c) || is_digit(c); }

class Lexer {
 public:
  explicit Lexer(std::string source) : source_(std::move(source)) {}

  std::vector<Token> run() {
    while (at_ < source_.size()) {
      const std::size_t tag = find_tag();
      const Opening opening = opening_at(tag);
      emit_data(tag, opening);
      if (tag == source_.size()) break;
      advance_to(tag);
      if (opening.kind == '#') {
        skip_comment(opening);
      } else if (opening.is_raw) {
        read_raw(opening);
      } else {
        read_code(opening);
      }
    }
    advance_to(source_.size());
    push(TokenKind::kEnd, {}, place_);
    return std::move(tokens_);
  }

 private:
  // What begins a tag: "{%", "{{" or "{#" with its sign.
  struct Opening {
    char kind = 0;  // '%', '{', '#'; 0 at the end of the source
    char sign = 0;  // '-', '+' or 0
    bool is_raw = false;
    std::size_t end = 0;  // behind the opening, of raw behind its tag
  };

  [[noreturn]] void reject(const std::string& what, const std::string& hint = {}) const {
    throw Error(ErrorCode::kInvalid, what, describe(place_), hint);
  }

  std::string_view rest() const { return std::string_view(source_).substr(at_); }

  void advance_to(std::size_t end) {
    for (; at_ < end; ++at_) {
      if (source_[at_] == '\n') {
        ++place_.line;
        place_.column = 1;
      } else if ((static_cast<unsigned char>(source_[at_]) & 0xC0) != 0x80) {
        ++place_.column;
      }
    }
  }

  void push(TokenKind kind, std::string text, Place place) { tokens_.push_back({kind, std::move(text), 0, 0, place}); }

  std::size_t find_tag() const {
    for (std::size_t at = at_; at + 1 < source_.size(); ++at) {
      if (source_[at] != '{') continue;
      if (source_[at + 1] == '%' || source_[at + 1] == '{' || source_[at + 1] == '#') return at;
    }
    return source_.size();
  }

  std::size_t skip_space(std::size_t at) const {
    const std::string_view all = source_;
    return source_.size() - strip(all.substr(std::min(at, all.size())), Side::kLeft).size();
  }

  // The end of a word of a tag such as "raw" with its "%}": the text may say "{% raw -%}". nullopt when it is another
  // tag. plain_end_takes_line: trim_blocks removes the line end behind a tag, but not the one behind {% raw %}.
  std::optional<std::size_t> tag_end(std::size_t at, std::string_view word, bool plain_end_takes_line) const {
    const std::string_view all = source_;
    at = skip_space(at);
    if (!all.substr(at).starts_with(word)) return std::nullopt;
    at = skip_space(at + word.size());
    if (all.substr(at).starts_with("-%}")) return skip_space(at + 3);
    if (plain_end_takes_line && all.substr(at).starts_with("+%}")) return at + 3;
    if (!all.substr(at).starts_with("%}")) return std::nullopt;
    at += 2;
    return plain_end_takes_line && all.substr(at).starts_with('\n') ? at + 1 : at;
  }

  Opening opening_at(std::size_t tag) const {
    Opening opening;
    if (tag == source_.size()) return opening;
    opening.kind = source_[tag + 1];
    opening.end = tag + 2;
    if (opening.end < source_.size() && (source_[opening.end] == '-' || source_[opening.end] == '+')) {
      opening.sign = source_[opening.end++];
    }
    if (opening.kind != '%') return opening;
    if (const auto end = tag_end(opening.end, "raw", false)) {
      opening.is_raw = true;
      opening.end = *end;
    }
    return opening;
  }

  // Text before a tag, without the white space that the tag's sign or lstrip_blocks takes.
  std::string_view stripped(std::string_view text, char kind, char sign) const {
    if (sign == '-') return strip(text, Side::kRight);
    if (sign == '+' || kind == '{' || kind == 0) return text;
    const std::size_t line = text.rfind('\n') + 1;  // 0 when there is none
    if (line == 0 && !line_starting_) return text;
    return strip(text.substr(line)).empty() ? text.substr(0, line) : text;
  }

  void emit_data(std::size_t tag, const Opening& opening) {
    const Place place = place_;
    const std::string_view text =
        stripped(std::string_view(source_).substr(at_, tag - at_), opening.kind, opening.sign);
    if (!text.empty()) push(TokenKind::kData, std::string(text), place);
  }

  // Behind the end of a tag; whether a new line has begun there decides what lstrip_blocks does.
  void end_tag(std::size_t end) {
    line_starting_ = end > 0 && source_[end - 1] == '\n';
    advance_to(end);
  }

  void skip_comment(const Opening& opening) {
    const std::size_t close = source_.find("#}", opening.end);
    if (close == std::string::npos) reject("a comment is not closed", "end it with #}");
    std::size_t end = close + 2;
    const char sign = close > opening.end ? source_[close - 1] : ' ';
    if (sign == '-') {
      end = skip_space(end);
    } else if (sign != '+' && end < source_.size() && source_[end] == '\n') {
      ++end;
    }
    end_tag(end);
  }

  void read_raw(const Opening& opening) {
    const Place start = place_;
    end_tag(opening.end);
    for (std::size_t close = source_.find("{%", at_); close != std::string::npos;
         close = source_.find("{%", close + 1)) {
      std::size_t inside = close + 2;
      char sign = 0;
      if (inside < source_.size() && (source_[inside] == '-' || source_[inside] == '+')) sign = source_[inside++];
      const auto end = tag_end(inside, "endraw", true);
      if (!end) continue;
      const std::string_view text = stripped(std::string_view(source_).substr(at_, close - at_), '%', sign);
      if (!text.empty()) push(TokenKind::kData, std::string(text), place_);
      end_tag(*end);
      return;
    }
    throw Error(ErrorCode::kInvalid, "{% raw %} is not closed", describe(start), "end it with {% endraw %}");
  }

  // The end of a variable or block tag at hand, 0 when there is none.
  std::size_t closing_at_hand(char kind) const {
    if (kind == '{') {
      if (rest().starts_with("-}}")) return skip_space(at_ + 3);
      return rest().starts_with("}}") ? at_ + 2 : 0;
    }
    if (rest().starts_with("-%}")) return skip_space(at_ + 3);
    if (rest().starts_with("+%}")) return at_ + 3;
    if (!rest().starts_with("%}")) return 0;
    return rest().starts_with("%}\n") ? at_ + 3 : at_ + 2;
  }

  void read_code(const Opening& opening) {
    const Place start = place_;
    push(opening.kind == '{' ? TokenKind::kVariableBegin : TokenKind::kBlockBegin, {}, place_);
    advance_to(opening.end);
    std::string brackets;  // the closing ones that are due
    while (true) {
      if (brackets.empty()) {
        if (const std::size_t end = closing_at_hand(opening.kind)) {
          push(opening.kind == '{' ? TokenKind::kVariableEnd : TokenKind::kBlockEnd, {}, place_);
          end_tag(end);
          return;
        }
      }
      advance_to(skip_space(at_));
      if (brackets.empty() && at_ < source_.size() && closing_at_hand(opening.kind) != 0) continue;
      if (at_ >= source_.size()) {
        throw Error(ErrorCode::kInvalid, "a tag is not closed", describe(start),
                    opening.kind == '{' ? "end it with }}" : "end it with %}");
      }
      read_token(brackets);
    }
  }

  void read_token(std::string& brackets) {
    const char c = source_[at_];
    if (is_name_start(c)) {
      std::size_t end = at_;
      while (end < source_.size() && is_name_part(source_[end])) ++end;
      if (end < source_.size() && static_cast<unsigned char>(source_[end]) >= 0x80) {
        throw Error(ErrorCode::kUnsupported, "a name holds a letter outside ASCII", describe(place_), "rename it");
      }
      push(TokenKind::kName, source_.substr(at_, end - at_), place_);
      advance_to(end);
    } else if (is_digit(c)) {
      read_number();
    } else if (c == '"' || c == '\'') {
      StringLiteral literal = read_string_literal(source_, at_, place_);
      push(TokenKind::kString, std::move(literal.meaning), place_);
      advance_to(literal.end);
    } else {
      read_operator(brackets);
    }
  }

  void read_operator(std::string& brackets) {
    for (const std::string_view spelling : kOperators) {
      if (!rest().starts_with(spelling)) continue;
      const char c = spelling[0];
      if (c == '(' || c == '[' || c == '{') {
        brackets.push_back(c == '(' ? ')' : c == '[' ? ']' : '}');
      } else if (c == ')' || c == ']' || c == '}') {
        if (brackets.empty()) reject("there is a '" + std::string(spelling) + "' too many");
        if (brackets.back() != c) {
          reject("'" + std::string(1, brackets.back()) + "' is missing before '" + std::string(spelling) + "'");
        }
        brackets.pop_back();
      }
      push(TokenKind::kOperator, std::string(spelling), place_);
      advance_to(at_ + spelling.size());
      return;
    }
    std::size_t length = 0;
    first_character(rest(), length);
    reject("the character '" + std::string(rest().substr(0, length)) + "' has no meaning in a tag");
  }

  // digits('_'? digit)*, from at; the digits without underscores.
  std::string digits_at(std::size_t& at) const {
    std::string digits;
    while (at < source_.size()) {
      if (is_digit(source_[at])) {
        digits.push_back(source_[at++]);
      } else if (source_[at] == '_' && at + 1 < source_.size() && is_digit(source_[at + 1]) && !digits.empty()) {
        ++at;
      } else {
        break;
      }
    }
    return digits;
  }

  void read_number() {
    std::size_t end = at_;
    std::string spelling = digits_at(end);
    const bool after_dot = at_ > 0 && source_[at_ - 1] == '.';
    bool is_float = false;
    if (!after_dot) {
      std::size_t fraction = end + 1;
      if (end + 1 < source_.size() && source_[end] == '.' && is_digit(source_[end + 1])) {
        spelling += "." + digits_at(fraction);
        end = fraction;
        is_float = true;
      }
      std::size_t exponent = end;
      if (exponent < source_.size() && (source_[exponent] == 'e' || source_[exponent] == 'E')) {
        std::string sign;
        ++exponent;
        if (exponent < source_.size() && (source_[exponent] == '+' || source_[exponent] == '-')) {
          sign = source_[exponent++];
        }
        if (exponent < source_.size() && is_digit(source_[exponent])) {
          spelling += "e" + (sign == "-" ? sign : std::string()) + digits_at(exponent);
          end = exponent;
          is_float = true;
        }
      }
    }
    if (end < source_.size() && is_name_part(source_[end])) {
      throw Error(ErrorCode::kUnsupported, "a number runs into a letter or underscore", describe(place_),
                  "numbers are decimal: 12, 1_000, 0.5, 1e3");
    }
    Token token{is_float ? TokenKind::kFloat : TokenKind::kInteger, spelling, 0, 0, place_};
    const char* const last = spelling.data() + spelling.size();
    if (is_float) {
      const auto read = std::from_chars(spelling.data(), last, token.number);
      // Out of range: too small is zero, too large infinity, as for Python.
      if (read.ec == std::errc::result_out_of_range) {
        token.number = spelling.find("e-") != std::string::npos ? 0.0 : HUGE_VAL;
      }
    } else {
      if (spelling.size() > 1 && spelling[0] == '0' && spelling.find_first_not_of('0') != std::string::npos) {
        reject("an integer begins with 0", "write it without the zero");
      }
      if (std::from_chars(spelling.data(), last, token.integer).ec != std::errc()) {
        throw Error(ErrorCode::kLimit, "the integer " + spelling + " does not fit 64 bits", describe(place_));
      }
    }
    tokens_.push_back(std::move(token));
    advance_to(end);
  }

  std::string source_;
  std::size_t at_ = 0;
  Place place_;
  bool line_starting_ = true;
  std::vector<Token> tokens_;
};

}  // namespace

std::string describe(const Place& place) {
  return "line " + std::to_string(place.line) + ", column " + std::to_string(place.column);
}

std::vector<Token> tokenize(std::string_view source) { return Lexer(normalize(source)).run(); }

}  // namespace oree::text::jinja
