// Quoted texts of a template and their escapes.
#pragma once

#include <string>
#include <string_view>

#include "text/jinja/lexer.h"

namespace oree::text::jinja {

struct StringLiteral {
  std::string meaning;
  std::size_t end;  // the offset behind the closing quote
};

// The literal whose opening quote stands at the offset. Throws Error with the place given.
StringLiteral read_string_literal(std::string_view source, std::size_t at, const Place& place);

}  // namespace oree::text::jinja
