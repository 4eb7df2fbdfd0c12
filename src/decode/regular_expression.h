// ECMA-262 regular expressions, as JSON Schema's `pattern` has them, read into languages of UTF-8 text.
#pragma once

#include <string_view>

#include "decode/language.h"

namespace oree::decode {

inline constexpr std::size_t kMaxPatternBytes = std::size_t{1} << 16;
inline constexpr int kMaxPatternDepth = 200;  // groups within groups

// The texts in which the pattern, read with ECMA-262's `u` flag, matches: anywhere, as JSON Schema means it, or,
// anchored, from the first character to the last. Escapes of other dialects are read as commonly meant;
// docs/grammars.md has the list. Throws Error kInvalid, kUnsupported (back references and other things that are not
// regular), kLimit; where() is "byte N" of the pattern.
LanguageId parse_regular_expression(LanguagePool& pool, std::string_view pattern, bool anchored);

}  // namespace oree::decode
