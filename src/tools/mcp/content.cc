#include "tools/mcp/content.h"

#include "oree/error.h"
#include "tools/mcp/json_text.h"

namespace oree::mcp {
namespace {

// Bytes that a text of base64 stands for.
std::size_t bytes_of(const std::string& base64) {
  const std::size_t padding = base64.ends_with("==") ? 2 : base64.ends_with("=") ? 1 : 0;
  const std::size_t whole = base64.size() / 4 * 3;
  return whole > padding ? whole - padding : 0;
}

Json resource(const Json& entry) {
  Json shown = {{"uri", text_of(entry, "uri")}};
  if (const std::string type = text_of(entry, "mimeType"); !type.empty()) {
    shown["mimeType"] = type;
  }
  if (entry.contains("text")) {
    shown["text"] = text_of(entry, "text");
  } else {
    shown["bytes"] = bytes_of(text_of(entry, "blob"));
  }
  return shown;
}

// A text stays one; anything else is described.
Json block(const Json& entry) {
  const std::string type = entry.is_object() ? text_of(entry, "type") : "";
  if (type == "text") {
    return text_of(entry, "text");
  }
  if (type == "image" || type == "audio") {
    return {{"type", type}, {"mimeType", text_of(entry, "mimeType")}, {"bytes", bytes_of(text_of(entry, "data"))}};
  }
  if (type == "resource" && entry.contains("resource") && entry["resource"].is_object()) {
    return {{"type", type}, {"resource", resource(entry["resource"])}};
  }
  if (type == "resource_link") {
    Json shown = {{"type", type}, {"uri", text_of(entry, "uri")}, {"name", text_of(entry, "name")}};
    if (const std::string said = text_of(entry, "description"); !said.empty()) {
      shown["description"] = said;
    }
    return shown;
  }
  return {{"type", type.empty() ? "unknown" : type}};
}

// One text when there are only texts, else the list.
Json blocks(const Json& list) {
  std::string text;
  Json all = Json::array();
  bool only_text = true;
  for (const Json& entry : list) {
    all.push_back(block(entry));
    if (all.back().is_string()) {
      text += (text.empty() ? "" : "\n") + all.back().get<std::string>();
    } else {
      only_text = false;
    }
  }
  return only_text ? Json(text) : all;
}

Json list_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_array() ? *found : Json::array();
}

}  // namespace

Json call_result(const Json& result, const std::string& server, const std::string& tool) {
  const Json content = blocks(list_of(result, "content"));
  if (const auto failed = result.find("isError"); failed != result.end() && *failed == true) {
    const std::string text =
        content.is_string() ? content.get<std::string>() : content.dump(-1, ' ', false, Json::error_handler_t::replace);
    throw Error(ErrorCode::kInvalid, tool + ": " + (text.empty() ? "it failed" : text), server);
  }
  const auto structured = result.find("structuredContent");
  return structured != result.end() && structured->is_object() ? *structured : Json{{"result", content}};
}

Json resource_result(const Json& result) {
  Json contents = Json::array();
  for (const Json& entry : list_of(result, "contents")) {
    if (entry.is_object()) {
      contents.push_back(resource(entry));
    }
  }
  return {{"contents", std::move(contents)}};
}

Json prompt_result(const Json& result) {
  Json messages = Json::array();
  for (const Json& message : list_of(result, "messages")) {
    if (!message.is_object()) {
      continue;
    }
    Json list = Json::array();
    if (const auto content = message.find("content"); content != message.end()) {
      list = content->is_array() ? *content : Json::array({*content});
    }
    const Json said = blocks(list);
    messages.push_back({{"role", text_of(message, "role")},
                        {"text", said.is_string() ? said.get<std::string>()
                                                  : said.dump(-1, ' ', false, Json::error_handler_t::replace)}});
  }
  return {{"description", text_of(result, "description")}, {"messages", std::move(messages)}};
}

}  // namespace oree::mcp
