#include "decode/number_language.h"

#include <algorithm>
#include <array>

#include "decode/number_multiple.h"
#include "decode/number_range.h"
#include "decode/regular_expression.h"

namespace oree::decode {
namespace {

// Canonical numbers have as many digits as every double keeps, before the point and behind it, unless bounds ask for
// more.
constexpr std::uint32_t kPlainDigits = 15;
// Digits behind the point that an exponent may take back, in integers such as 1.25e2.
constexpr std::uint64_t kMaxShiftedDigits = 17;

LanguageId unite(LanguagePool& pool, std::initializer_list<LanguageId> languages) {
  return pool.unite(std::span(languages.begin(), languages.size()));
}

LanguageId intersect(LanguagePool& pool, LanguageId first, LanguageId second) {
  const std::array<LanguageId, 2> both{first, second};
  return pool.intersect(both);
}

LanguageId named(LanguagePool& pool, const std::string& pattern) {
  if (const auto known = pool.find_named(pattern)) return *known;
  const LanguageId language = parse_regular_expression(pool, pattern, true);
  pool.set_name(pattern, language);
  return language;
}

LanguageId minus(LanguagePool& pool, LanguageId magnitudes) { return pool.concatenate(pool.literal("-"), magnitudes); }

LanguageId any_zero(LanguagePool& pool) { return named(pool, "0(\\.0+)?([eE][+-]?\\d+)?"); }

// Every spelling of the numbers greater than 0.
LanguageId any_positive(LanguagePool& pool, bool integer) {
  if (!integer) return named(pool, "([1-9]\\d*(\\.\\d+)?|0\\.0*[1-9]\\d*)([eE][+-]?\\d+)?");
  const std::string name = "positive integers";
  if (const auto known = pool.find_named(name)) return *known;
  std::vector<LanguageId> spellings{named(pool, "[1-9]\\d*(\\.0+)?([eE](\\+?\\d+|-0+))?")};
  for (std::uint64_t n = 1; n <= kMaxShiftedDigits; ++n) {
    const LanguageId mantissa = named(pool, "([1-9]\\d*|0)\\.\\d{" + std::to_string(n - 1) + "}[1-9]0*[eE]\\+?0*");
    DecimalRange exponents;
    exponents.minimum = parse_decimal(std::to_string(n));
    exponents.integer = true;
    spellings.push_back(pool.concatenate(mantissa, decimal_range(pool, exponents)));
  }
  const LanguageId language = pool.unite(spellings);
  pool.set_name(name, language);
  return language;
}

Decimal negate(Decimal value) {
  value.negative = !value.negative && !value.is_zero();
  return value;
}

Decimal add_one_to_magnitude(const Decimal& value) {
  std::string digits = to_plain_string(value);
  std::size_t i = digits.size();
  while (i > 0 && digits[i - 1] == '9') digits[--i] = '0';
  if (i == 0) {
    digits.insert(0, "1");
  } else {
    ++digits[i - 1];
  }
  return parse_decimal(digits);
}

// The next integer towards or away from zero that an inclusive bound may be instead; magnitudes only.
Decimal round_magnitude(const Decimal& value, bool away) {
  if (value.is_integer()) return value;
  const std::string text = to_plain_string(value);
  const Decimal whole = parse_decimal(text.substr(0, text.find('.')));
  return away ? add_one_to_magnitude(whole) : whole;
}

Decimal subtract_one_from_magnitude(const Decimal& value) {  // of a positive integer
  std::string digits = to_plain_string(value);
  std::size_t i = digits.size();
  while (digits[i - 1] == '0') digits[--i] = '9';
  --digits[i - 1];
  const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
  return parse_decimal(digits.substr(first));
}

// The least integer that a minimum allows.
Decimal integer_minimum(const Decimal& value, bool exclusive) {
  Decimal magnitude = value;
  magnitude.negative = false;
  if (!value.negative) {
    if (!value.is_integer()) return round_magnitude(magnitude, true);
    return exclusive ? add_one_to_magnitude(magnitude) : magnitude;
  }
  if (!value.is_integer()) return negate(round_magnitude(magnitude, false));
  return negate(exclusive ? subtract_one_from_magnitude(magnitude) : magnitude);
}

NumberBounds normalise(NumberBounds bounds) {
  const auto all_integers = std::all_of(bounds.multiple_of.begin(), bounds.multiple_of.end(),
                                        [](const Decimal& divisor) { return divisor.is_integer(); });
  if (!bounds.multiple_of.empty() && all_integers) bounds.integer = true;
  const Decimal one{false, "1", 0};
  if (bounds.integer) {
    std::erase(bounds.multiple_of, one);
    if (bounds.minimum) bounds.minimum = integer_minimum(*bounds.minimum, bounds.exclusive_minimum);
    if (bounds.maximum) {
      bounds.maximum = negate(integer_minimum(negate(*bounds.maximum), bounds.exclusive_maximum));
    }
    bounds.exclusive_minimum = bounds.exclusive_maximum = false;
  }
  return bounds;
}

std::uint32_t whole_digits(const std::optional<Decimal>& bound) {
  if (!bound || bound->is_zero()) return 0;
  return static_cast<std::uint32_t>(
      std::max<std::int64_t>(0, bound->exponent + static_cast<std::int64_t>(bound->digits.size())));
}

std::uint32_t fraction_digits(const std::optional<Decimal>& bound) {
  return bound && bound->exponent < 0 ? static_cast<std::uint32_t>(-bound->exponent) : 0;
}

// Whether 0 may separate the bounds: all of one side is allowed, or none of it.
bool is_sign_only(const NumberBounds& bounds) {
  const auto is_border = [&](const std::optional<Decimal>& bound, bool positive) {
    if (!bound || bound->is_zero()) return true;
    return bounds.integer && bound->negative != positive && bound->digits == "1" && bound->exponent == 0;
  };
  return bounds.multiple_of.empty() && is_border(bounds.minimum, true) && is_border(bounds.maximum, false);
}

LanguageId sign_only_language(LanguagePool& pool, const NumberBounds& bounds, bool zero) {
  std::vector<LanguageId> parts;
  const LanguageId positive = any_positive(pool, bounds.integer);
  if (!bounds.maximum) parts.push_back(positive);
  if (!bounds.minimum) parts.push_back(minus(pool, positive));
  if (zero) {
    parts.push_back(any_zero(pool));
    parts.push_back(minus(pool, any_zero(pool)));
  }
  return pool.unite(parts);
}

bool allows_zero(const NumberBounds& bounds) {
  const Decimal zero;
  if (bounds.minimum) {
    const auto order = compare(*bounds.minimum, zero);
    if (order > 0 || (order == 0 && bounds.exclusive_minimum)) return false;
  }
  if (bounds.maximum) {
    const auto order = compare(*bounds.maximum, zero);
    if (order < 0 || (order == 0 && bounds.exclusive_maximum)) return false;
  }
  return true;
}

// Spellings without exponent.
LanguageId plain_language(LanguagePool& pool, const NumberBounds& bounds, Spelling spelling, bool zero) {
  const bool canonical = spelling == Spelling::kCanonical;
  DecimalRange range;
  range.integer = bounds.integer;
  range.zero_fraction = !canonical;
  if (canonical) {
    // A bound that is absent must leave room beyond the other one.
    std::uint32_t n = std::max(whole_digits(bounds.minimum), whole_digits(bounds.maximum));
    if (n > kPlainDigits && !(bounds.minimum && bounds.maximum)) ++n;
    range.max_whole_digits = std::max(n, kPlainDigits);
    std::uint32_t n_fraction = std::max(fraction_digits(bounds.minimum), fraction_digits(bounds.maximum));
    if (n_fraction >= kPlainDigits) ++n_fraction;  // something fits between close bounds
    for (const Decimal& divisor : bounds.multiple_of) n_fraction = std::max(n_fraction, fraction_digits(divisor));
    range.max_fraction_digits = std::max(n_fraction, kPlainDigits);
  }
  // The magnitudes on one side of zero, which is counted to the positive side.
  const auto side = [&](const std::optional<Decimal>& low, bool exclusive_low, const std::optional<Decimal>& high,
                        bool exclusive_high, bool with_zero) {
    DecimalRange part = range;
    part.exclusive_minimum = !with_zero;
    if (low && !low->negative && !low->is_zero()) {
      part.minimum = *low;
      part.exclusive_minimum = exclusive_low;
    }
    if (high && high->negative) return kNothing;
    part.maximum = high;
    part.exclusive_maximum = exclusive_high;
    return decimal_range(pool, part);
  };
  std::vector<LanguageId> parts{
      side(bounds.minimum, bounds.exclusive_minimum, bounds.maximum, bounds.exclusive_maximum, zero)};
  const auto mirrored = [](const std::optional<Decimal>& bound) {
    return bound ? std::optional(negate(*bound)) : std::nullopt;
  };
  parts.push_back(minus(pool, side(mirrored(bounds.maximum), bounds.exclusive_maximum, mirrored(bounds.minimum),
                                   bounds.exclusive_minimum, false)));
  if (zero && !canonical) parts.push_back(named(pool, "-0(\\.0+)?"));
  return pool.unite(parts);
}

}  // namespace

LanguageId number_language(LanguagePool& pool, const NumberBounds& given, Spelling spelling) {
  const NumberBounds bounds = normalise(given);
  if (bounds.minimum && bounds.maximum && compare(*bounds.minimum, *bounds.maximum) == 0 &&
      bounds.multiple_of.empty()) {
    if (bounds.exclusive_minimum || bounds.exclusive_maximum) return kNothing;
    return number_equal(pool, *bounds.minimum, spelling);
  }
  const bool zero = allows_zero(bounds);
  if (spelling == Spelling::kAny && is_sign_only(bounds)) return sign_only_language(pool, bounds, zero);
  const bool free = !bounds.minimum && !bounds.maximum && bounds.multiple_of.empty();
  if (free && bounds.integer) return named(pool, "0|-?[1-9]\\d{0,14}");
  if (free) return named(pool, "-?(0|[1-9]\\d{0,14})(\\.\\d{1,15})?([eE][+-]?\\d{1,2})?");

  LanguageId language = plain_language(pool, bounds, spelling, zero);
  for (const Decimal& divisor : bounds.multiple_of) {
    language = intersect(pool, language, multiple_language(pool, divisor));
  }
  return pool.is_empty(language) ? kNothing : language;
}

LanguageId number_equal(LanguagePool& pool, const Decimal& value, Spelling spelling) {
  if (spelling == Spelling::kAny && value.is_zero()) return unite(pool, {any_zero(pool), minus(pool, any_zero(pool))});
  if (spelling == Spelling::kCanonical) {
    // As long as it is short; 1e300 has a shorter text than its 301 digits.
    constexpr std::int64_t kMaxZeros = 20;
    if (value.exponent <= kMaxZeros && value.exponent >= -kMaxZeros - static_cast<std::int64_t>(value.digits.size())) {
      return pool.literal(to_plain_string(value));
    }
    std::string text = (value.negative ? "-" : "") + value.digits.substr(0, 1);
    if (value.digits.size() > 1) text += "." + value.digits.substr(1);
    const std::int64_t exponent = value.exponent + static_cast<std::int64_t>(value.digits.size()) - 1;
    return pool.literal(text + "e" + std::to_string(exponent));
  }
  // The plain text and the digits with the point behind each of them; zeros may follow a fraction.
  const LanguageId zeros = pool.repeat(pool.literal("0"), 0, std::nullopt);
  const auto mantissa = [&](const std::string& whole, const std::string& fraction) {
    const LanguageId point = pool.literal("." + fraction);
    const LanguageId behind = fraction.empty() ? pool.concatenate(point, pool.concatenate(pool.literal("0"), zeros))
                                               : pool.concatenate(point, zeros);
    return pool.concatenate(pool.literal(whole), fraction.empty() ? unite(pool, {kEmptyString, behind}) : behind);
  };
  Decimal magnitude = value;
  magnitude.negative = false;
  const std::string plain = to_plain_string(magnitude);
  const std::size_t point = plain.find('.');
  std::vector<LanguageId> spellings{
      mantissa(plain.substr(0, point), point == std::string::npos ? "" : plain.substr(point + 1))};
  for (std::size_t n = 1; n <= magnitude.digits.size(); ++n) {
    const std::int64_t exponent = magnitude.exponent + static_cast<std::int64_t>(magnitude.digits.size() - n);
    const std::string sign = exponent > 0 ? "[eE]\\+?0*" : exponent < 0 ? "[eE]-0*" : "[eE][+-]?0*";
    const LanguageId digits = pool.literal(std::to_string(exponent < 0 ? -exponent : exponent));
    spellings.push_back(pool.concatenate(mantissa(magnitude.digits.substr(0, n), magnitude.digits.substr(n)),
                                         pool.concatenate(named(pool, sign), digits)));
  }
  const LanguageId language = pool.unite(spellings);
  return value.negative ? minus(pool, language) : language;
}

}  // namespace oree::decode
