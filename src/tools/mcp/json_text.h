// Texts in messages of servers, which need not hold what the protocol says.
#pragma once

#include <string>

#include "oree/json.h"

namespace oree::mcp {

// The member of an object; "" when it is missing or no string.
inline std::string text_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace oree::mcp
