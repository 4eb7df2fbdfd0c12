// JSON values as JSON Schema sees them.
#pragma once

#include <string>
#include <string_view>

#include "oree/json.h"

namespace oree::decode {

inline constexpr int kMaxCheckedJsonDepth = 256;

// Equality of JSON Schema: numbers by value, objects in any order. Throws Error kLimit beyond kMaxCheckedJsonDepth.
bool equal_json(const Json& left, const Json& right, int depth = 0);

// Exact for every 64-bit integer where long double has 64 bits of mantissa.
long double to_long_double(const Json& number);

// A key as a part of a JSON pointer.
std::string pointer_part(std::string_view key);

}  // namespace oree::decode
