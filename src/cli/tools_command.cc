// `oree tools`: what an agent may call, and a call by hand.
#include <unistd.h>

#include <memory>

#include "cli/calls.h"
#include "cli/common_options.h"
#include "cli/external_tools.h"
#include "cli/output.h"
#include "cli/program.h"
#include "oree/agent.h"
#include "oree/custom_tools.h"
#include "oree/error.h"
#include "oree/paths.h"
#include "oree/sandbox.h"

namespace oree::cli {
namespace {

struct CallOptions {
  std::string agent;
  std::string tool;
  std::string arguments = "{}";
  std::string now;
  bool yes = false;
  bool plan = false;
};

// Every tool there is, with the folders and databases of that agent; without one there are none of either.
std::vector<std::unique_ptr<Tool>> tools_with(const std::string& agent) {
  return all_tools(agent.empty() ? AgentFile{} : find_agent(agent, config_directory() / "agents"));
}

// Of one agent those it may call.
std::vector<ToolDescription> listed_tools(const std::string& agent) {
  if (!agent.empty()) {
    AgentFile file = find_agent(agent, config_directory() / "agents");
    ExternalTools external(file);
    refuse_internet_sockets(STDERR_FILENO);
    std::vector<std::unique_ptr<Tool>> tools = tools_for(file);
    external.add_to(tools, file);
    return tools_of(file, tools);
  }
  std::vector<ToolDescription> descriptions;
  for (const std::unique_ptr<Tool>& tool : tools_with("")) {
    descriptions.push_back(tool->description());
  }
  for (ToolManifest& manifest : find_tool_manifests(custom_tools_directory())) {
    descriptions.push_back(std::move(manifest.description));
  }
  return descriptions;
}

int list(const std::string& agent, bool json) {
  Json document = Json::array();
  for (const ToolDescription& description : listed_tools(agent)) {
    document.push_back({{"name", description.name},
                        {"description", description.description},
                        {"schema", description.schema},
                        {"effect", effect_name(description.effect)},
                        {"undo", description.undo},
                        {"source", description.source}});
    if (!json) {
      std::string line = description.name;
      line.resize(std::max<std::size_t>(line.size() + 1, 18), ' ');
      line += effect_name(description.effect);
      line.resize(std::max<std::size_t>(line.size() + 1, 26), ' ');
      print(for_terminal_line(line + description.description) + "\n");
    }
  }
  if (json) {
    print_json(document);
  }
  return kOk;
}

Json parse_arguments(const std::string& text) {
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    throw Error(ErrorCode::kUsage, "the arguments are not JSON", "JSON argument, byte " + std::to_string(error.byte),
                "write an object in single quotes: '{\"title\": \"Lunch\", \"start\": \"tomorrow at noon\"}'");
  }
}

int call(const CallOptions& options, bool json) {
  const Json arguments = parse_arguments(options.arguments);
  ExternalTools external =
      options.agent.empty() ? ExternalTools() : ExternalTools(find_agent(options.agent, config_directory() / "agents"));
  refuse_internet_sockets(STDERR_FILENO);
  ToolContext context;
  context.time_zone = use_local_time_zone();
  context.now = moment_of(options.now);
  context.data_directory = data_directory();
  Journal journal(context.data_directory);
  AgentEvents events;
  if (stdin_is_terminal()) {
    events.ask_consent = ask_consent;
  }
  std::vector<std::unique_ptr<Tool>> tools = tools_with(options.agent);
  AgentFile by_hand;
  external.add_to(tools, by_hand);
  const CallRecord record = call_tool(tools, ToolCall{options.tool, arguments}, journal, context,
                                      AgentOptions{.grant_writes = options.yes, .plan_only = options.plan}, events);
  if (record.consent == Consent::kRefused && !options.plan) {
    throw Error(ErrorCode::kPermission, options.tool + " was refused: it changes something and was not consented to",
                "consent", "answer yes on a terminal, or consent beforehand with --yes");
  }
  if (record.failed) {
    const Error& error = record.error.value();
    throw Error(error.code(), error.what(), error.where().empty() ? options.tool : error.where(), error.hint());
  }
  if (json) {
    print_json(record.result);
  } else {
    print(call_line(record, options.plan) + "\n" + for_terminal(record.result.dump(2)) + "\n");
  }
  return kOk;
}

}  // namespace

void add_tools_command(Program& program) {
  CLI::App* tools = program.app.add_subcommand("tools", "What an agent may call; call one by hand");
  tools->require_subcommand(1);
  auto listed = std::make_shared<std::string>();
  CLI::App* list_command = add_command(program, *tools, "list", "The tools and their schemas", "oree tools list --json",
                                       [&program, listed] { return list(*listed, program.json); });
  list_command->add_option("-a,--agent", *listed, "Those of this agent (default: all there are)")->type_name("AGENT");
  add_tools_check_command(program, *tools);
  auto options = std::make_shared<CallOptions>();
  CLI::App* command = add_command(program, *tools, "call", "Call a tool by hand, through consent and journal",
                                  "oree tools call calendar_free '{\"duration_minutes\": 60}'",
                                  [&program, options] { return call(*options, program.json); });
  command->add_option("NAME", options->tool, "The tool")->required();
  command->add_option("JSON", options->arguments, "Its arguments (default: {})");
  command->add_option("-a,--agent", options->agent, "With the folders and databases of this agent (default: none)")
      ->type_name("AGENT");
  command->add_option("--now", options->now, "The tool's clock, ISO 8601 (default: the present)")->type_name("ISO");
  command->add_flag("--yes", options->yes, "Consent to the write");
  command->add_flag("--plan", options->plan, "Show what would be done; change nothing");
}

}  // namespace oree::cli
