#include <algorithm>
#include <map>

#include "base/http_header.h"
#include "oree/environment.h"
#include "oree/error.h"
#include "oree/mcp.h"
#include "oree/paths.h"
#include "text/utf8.h"
#include "tools/mcp/content.h"
#include "tools/mcp/json_text.h"
#include "tools/mcp/session.h"
#include "tools/mcp/url.h"

namespace oree {
namespace {

constexpr std::uint64_t kServerMemoryBytes = std::uint64_t{1} << 30;
// Several times the longest message, with the stacks of the bridge's threads.
constexpr std::uint64_t kBridgeMemoryBytes = std::uint64_t{256} << 20;
constexpr int kServerProcesses = 256;  // threads too; one runtime alone has a dozen
constexpr int kServerOpenFiles = 1024;

SandboxedProgram program_of(const McpServerOptions& options) {
  SandboxedProgram program;
  program.limits.memory_bytes = kServerMemoryBytes;
  program.limits.processes = kServerProcesses;
  program.limits.open_files = kServerOpenFiles;
  if (!options.url.empty()) {
    // HTTP has a process of its own, which may connect to that one port and reads none of the user's files.
    const mcp::Url url = mcp::parse_url(options.url);
    program.command = {options.bridge.string(), "mcp", "bridge", options.url};
    program.limits.memory_bytes = kBridgeMemoryBytes;
    program.network = true;
    program.tcp_port = url.port;
    if (!options.headers.empty()) {  // not an argument: those are seen by every user of the machine
      program.environment.emplace_back(
          kMcpHeadersVariable,
          Json(std::map<std::string, std::string>(options.headers.begin(), options.headers.end())).dump());
    }
    return program;
  }
  program.command = options.command;
  program.environment = options.environment;
  program.network = options.network;
  program.read = options.read;
  program.write = options.write;
  return program;
}

// What the launcher and HTTP can carry. Throws Error kInvalid.
void check_texts(const McpServerOptions& options) {
  const auto check_utf8 = [&](const std::string& name, const std::string& value, const char* what) {
    if (text::find_invalid_utf8(name) || text::find_invalid_utf8(value)) {
      throw Error(ErrorCode::kInvalid, std::string(what) + " of the server is not UTF-8", "server " + options.name,
                  "write it in UTF-8");
    }
  };
  for (const auto& [name, value] : options.environment) {
    check_utf8(name, value, "a variable");
  }
  for (const auto& [name, value] : options.headers) {
    check_utf8(name, value, "an HTTP header");
    if (const std::optional<std::string> mistake = base::header_name_mistake(name)) {
      throw Error(ErrorCode::kInvalid, "\"" + name + "\" " + *mistake, "server " + options.name,
                  "write for example Authorization");
    }
    if (!base::is_header_value(value)) {
      throw Error(ErrorCode::kInvalid, "the value of the HTTP header " + name + " has control characters",
                  "server " + options.name, "look at the variables that it names");
    }
  }
}

using mcp::text_of;

McpTool tool_of(const Json& entry) {
  McpTool tool;
  tool.name = text_of(entry, "name");
  tool.title = text_of(entry, "title");
  tool.description = text_of(entry, "description");
  if (const auto schema = entry.find("inputSchema"); schema != entry.end()) {
    tool.schema = *schema;
  }
  if (const auto schema = entry.find("outputSchema"); schema != entry.end() && schema->is_object()) {
    tool.result_schema = *schema;
  }
  if (const auto hints = entry.find("annotations"); hints != entry.end() && hints->is_object()) {
    tool.read_only = hints->value("readOnlyHint", Json(false)) == true;
  }
  return tool;
}

}  // namespace

McpServerOptions mcp_options(const AgentServer& server) {
  McpServerOptions options;
  options.name = server.name;
  for (const std::string& word : server.command) {
    options.command.push_back(expand_home(word));
  }
  options.url = server.url;
  options.network = server.network;
  options.read = server.read;
  options.write = server.write;
  const std::string table = "mcp." + server.name;
  for (const auto& [name, value] : server.env) {
    options.environment.emplace_back(name, expand_variables(value, table + ".env." + name));
  }
  for (const auto& [name, value] : server.headers) {
    options.headers.emplace_back(name, expand_variables(value, table + ".headers." + name));
  }
  return options;
}

struct McpServer::State {
  McpServerOptions options;
  std::shared_ptr<Launcher> launcher;
  std::unique_ptr<mcp::Session> session;
  std::optional<std::vector<McpTool>> tools;

  mcp::Session& connected(const CancelFlag* cancel) {
    if (!session) {
      auto fresh = std::make_unique<mcp::Session>(
          mcp::make_pipe_channel(launcher->run(program_of(options)), options.name), options);
      fresh->initialize(cancel);
      session = std::move(fresh);
      tools.reset();
    }
    return *session;
  }

  // A server that has ended, or that knows the session no more, is started anew; a request that it cannot have taken is
  // made again, once.
  template <class Ask>
  auto ask(Ask ask, const CancelFlag* cancel) {
    const bool fresh = session == nullptr;
    try {
      return ask(connected(cancel));
    } catch (const Error& error) {
      if (error.code() == ErrorCode::kIo || error.code() == ErrorCode::kConflict) {
        session.reset();
      }
      if (error.code() != ErrorCode::kConflict || fresh) {
        throw;
      }
    }
    return ask(connected(cancel));
  }

  // Some servers have resources and do not know of templates.
  Json list_if(const char* capability, const char* method, const char* key, const CancelFlag* cancel) {
    return ask(
        [&](mcp::Session& session_now) {
          try {
            return session_now.has(capability) ? session_now.list(method, key, cancel) : Json(Json::array());
          } catch (const Error& error) {
            if (error.code() != ErrorCode::kUnsupported) {
              throw;
            }
            return Json(Json::array());
          }
        },
        cancel);
  }
};

McpServer::McpServer(McpServerOptions options, std::shared_ptr<Launcher> launcher) : state_(new State) {
  check_texts(options);
  state_->options = std::move(options);
  state_->launcher = std::move(launcher);
}

McpServer::~McpServer() = default;

const McpServerOptions& McpServer::options() const noexcept { return state_->options; }

Json McpServer::describe(const CancelFlag* cancel) {
  return state_->ask(
      [](mcp::Session& session) {
        return Json{{"protocol", session.revision()},
                    {"server", session.server()},
                    {"capabilities", session.capabilities()},
                    {"instructions", session.instructions()}};
      },
      cancel);
}

std::vector<McpTool> McpServer::tools(const CancelFlag* cancel) {
  return state_->ask(
      [this, cancel](mcp::Session& session) {
        if (state_->tools && !session.take_tools_changed()) {
          return *state_->tools;
        }
        std::vector<McpTool> tools;
        if (session.has("tools")) {
          for (const Json& entry : session.list("tools/list", "tools", cancel)) {
            if (entry.is_object()) {
              tools.push_back(tool_of(entry));
            }
          }
        }
        state_->tools = tools;
        return tools;
      },
      cancel);
}

Json McpServer::resources(const CancelFlag* cancel) {
  return state_->list_if("resources", "resources/list", "resources", cancel);
}

Json McpServer::resource_templates(const CancelFlag* cancel) {
  return state_->list_if("resources", "resources/templates/list", "resourceTemplates", cancel);
}

Json McpServer::prompts(const CancelFlag* cancel) {
  return state_->list_if("prompts", "prompts/list", "prompts", cancel);
}

Json McpServer::call(const std::string& tool, const Json& arguments, const CancelFlag* cancel) {
  return state_->ask(
      [&](mcp::Session& session) {
        return mcp::call_result(session.request("tools/call", {{"name", tool}, {"arguments", arguments}}, cancel),
                                state_->options.name, tool);
      },
      cancel);
}

Json McpServer::read_resource(const std::string& uri, const CancelFlag* cancel) {
  return state_->ask(
      [&](mcp::Session& session) {
        return mcp::resource_result(session.request("resources/read", {{"uri", uri}}, cancel));
      },
      cancel);
}

Json McpServer::prompt(const std::string& name, const Json& arguments, const CancelFlag* cancel) {
  return state_->ask(
      [&](mcp::Session& session) {
        return mcp::prompt_result(session.request("prompts/get", {{"name", name}, {"arguments", arguments}}, cancel));
      },
      cancel);
}

void McpServer::ping() {
  state_->ask([](mcp::Session& session) { return session.request("ping", Json::object()); }, nullptr);
}

}  // namespace oree
