// A server's tools as an agent's.
#include <algorithm>
#include <set>

#include "agent/permission.h"
#include "decode/json_schema.h"
#include "oree/error.h"
#include "oree/mcp.h"
#include "text/utf8.h"

namespace oree {
namespace {

constexpr std::size_t kMaxDescriptionBytes = 1000;
constexpr std::size_t kMaxSummaryBytes = 400;
constexpr std::size_t kMaxToolsOfAServer = 256;

// One line of valid text: a server's words stand among the tools that the model is told of.
std::string one_line(std::string_view text, std::size_t bytes) {
  std::string line;
  for (const char c : text::replace_invalid_utf8(text)) {
    const bool space = static_cast<unsigned char>(c) <= ' ' || c == 0x7f;
    if (!space) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  if (line.size() > bytes) {
    std::size_t end = bytes;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) {
      --end;
    }
    line = line.substr(0, end) + "…";
  }
  while (line.ends_with(' ')) {
    line.pop_back();
  }
  return line;
}

std::string compact(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

// What the sandbox lets the server do decides; what the server says of a tool can only make it less than that where the
// sandbox holds it to it.
Effect effect_of(const McpServerOptions& server, bool says_it_only_reads) noexcept {
  if (!server.url.empty() || server.network) {
    return Effect::kNetwork;
  }
  return says_it_only_reads && server.write.empty() ? Effect::kRead : Effect::kWrite;
}

class ServerTool : public Tool {
 public:
  ServerTool(std::shared_ptr<McpServer> server, ToolDescription described)
      : server_(std::move(server)), description_(std::move(described)) {}

  const ToolDescription& description() const noexcept override { return description_; }
  bool performs() const noexcept override { return true; }

  ToolPlan plan(const Json& arguments, const ToolContext&) const override {
    ToolPlan plan;
    plan.summary = "Ask " + server_->options().name + ": " + description_.name + " " +
                   one_line(compact(arguments), kMaxSummaryBytes);
    return plan;
  }

 protected:
  std::shared_ptr<McpServer> server_;
  ToolDescription description_;
};

class CallTool final : public ServerTool {
 public:
  CallTool(std::shared_ptr<McpServer> server, ToolDescription described, std::string tool)
      : ServerTool(std::move(server), std::move(described)), tool_(std::move(tool)) {}

  ToolPlan perform(const Json& arguments, const ToolContext& context, const CancelFlag* cancel) const override {
    ToolPlan plan = this->plan(arguments, context);
    plan.result = server_->call(tool_, arguments, cancel);
    return plan;
  }

 private:
  std::string tool_;  // as the server calls it
};

class ReadResource final : public ServerTool {
 public:
  using ServerTool::ServerTool;

  ToolPlan perform(const Json& arguments, const ToolContext& context, const CancelFlag* cancel) const override {
    ToolPlan plan = this->plan(arguments, context);
    plan.result = server_->read_resource(arguments.at("uri").get<std::string>(), cancel);
    return plan;
  }
};

ToolDescription describe(const McpServer& server, const std::string& tool) {
  ToolDescription description;
  description.name = mcp_tool_name(server.options().name, tool);
  description.source = "mcp:" + server.options().name;
  description.untrusted = true;
  description.untrusted_description = true;
  return description;
}

// What results are held to, as far as we can judge by it; null: nothing.
Json result_schema_of(const McpTool& tool) {
  try {
    if (tool.result_schema) {
      decode::check_schema(*tool.result_schema);
      return *tool.result_schema;
    }
  } catch (const Error&) {
    return Json();  // it says more than our validator knows
  }
  return Json();
}

// The schema as the model's grammar takes it: what says nothing of other members admits none.
Json closed(Json schema) {
  if (!schema.is_object()) {
    throw Error(ErrorCode::kInvalid, "its schema is not an object");
  }
  if (!schema.contains("type")) {
    schema["type"] = "object";
  }
  if (schema["type"] != "object") {
    throw Error(ErrorCode::kInvalid, "its arguments are not an object");
  }
  if (!schema.contains("properties")) {
    schema["properties"] = Json::object();
  }
  if (!schema.contains("additionalProperties")) {
    schema["additionalProperties"] = false;
  }
  decode::check_schema(schema);
  return schema;
}

void add_read_resource(const std::shared_ptr<McpServer>& server, std::vector<std::unique_ptr<Tool>>& tools,
                       const CancelFlag* cancel) {
  const Json resources = server->resources(cancel);
  const Json templates = server->resource_templates(cancel);
  if (resources.empty() && templates.empty()) {
    return;
  }
  ToolDescription description = describe(*server, "read_resource");
  std::string text = "Read one of:";
  const auto add = [&text](const Json& list, const char* key) {
    for (const Json& entry : list) {
      const auto uri = entry.is_object() ? entry.find(key) : entry.end();
      if (entry.is_object() && uri != entry.end() && uri->is_string()) {
        text += " " + uri->get<std::string>();
      }
    }
  };
  add(resources, "uri");
  add(templates, "uriTemplate");
  description.description = one_line(text, kMaxDescriptionBytes);
  description.effect = effect_of(server->options(), true);
  description.schema = {{"type", "object"},
                        {"properties", {{"uri", {{"type", "string"}}}}},
                        {"required", {"uri"}},
                        {"additionalProperties", false}};
  tools.push_back(std::make_unique<ReadResource>(server, std::move(description)));
}

}  // namespace

McpTools mcp_tools(const std::shared_ptr<McpServer>& server, const CancelFlag* cancel) {
  McpTools result;
  std::set<std::string> names;
  for (const McpTool& tool : server->tools(cancel)) {
    const std::string shown = server->options().name + ": " + one_line(tool.name, 80);
    if (result.tools.size() == kMaxToolsOfAServer) {
      result.left_out.push_back(server->options().name + ": more than " + std::to_string(kMaxToolsOfAServer) +
                                " tools (kMaxToolsOfAServer); the rest is left out");
      break;
    }
    ToolDescription description = describe(*server, tool.name);
    description.description = one_line(tool.description.empty() ? tool.title : tool.description, kMaxDescriptionBytes);
    description.effect = effect_of(server->options(), tool.read_only);
    try {
      if (tool.name.empty()) {
        throw Error(ErrorCode::kInvalid, "it has no name");
      }
      if (!names.insert(description.name).second) {
        throw Error(ErrorCode::kInvalid, "another tool has its name");
      }
      description.schema = closed(tool.schema);
      description.result_schema = result_schema_of(tool);
    } catch (const Error& error) {
      result.left_out.push_back(shown + " is left out: " + error.what() +
                                (error.where().empty() ? "" : " (" + error.where() + ")"));
      continue;
    }
    result.tools.push_back(std::make_unique<CallTool>(server, std::move(description), tool.name));
  }
  if (!names.contains(mcp_tool_name(server->options().name, "read_resource"))) {
    try {
      add_read_resource(server, result.tools, cancel);
    } catch (const Error& error) {
      if (error.code() == ErrorCode::kCancelled) {
        throw;
      }
      result.left_out.push_back(mcp_tool_name(server->options().name, "read_resource") +
                                " is left out: " + error.what());
    }
  }
  return result;
}

void leave_out_server(AgentFile& file, const std::string& server, const std::vector<std::unique_ptr<Tool>>& tools) {
  std::erase_if(file.tools, [&](const std::string& pattern) {
    return pattern.starts_with(server + "_") &&
           std::none_of(tools.begin(), tools.end(), [&](const std::unique_ptr<Tool>& tool) {
             return agent::matches(pattern, tool->description().name);
           });
  });
}

}  // namespace oree
