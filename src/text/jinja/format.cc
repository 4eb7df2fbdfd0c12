// pattern % values.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "text/jinja/operators.h"
#include "text/jinja/printing.h"
#include "text/jinja/unicode.h"

namespace oree::text::jinja {
namespace {

// %[(name)][flags][width][.precision]conversion
struct Directive {
  std::string name;
  bool left = false, zero = false, plus = false, space = false, alternate = false;
  std::size_t width = 0;
  std::optional<std::size_t> precision;
  char conversion = 0;
};

constexpr std::size_t kMaximumWidth = 10'000;
constexpr std::size_t kMaximumPrecision = 300;

class Reader {
 public:
  explicit Reader(const std::string& pattern) : pattern_(pattern) {}

  bool done() const { return at_ == pattern_.size(); }
  char take() {
    if (done()) fail("a pattern ends inside a % directive");
    return pattern_[at_++];
  }
  std::string_view literal() {
    const std::size_t start = at_;
    at_ = std::min(pattern_.find('%', at_), pattern_.size());
    return std::string_view(pattern_).substr(start, at_ - start);
  }

  Directive directive() {
    Directive result;
    char c = take();
    if (c == '(') {
      const std::size_t close = pattern_.find(')', at_);
      if (close == std::string::npos) fail("a name in a % directive is not closed");
      result.name = pattern_.substr(at_, close - at_);
      has_name_ = true;
      at_ = close + 1;
      c = take();
    }
    for (; c == '-' || c == '0' || c == '+' || c == ' ' || c == '#'; c = take()) {
      result.left |= c == '-';
      result.zero |= c == '0';
      result.plus |= c == '+';
      result.space |= c == ' ';
      result.alternate |= c == '#';
    }
    if (c == '*') fail_unsupported("'*' in a % directive is not supported");
    result.width = number(c, kMaximumWidth);
    if (c == '.') {
      c = take();
      if (c == '*') fail_unsupported("'*' in a % directive is not supported");
      result.precision = number(c, kMaximumPrecision);
    }
    result.conversion = c;
    return result;
  }
  bool has_name() { return std::exchange(has_name_, false); }

 private:
  std::size_t number(char& c, std::size_t maximum) {
    std::size_t value = 0;
    for (; c >= '0' && c <= '9'; c = take()) {
      value = value * 10 + static_cast<std::size_t>(c - '0');
      if (value > maximum) fail_limit("a number in a % directive exceeds " + std::to_string(maximum));
    }
    return value;
  }

  const std::string& pattern_;
  std::size_t at_ = 0;
  bool has_name_ = false;
};

std::string with_sign(const Directive& directive, bool negative) {
  return negative ? "-" : directive.plus ? "+" : directive.space ? " " : "";
}

// Digits with their sign, filled with zeros where the directive says so.
std::string padded(const Directive& directive, bool negative, std::string digits) {
  const std::string sign = with_sign(directive, negative);
  if (directive.zero && !directive.left) {
    while (sign.size() + digits.size() < directive.width) digits.insert(digits.begin(), '0');
  }
  return sign + digits;
}

std::string integer_text(const Directive& directive, const Value& value) {
  require_defined(value);
  if (!is_number(value))
    fail("'%" + std::string(1, directive.conversion) + "' takes a number, not '" + type_name(value) + "'");
  const bool decimal = directive.conversion == 'd' || directive.conversion == 'i' || directive.conversion == 'u';
  if (!decimal && !is_integral(value)) fail("'%" + std::string(1, directive.conversion) + "' takes an integer");
  const double real = as_double(value);
  if (!(std::fabs(real) < 9.2e18)) fail_limit("an integer of the template does not fit 64 bits");
  const std::int64_t number = is_integral(value) ? integral(value) : static_cast<std::int64_t>(real);
  const auto magnitude = static_cast<unsigned long long>(number < 0 ? -number : number);
  if (directive.alternate) fail_unsupported("'#' in a % directive is not supported");
  std::array<char, 40> digits{};
  const char* format = directive.conversion == 'x'   ? "%llx"
                       : directive.conversion == 'X' ? "%llX"
                       : directive.conversion == 'o' ? "%llo"
                                                     : "%llu";
  std::snprintf(digits.data(), digits.size(), format, magnitude);
  std::string text = digits.data();
  while (text.size() < directive.precision.value_or(0)) text.insert(text.begin(), '0');
  return padded(directive, number < 0, std::move(text));
}

std::string float_digits(const Directive& directive, const Value& value) {
  require_defined(value);
  if (!is_number(value))
    fail("'%" + std::string(1, directive.conversion) + "' takes a number, not '" + type_name(value) + "'");
  if (directive.alternate) fail_unsupported("'#' in a % directive is not supported");
  const double number = as_double(value);
  const int precision = static_cast<int>(directive.precision.value_or(6));
  std::array<char, 800> digits{};
  const double magnitude = std::fabs(number);
  const char* format = directive.conversion == 'e'   ? "%.*e"
                       : directive.conversion == 'E' ? "%.*E"
                       : directive.conversion == 'g' ? "%.*g"
                       : directive.conversion == 'G' ? "%.*G"
                                                     : "%.*f";
  std::snprintf(digits.data(), digits.size(), format, precision, magnitude);
  return padded(directive, std::signbit(number) && !std::isnan(number), digits.data());
}

std::string converted(Context& context, const Directive& directive, const Value& value) {
  switch (directive.conversion) {
    case 's':
    case 'r': {
      TextBuilder out(context.budget);
      if (directive.conversion == 's') print(out, value);
      if (directive.conversion == 'r') represent(out, value);
      if (!directive.precision) return out.take();
      return encode(std::u32string_view(decode(out.text(), context.budget)).substr(0, *directive.precision));
    }
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o':
      return integer_text(directive, value);
    case 'f':
    case 'F':
    case 'e':
    case 'E':
    case 'g':
    case 'G':
      return float_digits(directive, value);
    case 'c':
    case 'a':
      fail_unsupported("'%" + std::string(1, directive.conversion) + "' is not supported");
    default:
      fail("a % directive has no meaning");
  }
}

}  // namespace

Value format_text(Context& context, const Value& pattern, const Arguments& values) {
  if (pattern.is_markup()) fail_unsupported("a pattern marked safe is not supported");
  TextBuilder out(context.budget);
  Reader reader(*pattern.text());
  std::size_t next = 0;
  const bool by_name = !values.named.empty();
  while (true) {
    out.append(reader.literal());
    if (reader.done()) break;
    reader.take();
    const Directive directive = reader.directive();
    if (directive.conversion == '%') {
      out.append("%");
      continue;
    }
    const Value* value = nullptr;
    if (reader.has_name()) {
      const auto found = std::find_if(values.named.begin(), values.named.end(),
                                      [&](const auto& named) { return named.first == directive.name; });
      if (found == values.named.end()) fail("the pattern has no value '" + directive.name + "'");
      value = &found->second;
    } else {
      if (next >= values.positional.size()) fail("there are not enough values for the pattern");
      value = &values.positional[next++];
    }
    const std::string text = converted(context, directive, *value);
    const std::size_t n_characters = count_characters(text);
    const std::size_t filling = n_characters < directive.width ? directive.width - n_characters : 0;
    if (!directive.left) out.append(filling, ' ');
    out.append(text);
    if (directive.left) out.append(filling, ' ');
  }
  if (!by_name && next < values.positional.size()) fail("there are too many values for the pattern");
  return make_text(out.take());
}

}  // namespace oree::text::jinja
