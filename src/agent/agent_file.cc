// Agent files: TOML to AgentFile, with errors that name file, line and column (docs/agents.md).
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <set>

#include "agent/nearest.h"
#include "agent/permission.h"
#include "base/atomic_file.h"
#include "base/log.h"
#include "oree/agent.h"
#include "oree/error.h"
#include "text/utf8.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxAgentFileBytes = 64 * 1024;
constexpr std::size_t kMaxAgentNameBytes = 64;
constexpr std::size_t kMaxAgents = 1000;
constexpr std::int64_t kMaxSteps = 64;
constexpr std::int64_t kMaxTokens = 32'768;
constexpr const char* kNameRule = "an agent's name is 1 to 64 of a-z, 0-9, '_' and '-'";

const std::vector<std::string> kKeys = {"name",  "description", "model",     "instructions",
                                        "tools", "permissions", "max_steps", "max_tokens"};

bool is_agent_name(std::string_view name) noexcept {
  return !name.empty() && name.size() <= kMaxAgentNameBytes && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

// Reads the values of one agent file; every member throws with the position of what it does not accept.
class AgentFileReader {
 public:
  explicit AgentFileReader(const fs::path& path) : path_(path) {}

  AgentFile read() {
    const toml::table table = parse();
    check_keys(table);
    AgentFile file;
    file.name = path_.stem().string();
    read_text(table, "name", file.name);
    if (file.name != path_.stem().string()) {
      fail(*table.get("name"),
           "the name \"" + file.name + "\" differs from the file's, \"" + path_.stem().string() + "\"",
           "rename one of them");
    }
    if (!is_agent_name(file.name)) {
      throw Error(ErrorCode::kInvalid, "\"" + file.name + "\" is not a name for an agent", path_.string(), kNameRule);
    }
    read_text(table, "description", file.description);
    read_text(table, "model", file.model);
    read_text(table, "instructions", file.instructions);
    read_tools(table, file.tools);
    read_permissions(table, file.permissions);
    read_count(table, "max_steps", file.max_steps, kMaxSteps);
    read_count(table, "max_tokens", file.max_tokens, kMaxTokens);
    return file;
  }

 private:
  toml::table parse() const {
    const std::string text = read_file(path_, kMaxAgentFileBytes);
    if (const auto offset = text::find_invalid_utf8(text)) {
      const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(*offset), '\n') + 1;
      throw Error(ErrorCode::kCorrupt, "the agent file is not UTF-8 at byte " + std::to_string(*offset),
                  path_.string() + ", line " + std::to_string(line), "save it as UTF-8");
    }
    try {
      return toml::parse(std::string_view(text), path_.string());
    } catch (const toml::parse_error& failure) {
      throw Error(ErrorCode::kCorrupt, "the agent file is not TOML: " + std::string(failure.description()),
                  position(failure.source()), "see docs/agents.md for an example");
    }
  }

  std::string position(const toml::source_region& region) const {
    return path_.string() + ", line " + std::to_string(region.begin.line) + ", column " +
           std::to_string(region.begin.column);
  }

  [[noreturn]] void fail(const toml::node& node, const std::string& what, const std::string& hint) const {
    throw Error(ErrorCode::kInvalid, what, position(node.source()), hint);
  }

  void check_keys(const toml::table& table) const {
    for (const auto& [key, node] : table) {
      if (std::find(kKeys.begin(), kKeys.end(), key.str()) == kKeys.end()) {
        const std::vector<std::string> near = agent::nearest_names(key.str(), kKeys, 1);
        throw Error(ErrorCode::kInvalid, "there is no key \"" + std::string(key.str()) + "\" in an agent file",
                    position(key.source()),
                    near.empty() ? "the keys are " + agent::joined(kKeys) : "did you mean \"" + near.front() + "\"?");
      }
    }
  }

  void read_text(const toml::table& table, std::string_view key, std::string& target) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) {
      return;
    }
    if (!node->is_string()) {
      fail(*node, std::string(key) + " must be a string", "write " + std::string(key) + " = \"...\"");
    }
    target = node->as_string()->get();
  }

  void read_count(const toml::table& table, std::string_view key, int& target, std::int64_t limit) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) {
      return;
    }
    const std::string range = "from 1 to " + std::to_string(limit);
    if (!node->is_integer()) {
      fail(*node, std::string(key) + " must be a whole number " + range, "write " + std::string(key) + " = 8");
    }
    const std::int64_t value = node->as_integer()->get();
    if (value < 1 || value > limit) {
      fail(*node, std::string(key) + " is " + std::to_string(value) + ", it must be " + range,
           "choose a number " + range);
    }
    target = static_cast<int>(value);
  }

  void check_pattern(const toml::source_region& where, const std::string& pattern) const {
    if (!agent::is_pattern(pattern)) {
      throw Error(ErrorCode::kInvalid, "\"" + pattern + "\" is neither a tool's name nor a prefix with '*'",
                  position(where), "write for example \"calendar_create\" or \"calendar_*\"");
    }
  }

  void read_tools(const toml::table& table, std::vector<std::string>& tools) const {
    const toml::node* node = table.get("tools");
    if (node == nullptr) {
      tools = {"*"};
      return;
    }
    const char* example = "write tools = [\"calendar_*\", \"clock_now\"]";
    if (!node->is_array()) {
      fail(*node, "tools must be a list of names", example);
    }
    for (const toml::node& element : *node->as_array()) {
      if (!element.is_string()) {
        fail(element, "a tool is named by a string", example);
      }
      check_pattern(element.source(), element.as_string()->get());
      tools.push_back(element.as_string()->get());
    }
  }

  void read_permissions(const toml::table& table, std::vector<std::pair<std::string, Permission>>& permissions) const {
    const toml::node* node = table.get("permissions");
    if (node == nullptr) {
      return;
    }
    if (!node->is_table()) {
      fail(*node, "permissions must be a table", "write [permissions] and below it \"calendar_*\" = \"allow\"");
    }
    // The last match wins, so they need the file's order; the table has that of the alphabet.
    std::vector<std::pair<const toml::key*, const toml::node*>> rules;
    for (const auto& [key, value] : *node->as_table()) {
      rules.emplace_back(&key, &value);
    }
    std::sort(rules.begin(), rules.end(), [](const auto& a, const auto& b) {
      const toml::source_position& left = a.first->source().begin;
      const toml::source_position& right = b.first->source().begin;
      return std::pair(left.line, left.column) < std::pair(right.line, right.column);
    });
    for (const auto& [key, value] : rules) {
      check_pattern(key->source(), std::string(key->str()));
      permissions.emplace_back(std::string(key->str()), read_permission(*value));
    }
  }

  Permission read_permission(const toml::node& node) const {
    const std::string text = node.is_string() ? node.as_string()->get() : "";
    if (text == "ask") {
      return Permission::kAsk;
    }
    if (text == "allow") {
      return Permission::kAllow;
    }
    if (text == "refuse") {
      return Permission::kRefuse;
    }
    fail(node, "a permission is \"ask\", \"allow\" or \"refuse\"", "write for example \"calendar_*\" = \"ask\"");
  }

  fs::path path_;
};

// Those there are without files; a file of the same name replaces one.
std::vector<AgentFile> built_in_agents() {
  AgentFile every_tool;
  every_tool.name = "default";
  every_tool.description = "The private agent with every built-in tool.";
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

}  // namespace

AgentFile load_agent_file(const fs::path& path) { return AgentFileReader(path).read(); }

AgentFile find_agent(std::string_view name, const fs::path& agents_directory) {
  if (!is_agent_name(name)) {
    throw Error(ErrorCode::kInvalid, "\"" + text::replace_invalid_utf8(name) + "\" is not a name for an agent", "agent",
                kNameRule);
  }
  const fs::path path = agents_directory / (std::string(name) + ".toml");
  std::error_code failure;
  if (fs::exists(path, failure)) {
    return load_agent_file(path);
  }
  std::vector<std::string> known;
  for (const AgentFile& agent : built_in_agents()) {
    if (agent.name == name) {
      return agent;
    }
    known.push_back(agent.name);
  }
  for (const fs::path& other : agent_paths(agents_directory)) {
    known.push_back(other.stem().string());
  }
  throw Error(ErrorCode::kNotFound, "there is no agent \"" + std::string(name) + "\"", path.string(),
              "the agents are " + agent::joined(known));
}

std::vector<AgentFile> list_agents(const fs::path& agents_directory) {
  const std::vector<fs::path> paths = agent_paths(agents_directory);
  std::vector<AgentFile> agents;
  for (const AgentFile& agent : built_in_agents()) {
    if (std::none_of(paths.begin(), paths.end(), [&](const fs::path& path) { return path.stem() == agent.name; })) {
      agents.push_back(agent);
    }
  }
  for (const fs::path& path : paths) {
    try {
      agents.push_back(load_agent_file(path));
    } catch (const Error& error) {
      log(LogLevel::kWarning, error.where() + ": " + error.what());
    }
  }
  return agents;
}

}  // namespace oree
