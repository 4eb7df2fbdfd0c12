#include "decode/json_schema.h"

#include <algorithm>
#include <cmath>

#include "decode/schema.h"
#include "oree/error.h"

namespace oree::decode {
namespace {

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

}  // namespace

void check_schema(const Json& schema) { parse_schema(schema, ""); }

std::optional<std::string> find_violation(const Json& schema, const Json& value) {
  return find_violation(parse_schema(schema, ""), value, "", 0);
}

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
