#include "decode/json_schema.h"

#include "decode/schema.h"

namespace oree::decode {

void check_schema(const Json& schema) { parse_schema(schema, ""); }

std::optional<std::string> find_violation(const Json& schema, const Json& value) {
  return find_violation(parse_schema(schema, ""), value, "", 0);
}

}  // namespace oree::decode
