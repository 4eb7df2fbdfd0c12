#include "decode/number_language.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <random>

#include "decode/number_multiple.h"
#include "oree/error.h"
#include "oree/json.h"

namespace oree::decode {
namespace {

// Hundredths as a decimal text, with as many digits behind the point as asked.
std::string spell(long hundredths, int n_digits) {
  std::string text = std::to_string(std::abs(hundredths) / 100);
  if (n_digits > 0) {
    const std::string fraction = std::to_string(100 + std::abs(hundredths) % 100).substr(1) + "0000";
    text += "." + fraction.substr(0, static_cast<std::size_t>(n_digits));
  }
  return hundredths < 0 ? "-" + text : text;
}

int digits_needed(long hundredths) { return hundredths % 100 == 0 ? 0 : hundredths % 10 == 0 ? 1 : 2; }

struct Bounds {  // in hundredths
  std::optional<long> minimum, maximum;
  bool exclusive_minimum, exclusive_maximum, integer;
  std::vector<long> multiple_of;

  bool hold(long value) const {
    if (minimum && (value < *minimum || (exclusive_minimum && value == *minimum))) return false;
    if (maximum && (value > *maximum || (exclusive_maximum && value == *maximum))) return false;
    if (integer && value % 100 != 0) return false;
    for (const long divisor : multiple_of) {
      if (value % divisor != 0) return false;
    }
    return true;
  }
  NumberBounds exact() const {
    const auto decimal = [](long value) { return parse_decimal(spell(value, 2)); };
    NumberBounds bounds;
    if (minimum) bounds.minimum = decimal(*minimum);
    if (maximum) bounds.maximum = decimal(*maximum);
    bounds.exclusive_minimum = exclusive_minimum;
    bounds.exclusive_maximum = exclusive_maximum;
    bounds.integer = integer;
    for (const long divisor : multiple_of) bounds.multiple_of.push_back(decimal(divisor));
    return bounds;
  }
  std::string print() const {
    std::string text = integer ? "integers" : "numbers";
    if (minimum) text += (exclusive_minimum ? " > " : " >= ") + spell(*minimum, 2);
    if (maximum) text += (exclusive_maximum ? " < " : " <= ") + spell(*maximum, 2);
    for (const long divisor : multiple_of) text += " multiple of " + spell(divisor, 2);
    return text;
  }
};

TEST(NumberLanguage, RandomBoundsHoldTheNumbersThatComparisonFinds) {
  std::mt19937 random(8);
  const auto near_zero = [&](long limit) {
    return static_cast<long>(random() % static_cast<unsigned>(2 * limit + 1)) - limit;
  };
  for (int round = 0; round < 240; ++round) {
    const long limit = round % 3 == 0 ? 150 : round % 3 == 1 ? 1500 : 13000;
    const auto bound = [&] {
      long value = near_zero(limit);
      if (random() % 3 == 0) value -= value % 100;
      if (random() % 8 == 0) value = 0;
      return random() % 3 == 0 ? std::nullopt : std::optional(value);
    };
    Bounds bounds{bound(), bound(), random() % 2 == 0, random() % 2 == 0, random() % 2 == 0, {}};
    if (round % 4 == 0)
      bounds.multiple_of.push_back(std::array<long, 9>{1, 5, 25, 100, 150, 300, 700, 1000, 20}[random() % 9]);
    if (round % 16 == 0) bounds.multiple_of.push_back(400);
    for (const Spelling spelling : {Spelling::kCanonical, Spelling::kAny}) {
      const bool canonical = spelling == Spelling::kCanonical;
      LanguagePool pool;
      const LanguageId language = number_language(pool, bounds.exact(), spelling);
      bool any = false;
      for (long value = -limit - 220; value <= limit + 220; ++value) {
        const bool expected = bounds.hold(value);
        any = any || expected;
        const int needed = digits_needed(value);
        ASSERT_EQ(pool.accepts(language, spell(value, needed)), expected)
            << bounds.print() << ": " << spell(value, needed);
        // Zeros behind: every number's that is no canonical integer.
        const bool whole = bounds.integer || (bounds.minimum && bounds.minimum == bounds.maximum) ||
                           (!bounds.multiple_of.empty() && bounds.multiple_of.back() % 100 == 0);
        if (!whole || !canonical) {
          const std::string longer = spell(value, needed + 2);
          ASSERT_EQ(pool.accepts(language, longer), expected) << bounds.print() << ": " << longer;
        }
        ASSERT_FALSE(pool.accepts(language, "0" + spell(std::abs(value), needed)));
      }
      if (any) {
        ASSERT_NE(language, kNothing);
      }
      const bool free = !bounds.minimum && !bounds.maximum && bounds.multiple_of.empty() && !bounds.integer;
      ASSERT_EQ(pool.accepts(language, "-0"), (!canonical || free) && bounds.hold(0)) << bounds.print();
      ASSERT_EQ(pool.is_empty(language), language == kNothing);
    }
  }
}

bool holds(const NumberBounds& bounds, Spelling spelling, std::string_view text) {
  LanguagePool pool;
  return pool.accepts(number_language(pool, bounds, spelling), text);
}

TEST(NumberLanguage, EveryJsonSpellingOfAnyNumberIsRead) {
  for (const char* text :
       {"0", "-0", "-0.0e0", "12.50", "1e300", "1E+05", "-1.5e-3", "123456789012345678901234567890"}) {
    EXPECT_TRUE(holds({}, Spelling::kAny, text)) << text;
    EXPECT_TRUE(Json::accept(text)) << text;
  }
  for (const char* text : {"", "-", "01", "1.", ".5", "1e", "+1", "1e1.5", "0x1", "1 "}) {
    EXPECT_FALSE(holds({}, Spelling::kAny, text)) << text;
    EXPECT_FALSE(holds({}, Spelling::kCanonical, text)) << text;
  }
}

TEST(NumberLanguage, IntegersAreReadWhateverTheirSpelling) {
  NumberBounds integers;
  integers.integer = true;
  for (const char* text :
       {"7", "7.0", "-7.00", "7e2", "7.0E+2", "1.5e1", "-1.25e2", "0e-5", "0.5e1", "1.5e+16", "120e-0"}) {
    EXPECT_TRUE(holds(integers, Spelling::kAny, text)) << text;
  }
  for (const char* text : {"7.5", "7e-1", "1.25e1", "0.5", "1.5e01x", "1.5e-1"}) {
    EXPECT_FALSE(holds(integers, Spelling::kAny, text)) << text;
  }
  EXPECT_FALSE(holds(integers, Spelling::kCanonical, "7.0"));
  EXPECT_TRUE(holds(integers, Spelling::kCanonical, "-999999999999999"));
  EXPECT_FALSE(holds(integers, Spelling::kCanonical, "1000000000000000"));
}

TEST(NumberLanguage, SignsHoldForEveryExponent) {
  NumberBounds positive;
  positive.minimum = Decimal{};
  positive.exclusive_minimum = true;
  EXPECT_TRUE(holds(positive, Spelling::kAny, "1e-300"));
  EXPECT_TRUE(holds(positive, Spelling::kAny, "0.01e5"));
  EXPECT_FALSE(holds(positive, Spelling::kAny, "0e5"));
  EXPECT_FALSE(holds(positive, Spelling::kAny, "-1e5"));
  positive.exclusive_minimum = false;
  EXPECT_TRUE(holds(positive, Spelling::kAny, "-0.0"));
  NumberBounds counted;
  counted.integer = true;
  counted.minimum = parse_decimal("1");
  EXPECT_TRUE(holds(counted, Spelling::kAny, "1e3"));
  EXPECT_TRUE(holds(counted, Spelling::kAny, "1.0"));
  EXPECT_FALSE(holds(counted, Spelling::kAny, "0"));
}

TEST(NumberLanguage, BoundsBeyondADoubleAreExact) {
  NumberBounds bounds;
  bounds.integer = true;
  bounds.minimum = parse_decimal("9223372036854775807");
  bounds.maximum = parse_decimal("123456789012345678901234567890");
  for (const Spelling spelling : {Spelling::kCanonical, Spelling::kAny}) {
    EXPECT_TRUE(holds(bounds, spelling, "9223372036854775807"));
    EXPECT_FALSE(holds(bounds, spelling, "9223372036854775806"));
    EXPECT_TRUE(holds(bounds, spelling, "123456789012345678901234567890"));
    EXPECT_FALSE(holds(bounds, spelling, "123456789012345678901234567891"));
  }
  bounds.maximum.reset();
  EXPECT_TRUE(holds(bounds, Spelling::kCanonical, "9999999999999999999"));
  NumberBounds close;
  close.minimum = parse_decimal("0.10000000000000000001");
  close.maximum = parse_decimal("0.10000000000000000002");
  close.exclusive_minimum = close.exclusive_maximum = true;
  EXPECT_TRUE(holds(close, Spelling::kCanonical, "0.100000000000000000015"));
  EXPECT_FALSE(holds(close, Spelling::kCanonical, "0.10000000000000000001"));
}

TEST(NumberLanguage, NothingIsSaidToBeNothing) {
  LanguagePool pool;
  NumberBounds bounds;
  bounds.minimum = parse_decimal("3");
  bounds.maximum = parse_decimal("2");
  EXPECT_EQ(number_language(pool, bounds, Spelling::kCanonical), kNothing);
  bounds.minimum = parse_decimal("1.2");
  bounds.maximum = parse_decimal("1.9");
  bounds.integer = true;
  EXPECT_EQ(number_language(pool, bounds, Spelling::kAny), kNothing);
  bounds.minimum = parse_decimal("11");
  bounds.maximum = parse_decimal("19");
  bounds.multiple_of = {parse_decimal("10")};
  EXPECT_EQ(number_language(pool, bounds, Spelling::kAny), kNothing);
}

TEST(NumberLanguage, OneNumberHasItsSpellings) {
  LanguagePool pool;
  const auto equal = [&](const char* value, Spelling spelling, const char* text) {
    return pool.accepts(number_equal(pool, parse_decimal(value), spelling), text);
  };
  for (const char* text : {"250", "250.0", "25e1", "2.50E2", "2.5e+02", "25.0e1"}) {
    EXPECT_TRUE(equal("250", Spelling::kAny, text)) << text;
    EXPECT_FALSE(equal("-250", Spelling::kAny, text)) << text;
  }
  for (const char* text : {"251", "250.1", "25e2", "2.5e1", "0250", "250."}) {
    EXPECT_FALSE(equal("250", Spelling::kAny, text)) << text;
  }
  EXPECT_TRUE(equal("-0.025", Spelling::kAny, "-2.5e-2"));
  EXPECT_TRUE(equal("0", Spelling::kAny, "-0.0e7"));
  EXPECT_TRUE(equal("250", Spelling::kCanonical, "250"));
  EXPECT_FALSE(equal("250", Spelling::kCanonical, "250.0"));
  EXPECT_TRUE(equal("-1.5e300", Spelling::kCanonical, "-1.5e300"));
}

TEST(NumberLanguage, MultiplesTooLargeToFollowAreRefused) {
  LanguagePool pool;
  NumberBounds bounds;
  bounds.multiple_of = {parse_decimal("12345.678")};
  try {
    number_language(pool, bounds, Spelling::kCanonical);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnsupported);
    EXPECT_THAT(error.what(), testing::HasSubstr("12345.678"));
    EXPECT_THAT(error.what(), testing::HasSubstr("kMaxMultipleStates"));
  }
  bounds.multiple_of = {parse_decimal("1e300")};
  EXPECT_TRUE(pool.accepts(number_language(pool, bounds, Spelling::kAny), "2" + std::string(300, '0')));
}

}  // namespace
}  // namespace oree::decode
