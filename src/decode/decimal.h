// Exact decimal numbers.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace oree::decode {

// Of a decimal's exponent, either way; a double's go from -324 to 308.
inline constexpr std::int64_t kMaxDecimalExponent = 1000;

// digits * 10^exponent, negative where it says so. Digits begin and end with another digit than 0; zero has none and is
// not negative.
struct Decimal {
  bool negative = false;
  std::string digits;
  std::int64_t exponent = 0;

  bool is_zero() const noexcept { return digits.empty(); }
  bool is_integer() const noexcept { return exponent >= 0; }
  friend bool operator==(const Decimal&, const Decimal&) = default;
};

std::strong_ordering compare(const Decimal& left, const Decimal& right);

// The text of a JSON number. Throws Error kInvalid (not such a text), kLimit (beyond kMaxDecimalExponent).
Decimal parse_decimal(std::string_view text);

// Without an exponent: "-0.25", "1000".
std::string to_plain_string(const Decimal& value);

}  // namespace oree::decode
