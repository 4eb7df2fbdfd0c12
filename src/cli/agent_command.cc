// `oree agent`: the agents there are.
#include <memory>

#include "cli/output.h"
#include "cli/program.h"
#include "oree/agent.h"
#include "oree/paths.h"

namespace oree::cli {
namespace {

std::string_view permission_name(Permission permission) noexcept {
  switch (permission) {
    case Permission::kAsk:
      return "ask";
    case Permission::kAllow:
      return "allow";
    case Permission::kRefuse:
      return "refuse";
  }
  return "ask";
}

int list(bool json) {
  Json document = Json::array();
  for (const AgentFile& agent : list_agents(config_directory() / "agents")) {
    document.push_back({{"name", agent.name}, {"description", agent.description}});
    if (!json) {
      print(for_terminal(agent.name + "  " + agent.description) + "\n");
    }
  }
  if (json) {
    print_json(document);
  }
  return kOk;
}

int show(const std::string& name, bool json) {
  const AgentFile agent = find_agent(name, config_directory() / "agents");
  Json permissions = Json::array();
  for (const PermissionRule& rule : agent.permissions) {
    Json arguments = Json::object();
    for (const ArgumentPattern& pattern : rule.arguments) {
      arguments[pattern.argument] = pattern.glob;
    }
    permissions.push_back(
        {{"tool", rule.tool}, {"arguments", std::move(arguments)}, {"permission", permission_name(rule.permission)}});
  }
  const Json document = {{"name", agent.name},           {"description", agent.description},
                         {"model", agent.model},         {"instructions", agent.instructions},
                         {"tools", agent.tools},         {"permissions", std::move(permissions)},
                         {"max_steps", agent.max_steps}, {"max_tokens", agent.max_tokens}};
  if (json) {
    print_json(document);
  } else {
    print(for_terminal(document.dump(2)) + "\n");
  }
  return kOk;
}

}  // namespace

void add_agent_command(Program& program) {
  CLI::App* agent = program.app.add_subcommand("agent", "Agents: model, instructions, tools, permissions");
  agent->require_subcommand(1);
  add_command(program, *agent, "list", "The agents there are", "oree agent list",
              [&program] { return list(program.json); });
  auto name = std::make_shared<std::string>();
  CLI::App* command = add_command(program, *agent, "show", "One agent", "oree agent show default --json",
                                  [&program, name] { return show(*name, program.json); });
  command->add_option("NAME", *name, "The agent")->required();
}

}  // namespace oree::cli
