#include "cli/external_tools.h"

#include <system_error>

#include "cli/elicitation.h"
#include "cli/output.h"
#include "cli/signals.h"
#include "oree/error.h"
#include "oree/paths.h"

namespace oree::cli {

std::filesystem::path custom_tools_directory() { return config_directory() / "tools"; }

std::filesystem::path own_program() {
  std::error_code failure;
  std::filesystem::path path = std::filesystem::read_symlink("/proc/self/exe", failure);
  if (failure) {
    throw Error(ErrorCode::kIo, "this program does not find itself: " + failure.message(), "/proc/self/exe");
  }
  return path;
}

ExternalTools::ExternalTools(const AgentFile& file)
    : manifests_(named_by(file, find_tool_manifests(custom_tools_directory()))) {
  start(file.servers);
}

ExternalTools::ExternalTools() : manifests_(find_tool_manifests(custom_tools_directory())) { start({}); }

void ExternalTools::start(const std::vector<AgentServer>& servers) {
  if (manifests_.empty() && servers.empty()) {
    return;  // and there is no process with the network
  }
  launcher_ = Launcher::start();
  for (const AgentServer& server : servers) {
    try {
      McpServerOptions options = mcp_options(server);
      options.bridge = own_program();
      options.elicit = ask_on_terminal(options);
      servers_.push_back(std::make_shared<McpServer>(std::move(options), launcher_));
    } catch (const Error& error) {
      warn("the server " + server.name + " is left out: " + error.what() + " (" + error.where() + ")");
      left_out_.push_back(server.name);
    }
  }
}

void ExternalTools::add_to(std::vector<std::unique_ptr<Tool>>& tools, AgentFile& file) {
  const auto is_taken = [&tools](const std::string& name) {
    for (const std::unique_ptr<Tool>& tool : tools) {
      if (tool->description().name == name) {
        return true;
      }
    }
    return false;
  };
  const auto add = [&](std::unique_ptr<Tool> tool) {
    if (is_taken(tool->description().name)) {
      warn("the tool " + tool->description().name + " of " + tool->description().source +
           " is left out: another has its name");
      return;
    }
    tools.push_back(std::move(tool));
  };
  for (const std::string& server : left_out_) {
    leave_out_server(file, server, tools);
  }
  for (const ToolManifest& manifest : manifests_) {
    add(make_custom_tool(manifest, launcher_));
  }
  for (const std::shared_ptr<McpServer>& server : servers_) {
    try {
      McpTools offered = mcp_tools(server, &interrupt());
      for (const std::string& line : offered.left_out) {
        warn(for_terminal_line(line));
      }
      for (std::unique_ptr<Tool>& tool : offered.tools) {
        add(std::move(tool));
      }
    } catch (const Error& error) {
      if (error.code() == ErrorCode::kCancelled) {
        throw;
      }
      warn("the tools of " + server->options().name + " are left out: " + for_terminal_line(error.what()) +
           (error.hint().empty() ? "" : "; " + for_terminal_line(error.hint())));
      leave_out_server(file, server->options().name, tools);
    }
  }
}

std::string ExternalTools::prompt(std::string_view words) const {
  const std::size_t space = words.find(' ');
  const std::string name(words.substr(0, space));
  const std::string given(space == std::string_view::npos ? "{}" : words.substr(space + 1));
  const Json arguments = Json::parse(given, nullptr, false);
  if (!arguments.is_object()) {
    throw Error(ErrorCode::kUsage, "the arguments of a prompt are a JSON object", "/prompt",
                "write /prompt NAME {\"city\": \"Paris\"}");
  }
  std::string known;
  for (const std::shared_ptr<McpServer>& server : servers_) {
    for (const Json& entry : server->prompts(&interrupt())) {
      const auto own_name = entry.is_object() ? entry.find("name") : entry.end();
      if (!entry.is_object() || own_name == entry.end() || !own_name->is_string()) {
        continue;
      }
      const std::string offered = server->options().name + "_" + own_name->get<std::string>();
      if (offered == name) {
        std::string text;
        const Json filled = server->prompt(own_name->get<std::string>(), arguments, &interrupt());
        for (const Json& message : filled["messages"]) {
          text += (text.empty() ? "" : "\n") + message["text"].get<std::string>();
        }
        return text;
      }
      known += (known.empty() ? "" : ", ") + offered;
    }
  }
  throw Error(ErrorCode::kNotFound, "there is no prompt \"" + name + "\"", "/prompt",
              known.empty() ? "this agent's servers have none" : "the prompts are " + known);
}

}  // namespace oree::cli
