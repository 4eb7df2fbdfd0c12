#include <algorithm>
#include <charconv>

#include "decode/json_schema.h"
#include "oree/error.h"
#include "oree/mcp_form.h"
#include "tools/mcp/json_text.h"

namespace oree {
namespace {

using mcp::text_of;

// {"enum": [...]}, or the titled kinds: a list of {"const", "title"}; enumNames is the older way to give titles.
std::vector<std::pair<std::string, std::string>> choices_of(const Json& schema) {
  std::vector<std::pair<std::string, std::string>> choices;
  if (const auto values = schema.find("enum"); values != schema.end() && values->is_array()) {
    for (const Json& value : *values) {
      if (value.is_string()) choices.emplace_back(value.get<std::string>(), "");
    }
    const auto names = schema.find("enumNames");
    if (names != schema.end() && names->is_array() && names->size() == choices.size()) {
      for (std::size_t i = 0; i < choices.size(); ++i) {
        if ((*names)[i].is_string()) choices[i].second = (*names)[i].get<std::string>();
      }
    }
  }
  for (const char* key : {"oneOf", "anyOf"}) {
    const auto titled = schema.find(key);
    if (titled == schema.end() || !titled->is_array()) continue;
    for (const Json& choice : *titled) {
      if (choice.is_object() && choice.contains("const")) {
        choices.emplace_back(text_of(choice, "const"), text_of(choice, "title"));
      }
    }
  }
  return choices;
}

std::string trimmed(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t");
  return start == std::string_view::npos ? ""
                                         : std::string(text.substr(start, text.find_last_not_of(" \t") + 1 - start));
}

std::string chosen(const FormField& field, const std::string& reply) {
  for (const auto& [value, title] : field.choices) {
    if (reply == value || (!title.empty() && reply == title)) return value;
  }
  std::size_t place = 0;
  const auto [end, failure] = std::from_chars(reply.data(), reply.data() + reply.size(), place);
  if (failure == std::errc() && end == reply.data() + reply.size() && place >= 1 && place <= field.choices.size()) {
    return field.choices[place - 1].first;
  }
  throw Error(ErrorCode::kInvalid, "\"" + reply + "\" is none of the choices", field.name,
              "write one of them, or its number");
}

Json parsed(const FormField& field, const std::string& reply) {
  const std::string type = text_of(field.schema, "type");
  if (field.several) {
    Json values = Json::array();
    for (std::size_t at = 0; at <= reply.size();) {
      const std::size_t comma = std::min(reply.find(',', at), reply.size());
      if (std::string one = trimmed(std::string_view(reply).substr(at, comma - at)); !one.empty()) {
        values.push_back(chosen(field, one));
      }
      at = comma + 1;
    }
    return values;
  }
  if (!field.choices.empty()) return chosen(field, trimmed(reply));
  if (type == "string") return reply;
  if (type == "boolean") {
    const std::string word = trimmed(reply);
    for (const char* yes : {"y", "yes", "true"}) {
      if (word == yes) return true;
    }
    for (const char* no : {"n", "no", "false"}) {
      if (word == no) return false;
    }
    throw Error(ErrorCode::kInvalid, "\"" + reply + "\" is neither yes nor no", field.name, "write y or n");
  }
  const Json number = Json::parse(reply, nullptr, false);
  if (!number.is_number() || (type == "integer" && !number.is_number_integer())) {
    throw Error(ErrorCode::kInvalid, "\"" + reply + "\" is no " + (type == "integer" ? "whole number" : "number"),
                field.name, type == "integer" ? "write digits: 12" : "write digits: 12.5");
  }
  return number;
}

}  // namespace

std::vector<FormField> form_fields(const Json& schema) {
  std::vector<FormField> fields;
  const auto properties = schema.find("properties");
  if (properties == schema.end() || !properties->is_object()) return fields;
  const Json required = schema.value("required", Json::array());
  for (const auto& [name, property] : properties->items()) {
    const std::string type = property.is_object() ? text_of(property, "type") : "";
    FormField field;
    field.name = name;
    field.several = type == "array";
    if (field.several) {
      const auto items = property.find("items");
      if (items != property.end() && items->is_object()) field.choices = choices_of(*items);
    } else if (type == "string") {
      field.choices = choices_of(property);
    }
    const bool plain = type == "string" || type == "boolean" || type == "integer" || type == "number";
    if (!plain && field.choices.empty()) {
      throw Error(ErrorCode::kUnsupported, "the form asks for something that is no line of text", "/properties/" + name,
                  "it is for the server's makers to change");
    }
    field.description = text_of(property, "description");
    if (field.description.empty()) field.description = text_of(property, "title");
    field.required = std::find(required.begin(), required.end(), Json(name)) != required.end();
    if (const auto preset = property.find("default"); preset != property.end()) field.preset = *preset;
    field.schema = property;
    fields.push_back(std::move(field));
  }
  return fields;
}

Json form_value(const FormField& field, const std::string& reply) {
  Json value = parsed(field, reply);
  std::optional<std::string> violation;
  try {
    violation = decode::find_violation(field.schema, value);
  } catch (const Error&) {
    return value;  // a schema that we cannot judge by is the server's to judge by
  }
  if (violation) {
    throw Error(ErrorCode::kInvalid, *violation, field.name, "write another value");
  }
  return value;
}

}  // namespace oree
