#include "tools/mcp/message.h"

#include <limits>

#include "base/bounded_json.h"
#include "oree/error.h"

namespace oree::mcp {
namespace {

constexpr std::size_t kMaxBatch = 1000;

[[noreturn]] void fail(const std::string& what) {
  throw Error(ErrorCode::kCorrupt, "the server's message is no JSON-RPC: " + what, "message");
}

Json object_or_nothing(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || found->is_null()) {
    return Json::object();
  }
  if (!found->is_object()) {
    fail(std::string(key) + " is not an object");
  }
  return *found;
}

Message read(const Json& json) {
  if (!json.is_object()) {
    fail("it is not an object");
  }
  const auto version = json.find("jsonrpc");
  if (version == json.end() || *version != "2.0") {
    fail("jsonrpc is not \"2.0\"");
  }
  Message message{};
  const auto id = json.find("id");
  if (id != json.end()) {
    // An error that answers nothing in particular has null.
    if (!id->is_string() && !id->is_number_integer() && !id->is_null()) {
      fail("id is neither a string nor a whole number");
    }
    message.id = *id;
  }
  if (const auto method = json.find("method"); method != json.end()) {
    if (!method->is_string()) {
      fail("method is not a string");
    }
    message.method = method->get<std::string>();
    message.params = object_or_nothing(json, "params");
    message.kind = message.id.is_null() ? Message::Kind::kNotification : Message::Kind::kRequest;
    return message;
  }
  if (json.contains("result")) {
    if (message.id.is_null()) {
      fail("a result without id");
    }
    message.kind = Message::Kind::kResult;
    message.result = object_or_nothing(json, "result");
    return message;
  }
  const auto error = json.find("error");
  if (error == json.end() || !error->is_object()) {
    fail("it has neither method, result nor error");
  }
  message.kind = Message::Kind::kError;
  if (const auto code = error->find("code"); code != error->end() && code->is_number_integer()) {
    const auto value = code->get<std::int64_t>();
    const bool fits = value >= std::numeric_limits<int>::min() && value <= std::numeric_limits<int>::max();
    message.code = fits ? static_cast<int>(value) : 0;
  }
  if (const auto text = error->find("message"); text != error->end() && text->is_string()) {
    message.text = text->get<std::string>();
  }
  return message;
}

std::string line(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

std::vector<Message> parse_messages(std::string_view text) {
  if (text.size() > kMaxMessageBytes) {
    throw Error(ErrorCode::kLimit,
                "the server's message is longer than " + std::to_string(kMaxMessageBytes) + " bytes (kMaxMessageBytes)",
                "message");
  }
  const Json json = parse_bounded_json(text);
  std::vector<Message> messages;
  if (!json.is_array()) {
    messages.push_back(read(json));
    return messages;
  }
  if (json.empty() || json.size() > kMaxBatch) {
    fail("a batch holds 1 to " + std::to_string(kMaxBatch) + " messages");
  }
  for (const Json& each : json) {
    messages.push_back(read(each));
  }
  return messages;
}

std::string request_text(const Json& id, std::string_view method, const Json& params) {
  return line({{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}});
}

std::string notification_text(std::string_view method, const Json& params) {
  Json json = {{"jsonrpc", "2.0"}, {"method", method}};
  if (!params.empty()) {
    json["params"] = params;
  }
  return line(json);
}

std::string result_text(const Json& id, const Json& result) {
  return line({{"jsonrpc", "2.0"}, {"id", id}, {"result", result}});
}

std::string error_text(const Json& id, int code, std::string_view message) {
  return line({{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", message}}}});
}

}  // namespace oree::mcp
