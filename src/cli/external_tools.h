// Programs and servers of others whose tools an agent has.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "oree/agent.h"
#include "oree/custom_tools.h"
#include "oree/launcher.h"
#include "oree/mcp.h"

namespace oree::cli {

// The folder of custom tools: NAME.toml.
std::filesystem::path custom_tools_directory();
// This very program, which a server over HTTP is spoken to by.
std::filesystem::path own_program();

class ExternalTools {
 public:
  // Forks the launcher if the agent has any, so call it before refuse_internet_sockets() and before any thread starts.
  // Throws Error kUnsupported.
  explicit ExternalTools(const AgentFile& file);
  // Every custom tool there is, and no server: for calls by hand.
  ExternalTools();

  // Starts the servers. What cannot be offered is said on stderr and left out, of what the file names too.
  // Throws Error kCancelled once the person stopped it.
  void add_to(std::vector<std::unique_ptr<Tool>>& tools, AgentFile& file);

  // The text of a prompt that one of the servers offers. words: "SERVER_NAME", then perhaps its arguments as a JSON
  // object. Throws Error kNotFound with the prompts there are.
  std::string prompt(std::string_view words) const;

 private:
  void start(const std::vector<AgentServer>& servers);

  std::vector<ToolManifest> manifests_;
  std::shared_ptr<Launcher> launcher_;
  std::vector<std::shared_ptr<McpServer>> servers_;
  std::vector<std::string> left_out_;  // servers whose settings do not hold
};

}  // namespace oree::cli
