#include "decode/keyword_form.h"

#include <algorithm>
#include <cmath>

#include "decode/compiled_schema.h"
#include "oree/error.h"

namespace oree::decode {
namespace {

[[noreturn]] void throw_invalid(const std::string& what, const std::string& where) {
  throw Error(ErrorCode::kInvalid, what, where, "correct the schema");
}

bool is_type(const Json& name) {
  constexpr std::string_view kTypes[] = {"object", "array", "string", "integer", "number", "boolean", "null"};
  return std::find(std::begin(kTypes), std::end(kTypes), name.get_ref<const std::string&>()) != std::end(kTypes);
}

// {"type": "string"}, with annotations.
bool is_plain_string(const Json& schema) {
  const auto type = schema.find("type");
  if (type == schema.end() || *type != "string") return false;
  return std::none_of(schema.items().begin(), schema.items().end(), [](const auto& member) {
    const std::string& name = member.key();
    return name == "enum" || name == "const" || name == "minLength" || name == "maxLength" || name == "pattern" ||
           name == "format";
  });
}

bool is_count(const Json& value) {
  if (value.is_number_unsigned()) return true;
  if (value.is_number_integer()) return value.get<std::int64_t>() >= 0;
  return value.is_number_float() && value.get<double>() >= 0 && value.get<double>() == std::floor(value.get<double>());
}

bool is_list_of_names(const Json& value) {
  if (!value.is_array()) return false;
  for (const Json& name : value) {
    if (!name.is_string()) return false;
  }
  return true;
}

bool is_positive(const Json& value) { return value.is_number() && value.get<double>() > 0; }

}  // namespace

void check_keyword(Keyword keyword, const Json& value, const Json& schema, const std::function<std::string()>& place) {
  const auto where = [&] { return place() + "/" + std::string(keyword_name(keyword)); };
  const auto require = [&](bool fits, const char* what) {
    if (!fits) throw_invalid(std::string(keyword_name(keyword)) + " is " + what, where());
  };
  switch (keyword) {
    case Keyword::kType: {
      const auto check = [&](const Json& name) {
        require(name.is_string(), "the name of a type, or a list of them");
        if (!is_type(name)) {
          throw_invalid("\"" + name.get<std::string>() + "\" is no type of JSON Schema", where());
        }
      };
      if (value.is_array()) {
        for (const Json& name : value) check(name);
      } else {
        check(value);
      }
      return;
    }
    case Keyword::kMinItems:
    case Keyword::kMaxItems:
    case Keyword::kMinLength:
    case Keyword::kMaxLength:
    case Keyword::kMinProperties:
    case Keyword::kMaxProperties:
    case Keyword::kMinContains:
    case Keyword::kMaxContains:
      return require(is_count(value), "a non-negative integer");
    case Keyword::kMinimum:
    case Keyword::kMaximum:
      return require(value.is_number(), "a number");
    case Keyword::kExclusiveMinimum:
    case Keyword::kExclusiveMaximum:
      return require(value.is_number() || value.is_boolean(), "a number");  // draft 4: true or false
    case Keyword::kMultipleOf:
      return require(is_positive(value), "a number above 0");
    case Keyword::kPattern:
    case Keyword::kFormat:
    case Keyword::kRef:
    case Keyword::kDynamicRef:
    case Keyword::kRecursiveRef:
      return require(value.is_string(), "a string");
    case Keyword::kRequired:
      return require(is_list_of_names(value), "an array of names");
    case Keyword::kEnum:
      require(value.is_array() && !value.empty(), "an array of values");
      if (value.size() > kMaxEnumeratedValues) {
        throw Error(
            ErrorCode::kLimit,
            std::to_string(value.size()) + " values; kMaxEnumeratedValues is " + std::to_string(kMaxEnumeratedValues),
            where(), "use fewer values");
      }
      return;
    case Keyword::kUniqueItems:
      return require(value.is_boolean(), "true or false");
    case Keyword::kAllOf:
    case Keyword::kAnyOf:
    case Keyword::kOneOf:
      return require(value.is_array() && !value.empty(), "an array of schemas, not empty");
    case Keyword::kPrefixItems:
      return require(value.is_array(), "an array of schemas");
    case Keyword::kProperties:
      require(value.is_object(), "an object");
      if (value.size() > kMaxNamedProperties) {
        throw Error(
            ErrorCode::kLimit,
            std::to_string(value.size()) + " properties; kMaxNamedProperties is " + std::to_string(kMaxNamedProperties),
            where(), "use fewer properties");
      }
      return;
    case Keyword::kPatternProperties:
    case Keyword::kDependentSchemas:
      return require(value.is_object(), "an object");
    case Keyword::kDependentRequired:
      require(value.is_object(), "an object");
      for (const Json& names : value) require(is_list_of_names(names), "an object of arrays of names");
      return;
    case Keyword::kDependencies:
      require(value.is_object(), "an object");
      for (const Json& one : value) {
        require(!one.is_array() || is_list_of_names(one), "an object of arrays of names and schemas");
      }
      return;
    case Keyword::kQuoted:
      require(value.is_boolean() || (value.is_string() && value != ""), "true, false or what joins two quotations");
      if (value != false && !is_plain_string(schema)) {
        throw Error(ErrorCode::kUnsupported,
                    std::string(kQuotedKeyword) + " is enforced for strings without other keywords only", where(),
                    "take the other keywords away");
      }
      return;
    default:
      return;
  }
}

}  // namespace oree::decode
