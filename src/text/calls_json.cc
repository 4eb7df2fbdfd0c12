#include <set>
#include <string>
#include <vector>

#include "oree/error.h"
#include "text/prompt_format.h"

namespace oree::text {
namespace {

constexpr std::size_t kMaxCallsBytes = std::size_t{1} << 20;
constexpr std::size_t kMaxCalls = 64;
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

[[noreturn]] void throw_invalid(const std::string& what, const std::string& where) {
  throw Error(ErrorCode::kInvalid, what, where,
              R"(calls are written [{"name": "tool", "arguments": {"parameter": "value"}}])");
}

// Parses strictly: no key twice in an object, bounded depth.
Json parse_strictly(std::string_view json) {
  std::vector<std::set<std::string>> keys;
  const auto watch = [&keys](int depth, Json::parse_event_t event, Json& parsed) {
    if (depth > kMaxJsonDepth) {
      throw Error(ErrorCode::kLimit, "JSON is nested deeper than kMaxJsonDepth, " + std::to_string(kMaxJsonDepth));
    }
    if (event == Json::parse_event_t::object_start) keys.emplace_back();
    if (event == Json::parse_event_t::object_end) keys.pop_back();
    if (event == Json::parse_event_t::key && !keys.back().insert(parsed.get<std::string>()).second) {
      throw_invalid("the key \"" + parsed.get<std::string>() + "\" stands twice in one object", "calls");
    }
    return true;
  };
  try {
    return Json::parse(json, watch);
  } catch (const Json::parse_error& error) {
    throw_invalid("the calls are no JSON", "byte " + std::to_string(error.byte == 0 ? 0 : error.byte - 1));
  } catch (const Json::out_of_range&) {
    throw_invalid("a number is too large", "calls");
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
  if (json.size() > kMaxCallsBytes) {
    throw Error(ErrorCode::kLimit, "the calls have " + std::to_string(json.size()) + " bytes; kMaxCallsBytes is " +
                                       std::to_string(kMaxCallsBytes));
  }
  Json array = parse_strictly(json);
  if (!array.is_array() || array.empty()) throw_invalid("the calls are no JSON array with at least one call", "byte 0");
  if (array.size() > kMaxCalls) {
    throw Error(ErrorCode::kLimit, std::to_string(array.size()) + " calls; kMaxCalls is " + std::to_string(kMaxCalls));
  }
  std::vector<ToolCall> calls;
  for (std::size_t i = 0; i < array.size(); ++i) {
    Json& call = array[i];
    const std::string where = std::string("/").append(std::to_string(i));
    const bool well_formed = call.is_object() && call.size() == 2 && call.contains("name") &&
                             call.contains("arguments") && call["name"].is_string() && call["arguments"].is_object();
    if (!well_formed) throw_invalid("a call needs a name and an object of arguments, and nothing else", where);
    calls.push_back({call["name"].get<std::string>(), std::move(call["arguments"])});
  }
  return calls;
}

}  // namespace oree::text
