// A template cut into tokens, with the white space between text and tags already removed as trim_blocks and
// lstrip_blocks of jinja2 do.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace oree::text::jinja {

struct Place {
  int line = 1;    // from 1
  int column = 1;  // from 1, in characters
};

enum class TokenKind {
  kData,
  kVariableBegin,
  kVariableEnd,
  kBlockBegin,
  kBlockEnd,
  kName,
  kInteger,
  kFloat,
  kString,
  kOperator,
  kEnd,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::string text = {};  // the data, name or operator; of a string what it means
  std::int64_t integer = 0;
  double number = 0;
  Place place = {};
};

// Throws Error kInvalid, kUnsupported or kLimit with line and column. The last token is kEnd. source is valid UTF-8.
std::vector<Token> tokenize(std::string_view source);

// "line 3, column 14".
std::string describe(const Place& place);

}  // namespace oree::text::jinja
