#include "tools/expression.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>
#include <vector>

#include "oree/error.h"

namespace oree::tools {
namespace {

// Signs that are not ASCII, and what they stand for.
struct Sign {
  std::string_view spelling;
  char meaning;
};
constexpr std::array<Sign, 4> kSigns = {{{"×", '*'}, {"÷", '/'}, {"−", '-'}, {"·", '*'}}};

using Function = double (*)(double);
struct NamedFunction {
  std::string_view name;
  Function function;
};
constexpr std::array<NamedFunction, 11> kFunctions = {{
    {"sqrt", [](double x) { return std::sqrt(x); }},
    {"sin", [](double x) { return std::sin(x); }},
    {"cos", [](double x) { return std::cos(x); }},
    {"tan", [](double x) { return std::tan(x); }},
    {"ln", [](double x) { return std::log(x); }},
    {"log", [](double x) { return std::log10(x); }},
    {"exp", [](double x) { return std::exp(x); }},
    {"abs", [](double x) { return std::fabs(x); }},
    {"round", [](double x) { return std::round(x); }},
    {"floor", [](double x) { return std::floor(x); }},
    {"ceil", [](double x) { return std::ceil(x); }},
}};

// A recursive-descent parser that computes as it reads.
//   sum: product (('+' | '-') product)*      product: unary (('*' | '/' | "of") unary)*
//   unary: ('-' | '+') unary | power         power: value ['^' unary]      value: atom '%'*
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  double parse() {
    const double value = sum();
    skip_space();
    if (at_ != text_.size()) fail("something is left over");
    return value;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw Error(ErrorCode::kInvalid, "the expression \"" + std::string(text_) + "\" cannot be computed: " + what,
                "position " + std::to_string(at_ + 1), "write it like (3 + 4) * 2 or sqrt(144)");
  }

  double checked(double value) const {
    if (std::isnan(value)) fail("it has no real value");
    if (std::isinf(value)) fail("the result is too large");
    return value;
  }

  void skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }

  // The operator at hand, 0 when there is none; length is how many bytes it takes.
  char peek(std::size_t& length) {
    skip_space();
    length = 1;
    if (at_ >= text_.size()) return 0;
    for (const Sign& sign : kSigns) {
      if (text_.substr(at_).starts_with(sign.spelling)) {
        length = sign.spelling.size();
        return sign.meaning;
      }
    }
    return text_[at_];
  }

  bool take(char wanted) {
    std::size_t length = 0;
    if (peek(length) != wanted) return false;
    at_ += length;
    return true;
  }

  double sum() {
    double value = product();
    for (;;) {
      if (take('+')) {
        value = checked(value + product());
      } else if (take('-')) {
        value = checked(value - product());
      } else {
        return value;
      }
    }
  }

  double product() {
    double value = unary();
    for (;;) {
      if (take('*')) {
        value = checked(value * unary());
      } else if (take('/')) {
        const double divisor = unary();
        if (divisor == 0) fail("division by zero");
        value = checked(value / divisor);
      } else if (take_word("of")) {
        value = checked(value * unary());
      } else {
        return value;
      }
    }
  }

  double unary() {
    const Depth depth(*this);
    if (take('-')) return -unary();
    if (take('+')) return unary();
    return power();
  }

  double power() {
    const double base = value();
    if (!take('^')) return base;
    return checked(std::pow(base, unary()));
  }

  double value() {
    double result = atom();
    while (take('%')) result /= 100;
    return result;
  }

  double atom() {
    if (take('(')) {
      const double inside = sum();
      if (!take(')')) fail("a closing parenthesis is missing");
      return inside;
    }
    skip_space();
    if (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) return number();
    const std::string name = word();
    if (name == "pi" || name == "π") return std::numbers::pi;
    if (name == "e") return std::numbers::e;
    if (name == "min" || name == "max") return extreme(name == "min");
    for (const NamedFunction& entry : kFunctions) {
      if (entry.name != name) continue;
      if (!take('(')) fail("a parenthesis is missing behind " + name);
      const double inside = sum();
      if (!take(')')) fail("a closing parenthesis is missing");
      return checked(entry.function(inside));
    }
    fail(name.empty() ? "a number is missing" : "\"" + name + "\" is not known");
  }

  double extreme(bool least) {
    if (!take('(')) fail("a parenthesis is missing");
    double result = sum();
    while (take(',')) {
      const double next = sum();
      result = least ? std::min(result, next) : std::max(result, next);
    }
    if (!take(')')) fail("a closing parenthesis is missing");
    return result;
  }

  double number() {
    double result = 0;
    const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), result);
    if (error != std::errc()) fail("a number is not readable");
    at_ = static_cast<std::size_t>(end - text_.data());
    return checked(result);
  }

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

  std::string word() {
    skip_space();
    if (text_.substr(at_).starts_with("π")) {
      at_ += std::string_view("π").size();
      return "π";
    }
    std::string result;
    while (at_ < text_.size() && is_letter(text_[at_])) {
      result += static_cast<char>(text_[at_] | 0x20);
      ++at_;
    }
    return result;
  }

  bool take_word(std::string_view wanted) {
    const std::size_t before = at_;
    if (word() == wanted) return true;
    at_ = before;
    return false;
  }

  // Counts the nesting for as long as it lives.
  class Depth {
   public:
    explicit Depth(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > kMaxExpressionDepth) {
        throw Error(ErrorCode::kLimit,
                    "the expression is nested more than " + std::to_string(kMaxExpressionDepth) + " deep", {},
                    "compute it in parts");
      }
    }
    ~Depth() { --parser_.depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

   private:
    Parser& parser_;
  };

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

double evaluate(std::string_view expression) {
  if (expression.size() > kMaxExpressionBytes) {
    throw Error(ErrorCode::kLimit, "the expression is longer than " + std::to_string(kMaxExpressionBytes) + " bytes",
                "argument expression", "compute it in parts");
  }
  return Parser(expression).parse();
}

std::string format_number(double value) {
  if (value == 0) return "0";  // also for minus zero
  std::array<char, 40> buffer{};
  // Whole numbers that a double holds exactly are written out; 12 digits hide the rounding of the others (0.1 + 0.2).
  constexpr double kExactLimit = 9007199254740992.0;  // 2^53
  const bool whole = std::abs(value) <= kExactLimit && std::trunc(value) == value;
  const auto [end, error] =
      whole ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), static_cast<std::int64_t>(value))
            : std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, 12);
  return std::string(buffer.data(), error == std::errc() ? end : buffer.data());
}

}  // namespace oree::tools
