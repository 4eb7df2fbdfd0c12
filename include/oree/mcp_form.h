// Forms that a server of tools asks a person to fill in.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "oree/json.h"

namespace oree {

// One question. Source: modelcontextprotocol.io/specification/2025-11-25/client/elicitation, PrimitiveSchemaDefinition.
struct FormField {
  std::string name;
  std::string description;  // "": the title, or nothing
  bool required = false;
  bool several = false;                                      // of the choices, any number
  std::vector<std::pair<std::string, std::string>> choices;  // value and title; empty: any value of the schema
  std::optional<Json> preset;
  Json schema;
};

// The questions in the order of the schema's properties. Throws Error kUnsupported (a property that no line of text
// answers, which is named).
std::vector<FormField> form_fields(const Json& schema);

// A line of text as the field's value: a number, yes or no, a choice by value, title or place ("2"), several with
// commas between them. Throws Error kInvalid, which says what is wrong with it.
Json form_value(const FormField& field, const std::string& reply);

}  // namespace oree
