// `oree agent list`, `show` and `check`: the agents there are.
#include <algorithm>
#include <memory>

#include "cli/agent_files.h"
#include "cli/external_tools.h"
#include "cli/output.h"
#include "cli/program.h"
#include "oree/agent.h"
#include "oree/error.h"
#include "oree/paths.h"

namespace oree::cli {
namespace {

namespace fs = std::filesystem;

fs::path agents_folder() { return config_directory() / "agents"; }

std::string origin_of(const AgentFile& agent) {
  if (agent.path.empty()) {
    return "built-in";
  }
  return agent.path.parent_path() == ready_made_agents_directory() ? "ready-made" : agent.path.string();
}

int list(bool json) {
  Json document = Json::array();
  for (const AgentFile& agent : list_agents(agents_folder())) {
    document.push_back({{"name", agent.name}, {"description", agent.description}, {"origin", origin_of(agent)}});
    if (!json) {
      print(for_terminal_line(agent.name + "  " + agent.description) + "\n");
    }
  }
  if (json) {
    print_json(document);
  }
  return kOk;
}

Json texts(const std::vector<fs::path>& paths) {
  Json list = Json::array();
  for (const fs::path& path : paths) {
    list.push_back(path.string());
  }
  return list;
}

Json cache_json(const AgentCache& cache) {
  Json json = {
      {"policy", cache.policy},   {"budget", cache.budget},       {"window", nullptr},           {"sinks", nullptr},
      {"filters", cache.filters}, {"kv_type_k", cache.kv_type_k}, {"kv_type_v", cache.kv_type_v}};
  if (cache.window) {
    json["window"] = *cache.window;
  }
  if (cache.sinks) {
    json["sinks"] = *cache.sinks;
  }
  return json;
}

Json agent_json(const AgentFile& agent) {
  Json permissions = Json::array();
  for (const PermissionRule& rule : agent.permissions) {
    Json arguments = Json::object();
    for (const ArgumentPattern& pattern : rule.arguments) {
      arguments[pattern.argument] = pattern.glob;
    }
    permissions.push_back(
        {{"tool", rule.tool}, {"arguments", std::move(arguments)}, {"permission", permission_name(rule.permission)}});
  }
  Json databases = Json::object();
  for (const AgentDatabase& database : agent.databases) {
    databases[database.name] = {
        {"path", database.path.string()}, {"write", database.write}, {"max_rows", database.max_rows}};
  }
  Json servers = Json::object();
  for (const AgentServer& server : agent.servers) {
    servers[server.name] = {{"command", server.command},
                            {"url", server.url},
                            {"network", server.network},
                            {"read", texts(server.read)},
                            {"write", texts(server.write)}};
  }
  const char* when_full = agent.when_full == WhenFull::kSummarise ? "summarise"
                          : agent.when_full == WhenFull::kRefuse  ? "refuse"
                                                                  : "drop_oldest";
  return {{"name", agent.name},
          {"origin", origin_of(agent)},
          {"description", agent.description},
          {"model", agent.model},
          {"instructions", agent.instructions},
          {"tools", agent.tools},
          {"permissions", std::move(permissions)},
          {"max_steps", agent.max_steps},
          {"max_tokens", agent.max_tokens},
          {"memory", agent.memory_bytes == 0 ? Json(nullptr) : Json(agent.memory_bytes)},
          {"context", agent.context == 0 ? Json(nullptr) : Json(agent.context)},
          {"when_full", when_full},
          {"cache", cache_json(agent.cache)},
          {"folders", {{"read", texts(agent.folders.read)}, {"write", texts(agent.folders.write)}}},
          {"database", std::move(databases)},
          {"mcp", std::move(servers)}};
}

int show(const std::string& name, bool json) {
  const Json document = agent_json(find_agent(name, agents_folder()));
  if (json) {
    print_json(document);
  } else {
    print(for_terminal(document.dump(2)) + "\n");
  }
  return kOk;
}

// The file that a name or path means; "" for an agent that is built in.
fs::path file_of(const std::string& said) {
  if (said.find('/') != std::string::npos || said.ends_with(".toml")) {
    return expand_home(said);
  }
  for (const fs::path& folder : {agents_folder(), ready_made_agents_directory()}) {
    const fs::path path = folder / (said + ".toml");
    std::error_code failure;
    if (!folder.empty() && fs::exists(path, failure)) {
      return path;
    }
  }
  return find_agent(said, agents_folder()).path;  // an Error with the names there are
}

std::vector<fs::path> own_files() {
  std::vector<fs::path> files;
  std::error_code failure;
  for (fs::directory_iterator file(agents_folder(), failure), end; !failure && file != end; file.increment(failure)) {
    if (file->path().extension() == ".toml") {
      files.push_back(file->path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string place_of(const fs::path& path, FilePosition position) {
  return path.string() + (position.line == 0 ? "" : ":" + std::to_string(position.line)) +
         (position.column == 0 ? "" : ":" + std::to_string(position.column));
}

int check(const std::string& said, bool json) {
  const std::vector<fs::path> files = said.empty() ? own_files() : std::vector<fs::path>{file_of(said)};
  Json document = Json::array();
  std::size_t total = 0;
  for (const fs::path& path : files) {
    const std::vector<AgentFileMistake> mistakes = path.empty() ? std::vector<AgentFileMistake>{} : mistakes_of(path);
    total += mistakes.size();
    Json listed = Json::array();
    for (const AgentFileMistake& mistake : mistakes) {
      listed.push_back({{"what", mistake.what},
                        {"line", mistake.position.line},
                        {"column", mistake.position.column},
                        {"hint", mistake.hint}});
      if (!json) {
        print(for_terminal_line(place_of(path, mistake.position) + ": " + mistake.what) + "\n  " +
              for_terminal_line(mistake.hint) + "\n");
      }
    }
    const std::string name = path.empty() ? said : path.stem().string();
    if (!json && mistakes.empty()) {
      print(for_terminal_line(name) + ": no mistakes\n");
    }
    document.push_back({{"name", name}, {"file", path.string()}, {"mistakes", std::move(listed)}});
  }
  if (json) {
    print_json(document);
  } else if (files.empty()) {
    print("There is no agent file of your own; `oree agent new` makes one.\n");
  } else if (total > 0) {
    print(std::to_string(total) + (total == 1 ? " mistake\n" : " mistakes\n"));
  }
  return total == 0 ? kOk : kFailed;
}

}  // namespace

std::vector<AgentFileMistake> mistakes_of(const AgentFileReading& reading) {
  std::vector<AgentFileMistake> mistakes = reading.mistakes;
  std::vector<std::unique_ptr<Tool>> tools = all_tools(reading.file);
  for (ToolManifest& manifest : find_tool_manifests(custom_tools_directory())) {
    tools.push_back(make_custom_tool(std::move(manifest), nullptr));
  }
  for (AgentFileMistake& mistake : check_agent(reading, tools)) {
    mistakes.push_back(std::move(mistake));
  }
  std::stable_sort(mistakes.begin(), mistakes.end(), [](const auto& a, const auto& b) {
    return std::pair(a.position.line, a.position.column) < std::pair(b.position.line, b.position.column);
  });
  return mistakes;
}

std::vector<AgentFileMistake> mistakes_of(const fs::path& path) { return mistakes_of(read_agent_file(path)); }

void add_agent_command(Program& program) {
  CLI::App* agent = program.app.add_subcommand("agent", "Agents: model, instructions, tools, permissions");
  agent->require_subcommand(1);
  add_command(program, *agent, "list", "The agents there are", "oree agent list",
              [&program] { return list(program.json); });
  auto name = std::make_shared<std::string>();
  CLI::App* command = add_command(program, *agent, "show", "One agent", "oree agent show default --json",
                                  [&program, name] { return show(*name, program.json); });
  command->add_option("NAME", *name, "The agent")->required();
  add_agent_new_command(program, *agent);
  auto checked = std::make_shared<std::string>();
  CLI::App* check_command =
      add_command(program, *agent, "check", "Every mistake of an agent file, and how to mend it",
                  "oree agent check secretary", [&program, checked] { return check(*checked, program.json); });
  check_command->add_option("NAME|FILE", *checked, "The agent or its file (default: all files of your own)");
}

}  // namespace oree::cli
