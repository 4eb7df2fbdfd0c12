// A JSON Schema read into a tree: what the validator checks and the grammar writes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "decode/json_value.h"
#include "decode/schema_keywords.h"
#include "oree/json.h"

namespace oree::decode {

inline constexpr int kMaxSchemaDepth = 64;
inline constexpr std::size_t kMaxSchemaProperties = 1024;  // of one object
inline constexpr std::size_t kMaxEnumValues = 4096;

enum class JsonType { kAny, kObject, kArray, kString, kInteger, kNumber, kBoolean, kNull };

struct Schema {
  struct Property;

  JsonType type = JsonType::kAny;  // kAny only beside enum or const
  // Objects, in the order they are written.
  std::vector<Property> properties;
  bool additional_properties = true;
  // Arrays. items is absent only where max_items is 0.
  std::unique_ptr<Schema> items;
  std::uint64_t min_items = 0;
  std::optional<std::uint64_t> max_items;
  // Strings, in code points.
  std::uint64_t min_length = 0;
  std::optional<std::uint64_t> max_length;
  // kQuotedKeyword, and what may stand between two quotations; "" is one quotation.
  bool quoted = false;
  std::string quotation_joiner;
  // Integers. Wide enough for every 64-bit integer.
  std::optional<long double> minimum, maximum;
  // enum and const; a value must equal one of them. Only values that fit the rest of the schema are kept.
  std::optional<std::vector<Json>> values;
};

struct Schema::Property {
  std::string name;
  Schema schema;
  bool required;
};

// Throws Error as check_schema; where() starts with place.
Schema parse_schema(const Json& schema, const std::string& place);

// As find_violation.
std::optional<std::string> find_violation(const Schema& schema, const Json& value, const std::string& pointer,
                                          int depth);

}  // namespace oree::decode
