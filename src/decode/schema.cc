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

std::string_view type_name(JsonType type) {
  switch (type) {
    case JsonType::kObject:
      return "an object";
    case JsonType::kArray:
      return "an array";
    case JsonType::kString:
      return "a string";
    case JsonType::kInteger:
      return "an integer";
    case JsonType::kNumber:
      return "a number";
    case JsonType::kBoolean:
      return "true or false";
    case JsonType::kNull:
      return "null";
    case JsonType::kAny:
      break;
  }
  return "any value";
}

// 5.0 is an integer, too.
bool is_integral(const Json& value) {
  if (value.is_number_integer()) return true;
  return value.is_number_float() && std::isfinite(value.get<double>()) &&
         value.get<double>() == std::floor(value.get<double>());
}

bool has_type(JsonType type, const Json& value) {
  switch (type) {
    case JsonType::kAny:
      return true;
    case JsonType::kObject:
      return value.is_object();
    case JsonType::kArray:
      return value.is_array();
    case JsonType::kString:
      return value.is_string();
    case JsonType::kInteger:
      return is_integral(value);
    case JsonType::kNumber:
      return value.is_number();
    case JsonType::kBoolean:
      return value.is_boolean();
    case JsonType::kNull:
      return value.is_null();
  }
  return false;
}

std::uint64_t count_code_points(const std::string& text) {
  return static_cast<std::uint64_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

// Whole numbers without a fraction, as schemas write them.
std::string show(long double number) {
  std::string text = std::to_string(number);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string violation(const std::string& pointer, const std::string& what) {
  return (pointer.empty() ? std::string("the value") : pointer) + " " + what;
}

std::optional<std::string> check_object(const Schema& schema, const Json& value, const std::string& pointer,
                                        int depth) {
  for (const Schema::Property& property : schema.properties) {
    const auto member = value.find(property.name);
    if (member == value.end()) {
      if (property.required) return violation(pointer, "lacks \"" + property.name + "\"");
      continue;
    }
    auto found = find_violation(property.schema, *member, pointer + "/" + pointer_part(property.name), depth + 1);
    if (found) return found;
  }
  if (schema.additional_properties) return std::nullopt;
  for (const auto& [name, member] : value.items()) {
    const auto known = std::find_if(schema.properties.begin(), schema.properties.end(),
                                    [&key = name](const Schema::Property& property) { return property.name == key; });
    if (known == schema.properties.end()) return violation(pointer, "has no place for \"" + name + "\"");
  }
  return std::nullopt;
}

std::optional<std::string> check_array(const Schema& schema, const Json& value, const std::string& pointer, int depth) {
  if (value.size() < schema.min_items) {
    return violation(pointer, "has fewer than " + std::to_string(schema.min_items) + " items");
  }
  if (schema.max_items && value.size() > *schema.max_items) {
    return violation(pointer, "has more than " + std::to_string(*schema.max_items) + " items");
  }
  for (std::size_t i = 0; schema.items && i < value.size(); ++i) {
    auto found = find_violation(*schema.items, value[i], pointer + "/" + std::to_string(i), depth + 1);
    if (found) return found;
  }
  return std::nullopt;
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

std::optional<std::string> find_violation(const Schema& schema, const Json& value, const std::string& pointer,
                                          int depth) {
  if (depth > kMaxCheckedJsonDepth) {
    throw Error(ErrorCode::kLimit,
                "JSON is nested deeper than kMaxCheckedJsonDepth, " + std::to_string(kMaxCheckedJsonDepth), pointer);
  }
  if (!has_type(schema.type, value)) return violation(pointer, "is not " + std::string(type_name(schema.type)));
  if (schema.values && std::none_of(schema.values->begin(), schema.values->end(),
                                    [&value](const Json& allowed) { return equal_json(value, allowed); })) {
    return violation(pointer, "is none of the values allowed");
  }
  if (value.is_string()) {
    const std::uint64_t length = count_code_points(value.get_ref<const std::string&>());
    if (length < schema.min_length) {
      return violation(pointer, "has fewer than " + std::to_string(schema.min_length) + " characters");
    }
    if (schema.max_length && length > *schema.max_length) {
      return violation(pointer, "has more than " + std::to_string(*schema.max_length) + " characters");
    }
  }
  if (value.is_number()) {
    if (schema.minimum && to_long_double(value) < *schema.minimum) {
      return violation(pointer, "is below " + show(*schema.minimum));
    }
    if (schema.maximum && to_long_double(value) > *schema.maximum) {
      return violation(pointer, "is above " + show(*schema.maximum));
    }
  }
  if (value.is_object()) return check_object(schema, value, pointer, depth);
  if (value.is_array()) return check_array(schema, value, pointer, depth);
  return std::nullopt;
}

}  // namespace oree::decode
