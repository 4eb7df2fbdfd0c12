#include <algorithm>
#include <string>
#include <vector>

#include "oree/error.h"
#include "text/prompt_format.h"

namespace oree::text {
namespace {

constexpr int kMaxArrayDepth = 8;

[[noreturn]] void throw_unsupported(const std::string& what, const std::string& where) {
  throw Error(ErrorCode::kUnsupported, what, where,
              "a signature shows string, integer, number, boolean, object, arrays of them and enums; simplify the "
              "schema of the tool");
}

std::string type_name(const Json& schema, const std::string& where) {
  const auto type = schema.is_object() ? schema.find("type") : schema.end();
  if (!schema.is_object() || type == schema.end() || !type->is_string()) {
    throw_unsupported("a parameter's schema names no type", where);
  }
  return type->get<std::string>();
}

// "a"|"b", or "" for a schema that enumerates nothing.
std::string render_alternatives(const Json& schema, const std::string& where) {
  if (!schema.is_object()) return {};
  if (schema.contains("const")) return dump_spaced(schema["const"]);
  if (!schema.contains("enum")) return {};
  const Json& values = schema["enum"];
  if (!values.is_array() || values.empty()) throw_unsupported("an enum without values", where + "/enum");
  std::string alternatives;
  for (const Json& value : values) alternatives.append(alternatives.empty() ? "" : "|").append(dump_spaced(value));
  return alternatives;
}

std::string render_array_item(const Json& schema, int depth, const std::string& where) {
  if (depth > kMaxArrayDepth) {
    throw_unsupported("arrays are nested deeper than kMaxArrayDepth, " + std::to_string(kMaxArrayDepth), where);
  }
  if (std::string alternatives = render_alternatives(schema, where); !alternatives.empty()) return alternatives;
  const std::string type = type_name(schema, where);
  if (type == "array") {
    if (!schema.contains("items")) throw_unsupported("an array's schema has no items", where);
    return render_array_item(schema["items"], depth + 1, where + "/items") + "[]";
  }
  if (type != "string" && type != "integer" && type != "number" && type != "boolean" && type != "object") {
    throw_unsupported("the type \"" + type + "\" has no signature", where + "/type");
  }
  return type;
}

// What stands behind the parameter's name; "" for a string.
std::string render_type(const Json& schema, const std::string& where) {
  const std::string type = render_array_item(schema, 0, where);
  return type == "string" ? std::string() : std::string(": ").append(type);
}

// A line break would end the tool's line: line breaks, tabs and other control characters become spaces.
std::string on_one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char character) { return static_cast<unsigned char>(character) < 0x20; }, ' ');
  return text;
}

std::string render_signature(const ToolDescription& tool) {
  if (type_name(tool.schema, tool.name) != "object") {
    throw_unsupported("a tool's arguments are an object", tool.name + "/type");
  }
  std::string parameters;
  if (const auto properties = tool.schema.find("properties"); properties != tool.schema.end()) {
    if (!properties->is_object()) throw_unsupported("properties are an object", tool.name + "/properties");
    const Json required = tool.schema.value("required", Json::array());
    for (const auto& [name, schema] : properties->items()) {
      const bool is_required = std::find(required.begin(), required.end(), Json(name)) != required.end();
      if (!parameters.empty()) parameters += ", ";
      parameters += name + (is_required ? "" : "?") + render_type(schema, tool.name + "/properties/" + name);
    }
  }
  return tool.name + "(" + on_one_line(parameters) + ")";
}

}  // namespace

std::string render_tool_header(const std::vector<ToolDescription>& tools) {
  std::string header;
  for (const ToolDescription& tool : tools) {
    if (!header.empty()) header += '\n';
    header += render_signature(tool) + ": " + on_one_line(tool.description);
  }
  return header;
}

}  // namespace oree::text
