// Filters of numbers.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "text/jinja/filters.h"
#include "text/jinja/numbers.h"
#include "text/jinja/operators.h"
#include "text/jinja/unicode.h"

namespace oree::text::jinja {
namespace {

using Input = const Value&;
using Given = const Arguments&;

constexpr double kIntegerEnd = 9223372036854775808.0;  // 2^63

// Without underscores between digits; nullopt when one stands elsewhere.
std::optional<std::string> without_underscores(std::string_view text) {
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      digits.push_back(text[i]);
      continue;
    }
    const auto is_digit = [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    };
    if (i == 0 || i + 1 == text.size() || !is_digit(text[i - 1]) || !is_digit(text[i + 1])) return std::nullopt;
  }
  return digits;
}

std::optional<std::int64_t> truncated(double number) {
  if (!std::isfinite(number)) return std::nullopt;
  if (number >= kIntegerEnd || number < -kIntegerEnd) fail_limit("an integer of the template does not fit 64 bits");
  return static_cast<std::int64_t>(number);
}

Value int_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("int", arguments, {"default", "base"});
  const Value otherwise = parameters.find(0) == nullptr ? make_integer(0) : *parameters.find(0);
  require_defined(input);
  if (is_integral(input)) return make_integer(integral(input));
  std::optional<std::int64_t> number;
  if (const std::string* text = input.text()) {
    context.budget.charge_bytes(text->size());
    number = read_integer(*text, parameters.integer(1, 10));
    if (!number) {
      if (const std::optional<double> real = read_float(*text)) number = truncated(*real);
    }
  } else if (is_number(input)) {
    number = truncated(as_double(input));
  }
  return number ? make_integer(*number) : otherwise;
}

Value float_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("float", arguments, {"default"});
  const Value otherwise = parameters.find(0) == nullptr ? make_float(0) : *parameters.find(0);
  require_defined(input);
  if (is_number(input)) return make_float(as_double(input));
  if (input.text() == nullptr) return otherwise;
  context.budget.charge_bytes(input.text()->size());
  const std::optional<double> number = read_float(*input.text());
  return number ? make_float(*number) : otherwise;
}

Value abs_filter(Context&, Input input, Given arguments) {
  const Parameters parameters("abs", arguments, {});
  require_defined(input);
  if (is_integral(input)) return integral(input) < 0 ? negate(input) : make_integer(integral(input));
  if (!is_number(input)) fail("'abs' takes a number, not '" + type_name(input) + "'");
  return make_float(std::fabs(as_double(input)));
}

Value round_filter(Context&, Input input, Given arguments) {
  const Parameters parameters("round", arguments, {"precision", "method"});
  require_defined(input);
  if (!is_number(input)) fail("'round' takes a number, not '" + type_name(input) + "'");
  const std::int64_t precision = std::clamp<std::int64_t>(parameters.integer(0, 0), -400, 400);
  const std::string method = parameters.text(1, "common");
  if (method == "common") {
    if (is_integral(input) && precision >= 0) return make_integer(integral(input));
    const double rounded = round_to(as_double(input), precision);
    if (!is_integral(input)) return make_float(rounded);
    return make_integer(truncated(rounded).value_or(0));
  }
  if (method != "ceil" && method != "floor")
    fail("the method of 'round' is common, ceil or floor, not '" + method + "'");
  const double factor = std::pow(10.0, static_cast<double>(precision));
  const double scaled = as_double(input) * factor;
  if (!std::isfinite(scaled)) fail("the number cannot be rounded");
  return make_float((method == "ceil" ? std::ceil(scaled) : std::floor(scaled)) / factor);
}

Value sum_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("sum", arguments, {"attribute", "start"});
  Value sum = parameters.find(1) == nullptr ? make_integer(0) : *parameters.find(1);
  if (sum.text() != nullptr) fail("'sum' adds no texts", "use join");
  const bool whole = parameters.find(0) == nullptr || parameters.find(0)->is_none();
  for (const Value& item : items_of(input, context.budget)) {
    const Value part = whole ? item : follow_path(context, item, *parameters.find(0));
    sum = apply_binary(context, BinaryOperator::kAdd, sum, part);
  }
  return sum;
}

template <bool largest>
Value extreme_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters(largest ? "max" : "min", arguments, {"case_sensitive", "attribute"});
  const bool case_sensitive = parameters.flag(0, false);
  const std::vector<Value> items = items_of(input, context.budget);
  if (items.empty()) return make_undefined("the sequence is empty");
  std::size_t best = 0;
  Value best_key = sorting_key(context, items[0], parameters.find(1), case_sensitive);
  for (std::size_t i = 1; i < items.size(); ++i) {
    Value key = sorting_key(context, items[i], parameters.find(1), case_sensitive);
    const Comparison better = largest ? Comparison::kGreater : Comparison::kLess;
    if (!apply_comparison(context, better, key, best_key)) continue;
    best = i;
    best_key = std::move(key);
  }
  return items[best];
}

constexpr std::array<NamedFilter, 7> kFilters = {{
    {"int", int_filter},
    {"float", float_filter},
    {"abs", abs_filter},
    {"round", round_filter},
    {"sum", sum_filter},
    {"min", extreme_filter<false>},
    {"max", extreme_filter<true>},
}};

}  // namespace

std::optional<std::int64_t> read_integer(std::string_view text, std::int64_t base) {
  if (base != 2 && base != 8 && base != 10 && base != 16) {
    fail_unsupported("integers of base " + std::to_string(base) + " are not supported");
  }
  text = strip(text);
  std::string sign;
  if (text.starts_with('-') || text.starts_with('+')) {
    if (text[0] == '-') sign = "-";
    text.remove_prefix(1);
  }
  if (base != 10 && text.size() > 2 && text[0] == '0') {
    const char mark = static_cast<char>(text[1] | 0x20);
    if (mark == (base == 16 ? 'x' : base == 8 ? 'o' : 'b')) {
      text.remove_prefix(2);
      if (text.starts_with('_')) text.remove_prefix(1);
    }
  }
  const std::optional<std::string> digits = without_underscores(text);
  if (!digits || digits->empty() || digits->front() == '-') return std::nullopt;
  const std::string spelling = sign + *digits;
  std::int64_t number = 0;
  const auto read = std::from_chars(spelling.data(), spelling.data() + spelling.size(), number, static_cast<int>(base));
  if (read.ptr != spelling.data() + spelling.size()) return std::nullopt;
  if (read.ec == std::errc::result_out_of_range)
    fail_limit("the integer " + spelling.substr(0, 40) + " does not fit 64 bits");
  return read.ec == std::errc() ? std::optional(number) : std::nullopt;
}

std::optional<double> read_float(std::string_view text) {
  text = strip(text);
  const std::optional<std::string> plain = without_underscores(text);
  if (!plain) return std::nullopt;
  std::string_view rest = *plain;
  if (rest.starts_with('+')) rest.remove_prefix(1);
  const std::string_view unsigned_part = rest.starts_with('-') ? rest.substr(1) : rest;
  if (unsigned_part.empty() || unsigned_part[0] == '-' || unsigned_part[0] == '+') return std::nullopt;
  // from_chars also reads "nan(...)".
  if (rest.find('(') != std::string_view::npos) return std::nullopt;
  double number = 0;
  const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (read.ptr != rest.data() + rest.size()) return std::nullopt;
  if (read.ec == std::errc::result_out_of_range) {
    const bool tiny = rest.find("e-") != std::string_view::npos || rest.find("E-") != std::string_view::npos;
    const double magnitude = tiny ? 0.0 : HUGE_VAL;
    return rest[0] == '-' ? -magnitude : magnitude;
  }
  return read.ec == std::errc() ? std::optional(number) : std::nullopt;
}

double round_to(double number, std::int64_t precision) {
  if (!std::isfinite(number) || precision > 323) return number;
  if (precision >= 0) {
    // The decimal expansion is exact, so that halves are real halves.
    std::array<char, 700> digits{};
    std::snprintf(digits.data(), digits.size(), "%.*f", static_cast<int>(precision), number);
    return read_float(digits.data()).value_or(number);
  }
  const double unit = std::pow(10.0, static_cast<double>(-precision));
  return std::isfinite(unit) ? std::nearbyint(number / unit) * unit : 0.0;
}

FilterFunction find_number_filter(std::string_view name) { return find_among(kFilters, name); }

}  // namespace oree::text::jinja
