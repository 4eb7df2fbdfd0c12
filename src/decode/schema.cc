#include "decode/schema.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "oree/error.h"

namespace oree::decode {
namespace {

// Keywords of JSON Schema, drafts 4 to 2020-12, that would restrict a value and that are not enforced.
constexpr std::string_view kUnsupported[] = {
    "$ref",
    "$dynamicRef",
    "$recursiveRef",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "dependentSchemas",
    "dependentRequired",
    "dependencies",
    "prefixItems",
    "additionalItems",
    "contains",
    "minContains",
    "maxContains",
    "patternProperties",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "unevaluatedProperties",
    "unevaluatedItems",
    "uniqueItems",
    "multipleOf",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "pattern",
    "format",
    "extends",
    "disallow",
    "divisibleBy",
};

constexpr std::string_view kSupported =
    "supported: type, properties, required, additionalProperties (true or false), items, enum, const, minLength, "
    "maxLength, minItems, maxItems, minimum and maximum of integers, x-oree-quoted of strings";

[[noreturn]] void throw_unsupported(const std::string& what, const std::string& where) {
  throw Error(ErrorCode::kUnsupported, what, where, std::string(kSupported));
}

[[noreturn]] void throw_invalid(const std::string& what, const std::string& where) {
  throw Error(ErrorCode::kInvalid, what, where, "correct the schema");
}

JsonType parse_type(const Json& type, const std::string& where) {
  if (type.is_array()) throw_unsupported("a list of types cannot be enforced", where);
  if (!type.is_string()) throw_invalid("type is the name of a type", where);
  const std::string& name = type.get_ref<const std::string&>();
  if (name == "object") return JsonType::kObject;
  if (name == "array") return JsonType::kArray;
  if (name == "string") return JsonType::kString;
  if (name == "integer") return JsonType::kInteger;
  if (name == "number") return JsonType::kNumber;
  if (name == "boolean") return JsonType::kBoolean;
  if (name == "null") return JsonType::kNull;
  throw_invalid("\"" + name + "\" is no type of JSON Schema", where);
}

// A length or count: a non-negative integer, also written as 2.0.
std::optional<std::uint64_t> parse_count(const Json& schema, const char* keyword, const std::string& place) {
  const auto found = schema.find(keyword);
  if (found == schema.end()) return std::nullopt;
  if (found->is_number_unsigned()) return found->get<std::uint64_t>();
  if (found->is_number_integer() && found->get<std::int64_t>() >= 0) {
    return static_cast<std::uint64_t>(found->get<std::int64_t>());
  }
  if (found->is_number_float()) {
    const double value = found->get<double>();
    if (value >= 0 && value <= 9007199254740992.0 && value == std::floor(value)) {
      return static_cast<std::uint64_t>(value);
    }
  }
  throw_invalid(std::string(keyword) + " is a non-negative integer", place + "/" + keyword);
}

std::optional<long double> parse_bound(const Json& schema, const char* keyword, JsonType type,
                                       const std::string& place) {
  const auto found = schema.find(keyword);
  if (found == schema.end()) return std::nullopt;
  const std::string where = place + "/" + keyword;
  if (!found->is_number()) throw_invalid(std::string(keyword) + " is a number", where);
  if (type == JsonType::kNumber || type == JsonType::kAny) {
    throw_unsupported(std::string(keyword) + " is enforced for integers only", where);
  }
  return to_long_double(*found);
}

class Parser {
 public:
  Schema parse(const Json& json, const std::string& place, int depth) {
    if (depth > kMaxSchemaDepth) {
      throw Error(ErrorCode::kLimit,
                  "the schema is nested deeper than kMaxSchemaDepth, " + std::to_string(kMaxSchemaDepth), place);
    }
    if (json.is_boolean()) throw_unsupported("true and false as schemas cannot be enforced", place);
    if (!json.is_object()) throw_invalid("a schema is an object", place);
    for (const auto& [keyword, value] : json.items()) {
      if (std::find(std::begin(kUnsupported), std::end(kUnsupported), keyword) != std::end(kUnsupported)) {
        throw_unsupported("the keyword " + keyword + " cannot be enforced", place + "/" + pointer_part(keyword));
      }
    }
    Schema schema;
    const auto type = json.find("type");
    if (type != json.end()) {
      schema.type = parse_type(*type, place + "/type");
    } else if (!json.contains("enum") && !json.contains("const")) {
      throw_unsupported("a schema without type, enum or const allows any value", place);
    }
    parse_object(json, place, depth, schema);
    parse_array(json, place, depth, schema);
    parse_scalars(json, place, schema);
    parse_values(json, place, schema);
    parse_quoted(json, place, schema);
    return schema;
  }

 private:
  void parse_object(const Json& json, const std::string& place, int depth, Schema& schema) {
    if (const auto additional = json.find("additionalProperties"); additional != json.end()) {
      const std::string where = place + "/additionalProperties";
      if (!additional->is_boolean()) throw_unsupported("additionalProperties as a schema cannot be enforced", where);
      schema.additional_properties = additional->get<bool>();
    }
    if (const auto properties = json.find("properties"); properties != json.end()) {
      const std::string where = place + "/properties";
      if (!properties->is_object()) throw_invalid("properties is an object", where);
      if (properties->size() > kMaxSchemaProperties) {
        throw Error(ErrorCode::kLimit,
                    std::to_string(properties->size()) + " properties; kMaxSchemaProperties is " +
                        std::to_string(kMaxSchemaProperties),
                    where);
      }
      for (const auto& [name, property] : properties->items()) {
        schema.properties.push_back({name, parse(property, where + "/" + pointer_part(name), depth + 1), false});
      }
    }
    const auto required = json.find("required");
    if (required == json.end()) return;
    const std::string where = place + "/required";
    if (!required->is_array()) throw_invalid("required is an array of names", where);
    for (const Json& name : *required) {
      if (!name.is_string()) throw_invalid("required is an array of names", where);
      const auto found = std::find_if(schema.properties.begin(), schema.properties.end(), [&](const auto& property) {
        return property.name == name.get_ref<const std::string&>();
      });
      if (found == schema.properties.end()) {
        throw_unsupported("required names \"" + name.get<std::string>() + "\", which has no schema in properties",
                          where);
      }
      found->required = true;
    }
  }

  void parse_array(const Json& json, const std::string& place, int depth, Schema& schema) {
    schema.min_items = parse_count(json, "minItems", place).value_or(0);
    schema.max_items = parse_count(json, "maxItems", place);
    if (schema.max_items && *schema.max_items < schema.min_items) {
      throw_invalid("maxItems is below minItems", place + "/maxItems");
    }
    if (const auto items = json.find("items"); items != json.end()) {
      if (items->is_array()) throw_unsupported("items as a list cannot be enforced", place + "/items");
      schema.items = std::make_unique<Schema>(parse(*items, place + "/items", depth + 1));
    } else if (schema.type == JsonType::kArray && schema.max_items != 0u) {
      throw_unsupported("an array without items allows any value in it", place);
    }
  }

  static void parse_scalars(const Json& json, const std::string& place, Schema& schema) {
    schema.min_length = parse_count(json, "minLength", place).value_or(0);
    schema.max_length = parse_count(json, "maxLength", place);
    if (schema.max_length && *schema.max_length < schema.min_length) {
      throw_invalid("maxLength is below minLength", place + "/maxLength");
    }
    schema.minimum = parse_bound(json, "minimum", schema.type, place);
    schema.maximum = parse_bound(json, "maximum", schema.type, place);
    if (schema.minimum && schema.maximum && std::ceil(*schema.minimum) > std::floor(*schema.maximum)) {
      throw_invalid("no integer is between minimum and maximum", place + "/maximum");
    }
  }

  static void parse_values(const Json& json, const std::string& place, Schema& schema) {
    const auto constant = json.find("const");
    const auto list = json.find("enum");
    if (constant == json.end() && list == json.end()) return;
    std::vector<Json> given;
    if (list != json.end()) {
      if (!list->is_array() || list->empty()) throw_invalid("enum is an array of values", place + "/enum");
      if (list->size() > kMaxEnumValues) {
        throw Error(ErrorCode::kLimit,
                    std::to_string(list->size()) + " values; kMaxEnumValues is " + std::to_string(kMaxEnumValues),
                    place + "/enum");
      }
      given.assign(list->begin(), list->end());
    } else {
      given.push_back(*constant);
    }
    std::vector<Json> fitting;
    for (const Json& value : given) {
      const bool fits_constant = constant == json.end() || equal_json(value, *constant);
      if (fits_constant && !find_violation(schema, value, "", 0)) fitting.push_back(value);
    }
    if (fitting.empty()) {
      throw_invalid("none of the values fits the rest of the schema",
                    place + (list != json.end() ? "/enum" : "/const"));
    }
    schema.values = std::move(fitting);
  }

  static void parse_quoted(const Json& json, const std::string& place, Schema& schema) {
    const auto quoted = json.find(kQuotedKeyword);
    if (quoted == json.end()) return;
    const std::string where = place + "/" + kQuotedKeyword;
    if (!quoted->is_boolean() && !(quoted->is_string() && *quoted != "")) {
      throw_invalid(std::string(kQuotedKeyword) + " is true, false or what joins two quotations", where);
    }
    schema.quoted = quoted->is_string() || quoted->get<bool>();
    if (quoted->is_string()) schema.quotation_joiner = quoted->get<std::string>();
    if (schema.quoted && (schema.type != JsonType::kString || schema.values || json.contains("minLength") ||
                          json.contains("maxLength"))) {
      throw_unsupported(std::string(kQuotedKeyword) + " is enforced for strings without other keywords only", where);
    }
  }
};

}  // namespace

Schema parse_schema(const Json& schema, const std::string& place) { return Parser().parse(schema, place, 0); }

long double to_long_double(const Json& number) {
  if (number.is_number_unsigned()) return static_cast<long double>(number.get<std::uint64_t>());
  if (number.is_number_integer()) return static_cast<long double>(number.get<std::int64_t>());
  return static_cast<long double>(number.get<double>());
}

std::string pointer_part(const std::string& key) {
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
