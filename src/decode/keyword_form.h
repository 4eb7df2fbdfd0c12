// The form of keywords' values.
#pragma once

#include <functional>
#include <string>

#include "decode/schema_keywords.h"
#include "oree/json.h"

namespace oree::decode {

// Whether the value of a keyword of schema has the form the keyword asks for; subschemas in it are not looked at.
// place: where the schema stands. Throws Error kInvalid, kLimit (kMaxEnumeratedValues, kMaxNamedProperties),
// kUnsupported (keywords beside x-oree-quoted).
void check_keyword(Keyword keyword, const Json& value, const Json& schema, const std::function<std::string()>& place);

}  // namespace oree::decode
