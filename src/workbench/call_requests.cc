#include "workbench/call_requests.h"

#include <algorithm>
#include <optional>

#include "decode/json_schema.h"
#include "oree/error.h"
#include "workbench/json_lines.h"

namespace oree::workbench {
namespace {

constexpr const char* kDescribedInLine = "requests";  // the source of such tools

std::vector<ToolCall> read_calls(const Json& calls) {
  std::vector<ToolCall> result;
  for (const Json& call : calls) {
    result.push_back({call.at("tool").get<std::string>(), call.at("arguments")});
    if (!result.back().arguments.is_object()) {
      throw Error(ErrorCode::kCorrupt, "the arguments of " + result.back().tool + " are not an object");
    }
  }
  return result;
}

const ToolDescription& find_tool(const std::vector<ToolDescription>& tools, const std::string& name) {
  const auto tool = std::find_if(tools.begin(), tools.end(),
                                 [&](const ToolDescription& candidate) { return candidate.name == name; });
  if (tool == tools.end()) {
    throw Error(ErrorCode::kCorrupt, "there is no tool " + name);
  }
  return *tool;
}

// A tool that is described in the line itself.
ToolDescription read_tool(const Json& line) {
  ToolDescription tool;
  tool.name = line.at("name").get<std::string>();
  tool.description = line.at("description").get<std::string>();
  tool.schema = line.at("schema");
  tool.source = kDescribedInLine;
  decode::check_schema(tool.schema);
  return tool;
}

void check_arguments(const ToolDescription& tool, const Json& arguments) {
  if (const std::optional<std::string> violation = decode::find_violation(tool.schema, arguments)) {
    throw Error(ErrorCode::kCorrupt, "the call of " + tool.name + " breaks its schema: " + *violation);
  }
}

ExpectedCall read_expected(const Json& line, const ToolCall& call, const std::vector<ToolDescription>& tools) {
  const ToolDescription& tool = find_tool(tools, call.tool);
  ExpectedCall expected{call, line.value("accept", Json::object())};
  if (!expected.accept.is_object()) {
    throw Error(ErrorCode::kCorrupt, "what " + call.tool + " accepts is no object");
  }
  for (const auto& [name, values] : expected.accept.items()) {
    if (!values.is_array() || values.empty()) {
      throw Error(ErrorCode::kCorrupt, "what " + call.tool + " accepts as " + name + " is no list of values");
    }
  }
  if (tool.source != kDescribedInLine) {
    return expected;
  }
  check_arguments(tool, call.arguments);
  for (const auto& [name, values] : expected.accept.items()) {
    for (const Json& value : values) {
      Json arguments = call.arguments;
      value.is_null() ? void(arguments.erase(name)) : void(arguments[name] = value);
      check_arguments(tool, arguments);
    }
  }
  return expected;
}

void check_message(const Json& message) {
  const std::string role = message.at("role").get<std::string>();
  if (role == "assistant" && message.contains("calls")) {
    read_calls(message.at("calls"));
  } else if (role == "user" || role == "assistant") {
    static_cast<void>(message.at("content").get<std::string>());
  } else if (role == "tool") {
    static_cast<void>(message.at("content"));
  } else {
    throw Error(ErrorCode::kCorrupt, "a message has the unknown role " + role);
  }
}

CallRequest read_request(const Json& line, const std::vector<ToolDescription>& tools) {
  CallRequest request;
  request.id = line.at("id").is_string() ? line.at("id").get<std::string>() : line.at("id").dump();
  request.category = line.at("category").get<std::string>();
  request.phrasing = line.value("phrasing", "");
  request.language = line.value("language", "");
  request.now = line.at("now").get<std::string>();
  request.messages = line.value("messages", Json::array());
  for (const Json& message : request.messages) {
    check_message(message);
  }
  request.request = line.at("request").get<std::string>();
  for (const Json& tool : line.at("tools")) {
    request.tools.push_back(tool.is_object() ? read_tool(tool) : find_tool(tools, tool.get<std::string>()));
  }
  const std::vector<ToolCall> calls = read_calls(line.at("expected"));
  for (std::size_t index = 0; index < calls.size(); ++index) {
    request.expected.push_back(read_expected(line["expected"][index], calls[index], request.tools));
  }
  return request;
}

// A tool's result stands in the file as JSON, or as a string that holds it.
Json result_of(const Json& content) {
  if (content.is_string()) {
    Json parsed = Json::parse(content.get<std::string>(), nullptr, false);
    if (!parsed.is_discarded()) {
      return parsed;
    }
  }
  return content;
}

void add_message(ChatModel& conversation, const Json& message) {
  const std::string role = message.at("role").get<std::string>();
  if (role == "user") {
    conversation.add_user(message.at("content").get<std::string>());
  } else if (role == "tool") {
    conversation.add_tool_result(result_of(message.at("content")));
  } else if (role == "assistant" && message.contains("calls")) {
    conversation.add_assistant_calls(read_calls(message.at("calls")));
  } else {
    conversation.add_assistant_text(message.at("content").get<std::string>());
  }
}

}  // namespace

std::vector<CallRequest> read_call_requests(const std::filesystem::path& path,
                                            const std::vector<ToolDescription>& tools, int limit) {
  std::vector<CallRequest> requests;
  for_each_json_line(path, kMaxRequestsBytes, [&](const Json& line) {
    requests.push_back(read_request(line, tools));
    return limit == 0 || static_cast<int>(requests.size()) < limit;
  });
  if (requests.empty()) {
    throw Error(ErrorCode::kCorrupt, "the file holds no requests", path.string(),
                "evaluation/README.md describes the fields");
  }
  return requests;
}

std::unique_ptr<ChatModel> conversation_of(const Engine& engine, const CallRequest& request,
                                           const SamplingOptions& sampling) {
  std::unique_ptr<ChatModel> conversation = engine.new_conversation({}, request.tools, sampling);
  for (const Json& message : request.messages) {
    add_message(*conversation, message);
  }
  conversation->add_user(request.request);
  return conversation;
}

}  // namespace oree::workbench
