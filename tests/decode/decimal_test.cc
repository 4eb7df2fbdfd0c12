#include "decode/decimal.h"

#include <gtest/gtest.h>

#include "oree/error.h"

namespace oree::decode {
namespace {

TEST(Decimal, ValuesHaveOneFormWhateverTheirSpelling) {
  for (const char* text : {"1200", "1.2e3", "12E+2", "1200.000", "0.0012e6", "120000e-2"}) {
    EXPECT_EQ(parse_decimal(text), (Decimal{false, "12", 2})) << text;
  }
  for (const char* text : {"0", "-0", "0.000", "0e5", "-0.0e-9", "0e999999999999"}) {
    EXPECT_EQ(parse_decimal(text), Decimal{}) << text;
  }
  EXPECT_EQ(parse_decimal("-0.25"), (Decimal{true, "25", -2}));
  EXPECT_EQ(parse_decimal("123456789012345678901234567890"), (Decimal{false, "12345678901234567890123456789", 1}));
}

TEST(Decimal, PlainStringsHaveNoExponent) {
  for (const auto& [text, plain] : {std::pair{"1e3", "1000"},
                                    {"-25e-2", "-0.25"},
                                    {"12.50", "12.5"},
                                    {"0", "0"},
                                    {"1e-5", "0.00001"},
                                    {"-7", "-7"},
                                    {"10.01", "10.01"}}) {
    EXPECT_EQ(to_plain_string(parse_decimal(text)), plain);
  }
}

TEST(Decimal, OrderIsThatOfTheValues) {
  const std::vector<const char*> ascending{"-1e300", "-20", "-19.99", "-1", "-0.5", "-0.05", "0",  "1e-300",
                                           "0.09",   "0.1", "0.11",   "1",  "1.5",  "15",    "16", "1e2"};
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      EXPECT_EQ(compare(parse_decimal(ascending[i]), parse_decimal(ascending[j])), i <=> j)
          << ascending[i] << " " << ascending[j];
    }
  }
}

TEST(Decimal, OtherTextsAreRefused) {
  for (const char* text : {"", "-", "+1", "01", "1.", ".5", "1e", "1e+", "0x10", "1 ", "NaN", "1.5.2", "--1"}) {
    EXPECT_THROW(parse_decimal(text), Error) << text;
  }
  for (const char* text : {"1e1001", "1e-1001", "1e99999999999999999999"}) {
    try {
      parse_decimal(text);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kLimit);
    }
  }
}

}  // namespace
}  // namespace oree::decode
