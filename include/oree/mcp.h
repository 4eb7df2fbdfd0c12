// A client of the Model Context Protocol: servers of tools, resources and prompts (docs/mcp.md).
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "oree/agent.h"
#include "oree/cancel.h"
#include "oree/json.h"
#include "oree/launcher.h"
#include "oree/tool.h"

namespace oree {

// What a server asks of the person in the middle of a call. schema: the object that is asked for.
// The object, or nullopt to decline.
using McpElicitation = std::function<std::optional<Json>(const std::string& message, const Json& schema)>;

struct McpServerOptions {
  std::string name;                  // as in [mcp.NAME]; its tools become NAME_TOOL
  std::vector<std::string> command;  // a program, or
  std::string url;                   // an address: http:// or https://
  bool network = false;              // of a program
  std::vector<std::filesystem::path> read;
  std::vector<std::filesystem::path> write;
  std::vector<std::pair<std::string, std::string>> environment;  // of a program
  std::vector<std::pair<std::string, std::string>> headers;      // of each request to a url
  std::filesystem::path bridge;  // the program `oree`, which speaks HTTP in a process of its own; for a url
  std::chrono::milliseconds start_timeout{30'000};
  std::chrono::milliseconds call_timeout{60'000};  // without a sign of progress
  McpElicitation elicit;                           // absent: everything is declined
  std::function<void(double progress, std::optional<double> total, const std::string& message)> on_progress;
};

// Throws Error kNotFound, kInvalid (a variable of the environment that is not set, or not UTF-8).
McpServerOptions mcp_options(const AgentServer& server);

// The variable in which the program `oree mcp bridge` is handed its headers, a JSON object.
inline constexpr const char* kMcpHeadersVariable = "OREE_MCP_HEADERS";

struct McpTool {
  std::string name;   // as the server says
  std::string title;  // "" when there is none
  std::string description;
  Json schema;
  std::optional<Json> result_schema;
  bool read_only = false;  // says the server
};

// One server, started at its first use and again when it has ended or lost the session. One thread at a time.
class McpServer {
 public:
  // Throws Error kInvalid: headers that HTTP does not carry or that Orée sets itself, texts that are not UTF-8.
  McpServer(McpServerOptions options, std::shared_ptr<Launcher> launcher);
  ~McpServer();
  McpServer(const McpServer&) = delete;
  McpServer& operator=(const McpServer&) = delete;

  const McpServerOptions& options() const noexcept;

  // All throw Error: kNotFound, kPermission (the program), kIo (it ended, the connection broke), kLimit (it took too
  // long), kUnsupported (no revision in common, a method that it does not know), kInvalid (it answered with an error),
  // kCorrupt, kCancelled.

  // {"protocol", "server": {"name", "version"}, "capabilities", "instructions"}.
  // cancel: also while the server starts.
  Json describe(const CancelFlag* cancel = nullptr);
  std::vector<McpTool> tools(const CancelFlag* cancel = nullptr);
  // As the server lists them; empty where it has none.
  Json resources(const CancelFlag* cancel = nullptr);
  Json resource_templates(const CancelFlag* cancel = nullptr);
  Json prompts(const CancelFlag* cancel = nullptr);
  // The result as the model is told: structured content, or texts joined, with what is no text described. Whether it
  // fits the tool's schema is for the caller to see.
  Json call(const std::string& tool, const Json& arguments, const CancelFlag* cancel = nullptr);
  // {"contents": [{"uri", "mimeType", "text"}]}
  Json read_resource(const std::string& uri, const CancelFlag* cancel = nullptr);
  // {"description", "messages": [{"role", "text"}]}. arguments: an object of strings.
  Json prompt(const std::string& name, const Json& arguments, const CancelFlag* cancel = nullptr);
  void ping();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

struct McpTools {
  std::vector<std::unique_ptr<Tool>> tools;
  std::vector<std::string> left_out;  // one line a tool that cannot be offered, and why
};

// The server's tools as an agent's, and NAME_read_resource where it has resources. Starts the server.
McpTools mcp_tools(const std::shared_ptr<McpServer>& server, const CancelFlag* cancel = nullptr);

// Takes from the agent file what names tools of a server that could not be started, unless one of `tools` has that
// name.
void leave_out_server(AgentFile& file, const std::string& server, const std::vector<std::unique_ptr<Tool>>& tools);

// NAME_TOOL in letters, digits, '_' and '-', at most 64: other characters, and what would look like their spelling, are
// written _xHH_; a name of 64 or more ends in a digest.
std::string mcp_tool_name(std::string_view server, std::string_view tool);
// The server's name of it, unless it was too long.
std::optional<std::string> mcp_tool_of(std::string_view server, std::string_view name);

// HTTP for the bridge, made of a library by whoever may connect.
struct HttpRequest {
  std::string method;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::chrono::seconds read_timeout{300};  // of silence
};
struct HttpHandler {
  // header: by name in any case, "" when absent. false ends the exchange.
  std::function<bool(int status, const std::function<std::string(const std::string& name)>& header)> on_head;
  std::function<bool(std::string_view bytes)> on_body;
};
// "" when the exchange came to its end, otherwise what went wrong. Called from several threads.
using HttpClient = std::function<std::string(const HttpRequest& request, const HttpHandler& handler)>;

// Between lines of JSON-RPC on two descriptors and a server over streamable HTTP, until `input` ends: requests become
// POSTs, answers and events become lines; a stream that breaks off is taken up again. Starts threads.
void bridge_mcp_over_http(const HttpClient& http, int input, int output);

}  // namespace oree
