#include "text/tool_formats/call_reader.h"

#include <algorithm>
#include <set>

#include "oree/error.h"
#include "text/prompt_format.h"

namespace oree::text {
namespace {

constexpr int kMaxJsonDepth = 128;
constexpr std::size_t kMaxNameBytes = 64;

[[noreturn]] void throw_invalid(const std::string& what, std::size_t offset, std::string_view form) {
  throw Error(ErrorCode::kInvalid, what, "byte " + std::to_string(offset), "calls are written " + std::string(form));
}

bool is_name_character(char character) noexcept {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
         (character >= '0' && character <= '9') || character == '_' || character == '-';
}

// How long the object or array at the start of the text is, going by brackets and quotes alone; npos when it has no
// end.
std::size_t bracketed_length(std::string_view text) noexcept {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char character = text[i];
    if (in_string) {
      if (character == '\\') {
        ++i;
      } else if (character == '"') {
        in_string = false;
      }
      continue;
    }
    in_string = character == '"';
    if (character == '{' || character == '[') ++depth;
    if ((character == '}' || character == ']') && --depth == 0) return i + 1;
  }
  return std::string_view::npos;
}

}  // namespace

Json parse_strict_json(std::string_view json, std::size_t offset, std::string_view form) {
  std::vector<std::set<std::string>> keys;
  const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
    if (depth > kMaxJsonDepth) {
      throw Error(ErrorCode::kLimit, "JSON is nested deeper than kMaxJsonDepth, " + std::to_string(kMaxJsonDepth));
    }
    if (event == Json::parse_event_t::object_start) keys.emplace_back();
    if (event == Json::parse_event_t::object_end) keys.pop_back();
    if (event == Json::parse_event_t::key && !keys.back().insert(parsed.get<std::string>()).second) {
      throw_invalid("the key \"" + parsed.get<std::string>() + "\" stands twice in one object", offset, form);
    }
    return true;
  };
  try {
    return Json::parse(json, watch);
  } catch (const Json::parse_error& error) {
    throw_invalid("the calls are no JSON", offset + (error.byte == 0 ? 0 : error.byte - 1), form);
  } catch (const Json::out_of_range&) {
    throw_invalid("a number is too large", offset, form);
  }
}

CallReader::CallReader(std::string_view text, std::string_view form) : text_(text), form_(form) {
  if (text.size() > kMaxCallsBytes) {
    throw Error(ErrorCode::kLimit, "the calls have " + std::to_string(text.size()) + " bytes; kMaxCallsBytes is " +
                                       std::to_string(kMaxCallsBytes));
  }
}

void CallReader::fail(const std::string& what) const { throw_invalid(what, offset_, form_); }

void CallReader::skip_space() noexcept {
  const std::size_t next = text_.find_first_not_of(" \t\r\n", offset_);
  offset_ = next == std::string_view::npos ? text_.size() : next;
}

bool CallReader::take(std::string_view literal) noexcept {
  if (!text_.substr(offset_).starts_with(literal)) return false;
  offset_ += literal.size();
  return true;
}

void CallReader::expect(std::string_view literal) {
  if (!take(literal)) fail("\"" + std::string(literal) + "\" is missing");
}

void CallReader::expect_end() {
  skip_space();
  if (!at_end()) fail("something stands behind the calls");
}

std::string CallReader::read_name() {
  std::size_t end = offset_;
  while (end < text_.size() && is_name_character(text_[end])) ++end;
  if (end == offset_ || end - offset_ > kMaxNameBytes) fail("a tool's name is 1 to 64 letters, digits, '_' and '-'");
  std::string name(text_.substr(offset_, end - offset_));
  offset_ = end;
  return name;
}

Json CallReader::read_json() {
  const std::string_view rest = text_.substr(offset_);
  if (!rest.starts_with('{') && !rest.starts_with('[')) fail("the calls are no JSON");
  const std::size_t length = std::min(bracketed_length(rest), rest.size());
  Json value = parse_strict_json(rest.substr(0, length), offset_, form_);
  offset_ += length;
  return value;
}

ToolCall CallReader::call_of(Json object, std::string_view arguments_key, bool with_id) const {
  const std::string key(arguments_key);
  const bool has_id = with_id && object.is_object() && object.contains("id") && object["id"].is_string();
  const bool well_formed = object.is_object() && object.size() == (has_id ? 3U : 2U) && object.contains("name") &&
                           object.contains(key) && object["name"].is_string() && object[key].is_object();
  if (!well_formed) fail("a call needs a name and an object of " + key + ", and nothing else");
  return {object["name"].get<std::string>(), std::move(object[key])};
}

ToolCall CallReader::read_call_object(std::string_view arguments_key, bool with_id) {
  return call_of(read_json(), arguments_key, with_id);
}

void CallReader::add(std::vector<ToolCall>& calls, ToolCall call) const {
  if (calls.size() == kMaxReadCalls) {
    throw Error(ErrorCode::kLimit, "more than " + std::to_string(kMaxReadCalls) + " calls (kMaxReadCalls)");
  }
  calls.push_back(std::move(call));
}

std::string call_object(const ToolCall& call, std::string_view arguments_key) {
  return "{\"name\": " + dump_spaced(call.tool) + ", \"" + std::string(arguments_key) +
         "\": " + dump_spaced(call.arguments) + "}";
}

}  // namespace oree::text
