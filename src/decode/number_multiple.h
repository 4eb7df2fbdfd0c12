// Decimal texts of the multiples of a number.
#pragma once

#include "decode/decimal.h"
#include "decode/language.h"

namespace oree::decode {

// Remainders times digits behind the point that are followed.
inline constexpr std::uint64_t kMaxMultipleStates = 4096;

// Texts without exponent, with or without a sign, also such as "007" that JSON does not have.
// Throws Error kUnsupported when the divisor needs more than kMaxMultipleStates.
LanguageId multiple_language(LanguagePool& pool, const Decimal& divisor);

}  // namespace oree::decode
