// What a generated text must be.
#pragma once

#include <string>
#include <vector>

namespace oree {

struct Constraint {
  enum class Kind {
    kJsonSchema,  // text: a JSON Schema, draft 2020-12 or 7 (docs/json-schema.md); the value is written compactly
    kRegularExpression,  // text: an ECMA-262 expression that the whole text matches
    kGbnf,               // text: a grammar in llama.cpp's notation (docs/grammars.md)
    kChoices,            // one of `choices`
  };

  Kind kind = Kind::kJsonSchema;
  std::string text;
  std::vector<std::string> choices;
};

}  // namespace oree
