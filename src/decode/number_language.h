// JSON texts of numbers as languages.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "decode/decimal.h"
#include "decode/language.h"

namespace oree::decode {

enum class Spelling {
  kCanonical,  // what generation writes
  kAny,        // every JSON spelling of a value, as far as stated
};

struct NumberBounds {
  std::optional<Decimal> minimum, maximum;
  bool exclusive_minimum = false, exclusive_maximum = false;
  std::vector<Decimal> multiple_of;  // all must hold; each greater than 0
  bool integer = false;
};

// Throws Error kUnsupported (a multiple too large to follow), kLimit. kNothing when no number fits.
LanguageId number_language(LanguagePool& pool, const NumberBounds& bounds, Spelling spelling);

// The spellings of one number.
LanguageId number_equal(LanguagePool& pool, const Decimal& value, Spelling spelling);

}  // namespace oree::decode
