// The syntax tree of a GBNF grammar.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decode/language.h"

namespace oree::decode {

struct GbnfPlace {
  int line = 1, column = 1;
};

struct GbnfPart {
  enum class Kind : std::uint8_t {
    kLanguage,      // language
    kRule,          // rule
    kSequence,      // parts; without any, the empty string
    kAlternatives,  // parts
    kRepetition,    // parts[0], from min to max times
  };
  Kind kind = Kind::kSequence;
  LanguageId language = kNothing;
  std::uint32_t rule = 0;  // of GbnfSyntax::rules
  std::uint64_t min = 0;
  std::optional<std::uint64_t> max;
  std::vector<GbnfPart> parts;
  GbnfPlace place;
};

struct GbnfSyntax {
  struct Rule {
    std::string name;
    GbnfPart body;
    GbnfPlace place;  // where it is defined
  };
  std::vector<Rule> rules;
};

// Every rule that is referred to is defined. Throws Error as parse_gbnf.
GbnfSyntax parse_gbnf_syntax(LanguagePool& pool, std::string_view text);

std::string to_string(const GbnfPlace& place);  // "line 3, column 7"

}  // namespace oree::decode
