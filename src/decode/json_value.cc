#include "decode/json_value.h"

#include <algorithm>

#include "oree/error.h"

namespace oree::decode {

long double to_long_double(const Json& number) {
  if (number.is_number_unsigned()) return static_cast<long double>(number.get<std::uint64_t>());
  if (number.is_number_integer()) return static_cast<long double>(number.get<std::int64_t>());
  return static_cast<long double>(number.get<double>());
}

std::string pointer_part(std::string_view key) {
  std::string part;
  for (const char character : key) {
    if (character == '~') {
      part += "~0";
    } else if (character == '/') {
      part += "~1";
    } else {
      part += character;
    }
  }
  return part;
}

bool equal_json(const Json& left, const Json& right, int depth) {
  if (depth > kMaxCheckedJsonDepth) {
    throw Error(ErrorCode::kLimit,
                "JSON is nested deeper than kMaxCheckedJsonDepth, " + std::to_string(kMaxCheckedJsonDepth));
  }
  if (left.is_object() && right.is_object()) {
    if (left.size() != right.size()) return false;
    for (const auto& [name, value] : left.items()) {
      const auto other = right.find(name);
      if (other == right.end() || !equal_json(value, *other, depth + 1)) return false;
    }
    return true;
  }
  if (left.is_array() && right.is_array()) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [depth](const Json& a, const Json& b) { return equal_json(a, b, depth + 1); });
  }
  if (left.is_number() && right.is_number()) return to_long_double(left) == to_long_double(right);
  return left.type() == right.type() && left == right;
}

}  // namespace oree::decode
