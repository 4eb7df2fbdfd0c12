#include <string>
#include <vector>

#include "oree/error.h"
#include "text/prompt_format.h"
#include "text/tool_formats/call_reader.h"

namespace oree::text {
namespace {

constexpr int kMaxJsonDepth = 128;

void append_string(const std::string& text, std::string& out) {
  try {
    out += Json(text).dump(-1, ' ', false, Json::error_handler_t::strict);
  } catch (const Json::type_error&) {
    throw Error(ErrorCode::kInvalid, "a JSON string is not valid UTF-8");
  }
}

void append_spaced(const Json& value, int depth, std::string& out) {
  if (depth > kMaxJsonDepth) {
    throw Error(ErrorCode::kLimit, "JSON is nested deeper than kMaxJsonDepth, " + std::to_string(kMaxJsonDepth));
  }
  bool first = true;
  const auto separate = [&] {
    if (!first) out += ", ";
    first = false;
  };
  if (value.is_object()) {
    out += '{';
    for (const auto& [key, member] : value.items()) {
      separate();
      append_string(key, out);
      out += ": ";
      append_spaced(member, depth + 1, out);
    }
    out += '}';
  } else if (value.is_array()) {
    out += '[';
    for (const Json& item : value) {
      separate();
      append_spaced(item, depth + 1, out);
    }
    out += ']';
  } else if (value.is_string()) {
    append_string(value.get_ref<const std::string&>(), out);
  } else {
    out += value.dump();
  }
}

}  // namespace

std::string dump_spaced(const Json& value) {
  std::string out;
  append_spaced(value, 0, out);
  return out;
}

std::string render_calls(const std::vector<ToolCall>& calls) {
  Json array = Json::array();
  for (const ToolCall& call : calls) {
    Json object = Json::object();
    object["name"] = call.tool;
    object["arguments"] = call.arguments;
    array.push_back(std::move(object));
  }
  return dump_spaced(array);
}

std::vector<ToolCall> parse_calls(std::string_view json) {
  CallReader reader(json, R"([{"name": "tool", "arguments": {"parameter": "value"}}])");
  reader.skip_space();
  Json array = reader.read_json();
  reader.expect_end();
  if (!array.is_array() || array.empty()) reader.fail("the calls are no JSON array with at least one call");
  std::vector<ToolCall> calls;
  for (Json& call : array) reader.add(calls, reader.call_of(std::move(call), "arguments", false));
  return calls;
}

}  // namespace oree::text
