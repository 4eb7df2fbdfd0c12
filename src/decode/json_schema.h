// JSON Schemas, checked at registration: what cannot be enforced is refused, never ignored.
#pragma once

#include <optional>
#include <string>

#include "oree/json.h"

namespace oree::decode {

// Keywords enforced: type (a name), properties, required, additionalProperties (false, or absent: treated as false in
// generation), items, enum, const, minLength/maxLength, minItems/maxItems, minimum/maximum of integers; annotations
// (title, description, default, examples, deprecated, readOnly, writeOnly, $comment, $schema, $id) are accepted.
// Strings may be marked x-oree-quoted, which a Grammar enforces; a value by itself cannot be checked for it. Throws
// Error kUnsupported or kInvalid; where() is the JSON pointer of the keyword.
void check_schema(const Json& schema);

// nullopt when the value fits, otherwise what does not, with the JSON pointer into the value.
std::optional<std::string> find_violation(const Json& schema, const Json& value);

}  // namespace oree::decode
