#include "workbench/bfcl_functions.h"

#include <map>

#include "oree/error.h"

namespace oree::workbench {
namespace {

constexpr int kMaxDepth = 64;

std::string type_of(const std::string& type) {
  static const std::map<std::string, std::string> kTypes = {{"dict", "object"}, {"float", "number"}, {"tuple", "array"},
                                                            {"list", "array"},  {"bool", "boolean"}, {"str", "string"},
                                                            {"int", "integer"}};
  const auto found = kTypes.find(type);
  return found == kTypes.end() ? type : found->second;
}

Json schema_of(const Json& written, int depth) {
  if (!written.is_object() || depth > kMaxDepth) {
    throw Error(ErrorCode::kInvalid, "this is no schema of a function's parameter", "parameters",
                "give an object with a type");
  }
  Json schema = Json::object();
  for (const auto& [key, value] : written.items()) {
    if (key == "type" && value.is_string()) {
      if (value != "any") {
        schema[key] = type_of(value.get<std::string>());
      }
    } else if (key == "properties") {
      schema[key] = Json::object();
      for (const auto& [name, property] : value.items()) {
        schema[key][name] = schema_of(property, depth + 1);
      }
    } else if (key == "items" || (key == "additionalProperties" && value.is_object())) {
      schema[key] = schema_of(value, depth + 1);
    } else if (key != "format" && key != "optional") {
      schema[key] = value;
    }
  }
  return schema;
}

}  // namespace

ToolDescription tool_of_function(const Json& function) {
  if (!function.is_object() || !function.contains("name") || !function.contains("parameters")) {
    throw Error(ErrorCode::kInvalid, "this is no function: it lacks a name or parameters", "function");
  }
  ToolDescription tool;
  tool.name = tool_name_of_function(function["name"].get<std::string>());
  tool.description = function.value("description", "");
  tool.schema = schema_of(function["parameters"], 0);
  tool.source = "bfcl";
  return tool;
}

std::string tool_name_of_function(std::string_view name) {
  std::string result;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char next = i + 1 < name.size() ? name[i + 1] : '\0';
    if ((name[i] == '.' && (next == '.' || next == '-')) || (name[i] == '-' && next == '.')) {
      throw Error(ErrorCode::kInvalid, "a dot stands beside another dot or a dash", std::string(name));
    }
    result += name[i] == '.' ? "-" : name[i] == '-' ? "--" : std::string(1, name[i]);
  }
  return result;
}

std::string function_name_of_tool(std::string_view name) {
  std::string result;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] != '-') {
      result += name[i];
    } else if (i + 1 < name.size() && name[i + 1] == '-') {
      result += '-';
      ++i;
    } else {
      result += '.';
    }
  }
  return result;
}

}  // namespace oree::workbench
