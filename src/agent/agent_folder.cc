// Which agents there are: a person's files, those that come with the program, those built into it.
#include <algorithm>
#include <map>
#include <set>

#include "agent/nearest.h"
#include "base/log.h"
#include "oree/agent.h"
#include "oree/error.h"
#include "text/utf8.h"

namespace oree {

bool is_agent_name(std::string_view name) noexcept {
  constexpr std::size_t kMaxAgentNameBytes = 64;
  return !name.empty() && name.size() <= kMaxAgentNameBytes && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxAgents = 1000;

// Those there are without files; a file of the same name replaces one.
std::vector<AgentFile> built_in_agents() {
  AgentFile every_tool;
  every_tool.name = "default";
  every_tool.description = "The private agent: calendar, contacts, notes, clock, calculator.";
  every_tool.tools = {"*"};
  AgentFile no_tool;
  no_tool.name = "plain";
  no_tool.description = "Talks, with no tools: for models that do not call any.";
  no_tool.tools = {};
  return {every_tool, no_tool};
}

// The files of the folder in the order of their names; none when there is no folder.
std::vector<fs::path> agent_paths(const fs::path& directory) {
  std::set<fs::path> paths;
  if (directory.empty()) {
    return {};
  }
  std::error_code failure;
  for (fs::directory_iterator file(directory, failure), end; !failure && file != end; file.increment(failure)) {
    if (file->path().extension() == ".toml") {
      paths.insert(file->path());
    }
    if (paths.size() > kMaxAgents) {
      throw Error(ErrorCode::kLimit, "there are more than " + std::to_string(kMaxAgents) + " agent files (kMaxAgents)",
                  directory.string());
    }
  }
  if (failure && failure != std::errc::no_such_file_or_directory) {
    throw Error(failure == std::errc::permission_denied ? ErrorCode::kPermission : ErrorCode::kIo,
                "cannot read the folder of agents: " + failure.message(), directory.string());
  }
  return {paths.begin(), paths.end()};
}

// The file of each name: a person's own before one that came with the program.
std::map<std::string, fs::path> files_by_name(const fs::path& own, const fs::path& ready_made) {
  std::map<std::string, fs::path> files;
  for (const fs::path& directory : {own, ready_made}) {
    for (const fs::path& path : agent_paths(directory)) {
      files.emplace(path.stem().string(), path);
    }
  }
  return files;
}

}  // namespace

AgentFile find_agent(std::string_view name, const fs::path& agents_directory, const fs::path& ready_made) {
  if (!is_agent_name(name)) {
    throw Error(ErrorCode::kInvalid, "\"" + text::replace_invalid_utf8(name) + "\" is not a name for an agent", "agent",
                kAgentNameRule);
  }
  const std::string file_name = std::string(name) + ".toml";
  std::error_code failure;
  for (const fs::path& directory : {agents_directory, ready_made}) {
    if (!directory.empty() && fs::exists(directory / file_name, failure)) {
      return load_agent_file(directory / file_name);
    }
  }
  std::vector<std::string> known;
  for (const AgentFile& agent : built_in_agents()) {
    if (agent.name == name) {
      return agent;
    }
    known.push_back(agent.name);
  }
  for (const auto& [other, path] : files_by_name(agents_directory, ready_made)) {
    known.push_back(other);
  }
  throw Error(ErrorCode::kNotFound, "there is no agent \"" + std::string(name) + "\"",
              (agents_directory / file_name).string(), "the agents are " + agent::joined(known));
}

std::vector<AgentFile> list_agents(const fs::path& agents_directory, const fs::path& ready_made) {
  const std::map<std::string, fs::path> files = files_by_name(agents_directory, ready_made);
  std::vector<AgentFile> agents;
  for (const AgentFile& agent : built_in_agents()) {
    if (!files.contains(agent.name)) {
      agents.push_back(agent);
    }
  }
  for (const auto& [name, path] : files) {
    try {
      agents.push_back(load_agent_file(path));
    } catch (const Error& error) {
      log(LogLevel::kWarning, error.where() + ": " + error.what());
    }
  }
  return agents;
}

}  // namespace oree
