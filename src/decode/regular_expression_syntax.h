// The syntax tree of an ECMA-262 regular expression.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decode/language.h"

namespace oree::decode {

struct PatternPart {
  enum class Kind : std::uint8_t {
    kText,          // text
    kCharacter,     // one of ranges
    kSequence,      // parts; without any, the empty string
    kAlternatives,  // parts
    kRepetition,    // parts[0], from min to max times
    kStart,         // ^
    kEnd,           // $
    kBoundary,      // \b, negative: \B
    kLookahead,     // parts[0]
    kLookbehind,    // parts[0]
  };
  Kind kind = Kind::kSequence;
  bool negative = false;
  bool has_assertion = false;  // this or a part of it is one of the last five
  std::size_t offset = 0;      // bytes of the pattern before it
  std::uint64_t min = 0;
  std::optional<std::uint64_t> max;
  std::string text;
  std::vector<CodePointRange> ranges;
  std::vector<PatternPart> parts;
};

// Throws Error as parse_regular_expression.
PatternPart parse_pattern(std::string_view pattern);

// \w; ASCII, as without the flags iu.
std::span<const CodePointRange> word_characters() noexcept;

// The other code points, surrogates among them. Sorted.
std::vector<CodePointRange> invert_code_points(std::vector<CodePointRange> ranges);

// Those of a property as \p{..} names it; nullopt: there is none. Implemented with ICU.
std::optional<std::vector<CodePointRange>> property_code_points(std::string_view name);

}  // namespace oree::decode
