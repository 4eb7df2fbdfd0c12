// A context-free grammar over regular languages.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace oree::decode {

struct ContextFreeGrammar {
  struct Symbol {
    enum class Kind : std::uint8_t {
      kLanguage,  // id: a LanguageId
      kRule,      // id: an index of rules
      kValue,     // id: a NodeId of a compiled schema
    } kind;
    std::uint32_t id;
    friend bool operator==(const Symbol&, const Symbol&) = default;
  };
  struct Rule {
    std::string name;
    std::vector<std::vector<Symbol>> alternatives;  // an empty one: the empty string
  };
  std::vector<Rule> rules;
  std::uint32_t root = 0;
};

}  // namespace oree::decode
