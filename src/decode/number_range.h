// Decimal texts of the numbers between two bounds.
#pragma once

#include <cstdint>
#include <optional>

#include "decode/decimal.h"
#include "decode/language.h"

namespace oree::decode {

// Neither bound is negative.
struct DecimalRange {
  Decimal minimum;
  bool exclusive_minimum = false;
  std::optional<Decimal> maximum;
  bool exclusive_maximum = false;
  // Without a fraction; with zero_fraction also "5.0".
  bool integer = false;
  bool zero_fraction = false;
  // Of digits before and behind the point; nullopt: no end.
  std::optional<std::uint32_t> max_whole_digits, max_fraction_digits;
};

// JSON texts without sign and exponent; kNothing when there is none.
LanguageId decimal_range(LanguagePool& pool, const DecimalRange& range);

}  // namespace oree::decode
