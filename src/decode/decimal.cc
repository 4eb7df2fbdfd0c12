#include "decode/decimal.h"

#include <algorithm>

#include "oree/error.h"

namespace oree::decode {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

}  // namespace

Decimal parse_decimal(std::string_view text) {
  const auto fail = [&](ErrorCode code, const std::string& why, const std::string& hint) {
    throw Error(code, "\"" + std::string(text.substr(0, 40)) + "\" " + why, {}, hint);
  };
  Decimal value;
  std::size_t i = 0;
  const auto take_digits = [&] {
    const std::size_t begin = i;
    while (i < text.size() && is_digit(text[i])) ++i;
    if (i == begin) fail(ErrorCode::kInvalid, "is not the text of a JSON number", "write it like -12.5e3");
    return text.substr(begin, i - begin);
  };
  if (i < text.size() && text[i] == '-') {
    value.negative = true;
    ++i;
  }
  const std::string_view whole = take_digits();
  if (whole.size() > 1 && whole.front() == '0') {
    fail(ErrorCode::kInvalid, "is not the text of a JSON number", "leave out the leading zeros");
  }
  value.digits = whole;
  if (i < text.size() && text[i] == '.') {
    ++i;
    const std::string_view fraction = take_digits();
    value.digits += fraction;
    value.exponent = -static_cast<std::int64_t>(fraction.size());
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    const bool negative = i < text.size() && text[i] == '-';
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
    std::int64_t exponent = 0;
    for (const char c : take_digits()) exponent = std::min<std::int64_t>(exponent * 10 + (c - '0'), 1'000'000'000);
    value.exponent += negative ? -exponent : exponent;
  }
  if (i != text.size()) fail(ErrorCode::kInvalid, "is not the text of a JSON number", "write it like -12.5e3");

  value.digits.erase(0, std::min(value.digits.find_first_not_of('0'), value.digits.size()));
  while (!value.digits.empty() && value.digits.back() == '0') {
    value.digits.pop_back();
    ++value.exponent;
  }
  if (value.digits.empty()) return {};
  const std::int64_t highest = value.exponent + static_cast<std::int64_t>(value.digits.size());
  if (value.exponent < -kMaxDecimalExponent || highest > kMaxDecimalExponent) {
    fail(ErrorCode::kLimit, "lies beyond 10 to the kMaxDecimalExponent, " + std::to_string(kMaxDecimalExponent),
         "use a number that a double can hold");
  }
  return value;
}

std::strong_ordering compare(const Decimal& left, const Decimal& right) {
  const auto sign = [](const Decimal& value) { return value.is_zero() ? 0 : value.negative ? -1 : 1; };
  if (sign(left) != sign(right) || sign(left) == 0) return sign(left) <=> sign(right);
  // Where the digits begin, then the digits: as fractions they compare like text.
  const auto highest = [](const Decimal& value) {
    return value.exponent + static_cast<std::int64_t>(value.digits.size());
  };
  std::strong_ordering order = highest(left) <=> highest(right);
  if (order == 0) order = left.digits.compare(right.digits) <=> 0;
  return left.negative ? 0 <=> order : order;
}

std::string to_plain_string(const Decimal& value) {
  if (value.is_zero()) return "0";
  std::string text = value.digits;
  if (value.exponent >= 0) {
    text.append(static_cast<std::size_t>(value.exponent), '0');
  } else {
    const auto n_fraction = static_cast<std::size_t>(-value.exponent);
    if (text.size() <= n_fraction) text.insert(0, n_fraction + 1 - text.size(), '0');
    text.insert(text.size() - n_fraction, ".");
  }
  return value.negative ? "-" + text : text;
}

}  // namespace oree::decode
