// JSON Schemas, checked at registration: what cannot be enforced is refused, never ignored (docs/json-schema.md).
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "oree/json.h"

namespace oree::decode {

struct SchemaOptions {
  bool assert_formats = true;  // false: format is an annotation
  int default_draft = 2020;    // without $schema: 4, 6, 7, 2019 or 2020
  // Documents that $ref may name by their URI besides the schema itself; nothing is ever fetched.
  const std::map<std::string, Json>* documents = nullptr;
};

// Schemas looked at for one value.
inline constexpr std::size_t kMaxValidationSteps = std::size_t{1} << 22;

// Throws Error as compile_schema (compiled_schema.h): kUnsupported, kInvalid or kLimit; where() is the JSON pointer of
// the keyword.
void check_schema(const Json& schema, const SchemaOptions& options = {});

// nullopt when the value fits, otherwise what does not, with the JSON pointer into the value. Strings may be marked
// x-oree-quoted, which a Grammar enforces; a value by itself cannot be checked for it.
// A walk over schema and value as the specification states them, apart from what generation is made with.
// Throws Error kInvalid, kUnsupported (a pattern, a format, a reference) or kLimit.
std::optional<std::string> find_violation(const Json& schema, const Json& value, const SchemaOptions& options = {});

}  // namespace oree::decode
