// Agent files: TOML to AgentFile, with every mistake's line and column (docs/agents.md).
#include <toml++/toml.h>

#include <algorithm>

#include "agent/agent_file_sections.h"
#include "agent/permission.h"
#include "agent/toml_section.h"
#include "base/atomic_file.h"
#include "oree/agent.h"
#include "oree/error.h"
#include "text/utf8.h"

namespace oree {
namespace {

namespace fs = std::filesystem;
using agent::TomlSection;

constexpr std::uint64_t kMaxAgentFileBytes = 64 * 1024;
constexpr std::int64_t kMaxSteps = 64;
constexpr std::int64_t kMaxTokens = 32'768;

const std::vector<std::string> kKeys = {"name",        "description", "model",      "instructions", "tools",
                                        "permissions", "max_steps",   "max_tokens", "memory",       "context",
                                        "cache",       "folders",     "database",   "mcp"};

std::string place_in(const fs::path& path, FilePosition position) {
  return path.string() + (position.line == 0 ? "" : ", line " + std::to_string(position.line)) +
         (position.column == 0 ? "" : ", column " + std::to_string(position.column));
}

void read_name(const TomlSection& top, const fs::path& path, AgentFileReading& reading) {
  std::string& name = reading.file.name;
  const std::string stem = path.stem().string();
  if (top.read_text("name", name) && name != stem) {
    top.note("name", "the name \"" + name + "\" differs from the file's, \"" + stem + "\"", "rename one of them");
    name = stem;
  }
  if (!is_agent_name(name)) {
    agent::note_mistake(reading, {}, "\"" + text::replace_invalid_utf8(name) + "\" is not a name for an agent",
                        kAgentNameRule);
  }
}

void read_tools(const TomlSection& top, AgentFileReading& reading) {
  std::vector<std::string>& tools = reading.file.tools;
  if (top.node("tools") == nullptr) {
    tools = {"*"};
    return;
  }
  top.read_texts("tools", tools, "write tools = [\"calendar_*\", \"clock_now\"]");
  for (std::size_t i = 0; i < tools.size(); ++i) {
    if (!agent::is_pattern(tools[i])) {
      agent::note_mistake(reading, reading.positions["tools[" + std::to_string(i) + "]"],
                          "\"" + tools[i] + "\" is neither a tool's name nor a prefix with '*'",
                          "write for example \"calendar_create\" or \"calendar_*\"");
    }
  }
}

void read_keys(const toml::table& table, const fs::path& path, AgentFileReading& reading) {
  const TomlSection top(table, "", reading);
  AgentFile& file = reading.file;
  top.check_keys(kKeys);
  read_name(top, path, reading);
  top.read_text("description", file.description);
  top.read_text("model", file.model);
  top.read_text("instructions", file.instructions);
  read_tools(top, reading);
  top.read_count("max_steps", file.max_steps, 1, kMaxSteps);
  top.read_count("max_tokens", file.max_tokens, 1, kMaxTokens);
  agent::read_memory(table, reading);
  agent::read_context(table, reading);
  agent::read_cache(table, reading);
  agent::read_permissions(table, reading);
  agent::read_folders(table, reading);
  agent::read_databases(table, reading);
  agent::read_servers(table, reading);
}

}  // namespace

AgentFileReading read_agent_text(std::string_view text, const fs::path& path) {
  AgentFileReading reading;
  reading.file.name = path.stem().string();
  reading.file.path = path;
  if (const auto offset = text::find_invalid_utf8(text)) {
    const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(*offset), '\n') + 1;
    reading.mistakes.push_back({ErrorCode::kCorrupt,
                                {static_cast<int>(line), 0},
                                "the agent file is not UTF-8 at byte " + std::to_string(*offset),
                                "save it as UTF-8"});
    return reading;
  }
  try {
    read_keys(toml::parse(text, path.string()), path, reading);
  } catch (const toml::parse_error& failure) {
    reading.mistakes.push_back({ErrorCode::kCorrupt, agent::position_of(failure.source()),
                                "the agent file is not TOML: " + std::string(failure.description()),
                                "see docs/agents.md for an example"});
  }
  std::stable_sort(reading.mistakes.begin(), reading.mistakes.end(), [](const auto& a, const auto& b) {
    return std::pair(a.position.line, a.position.column) < std::pair(b.position.line, b.position.column);
  });
  return reading;
}

AgentFileReading read_agent_file(const fs::path& path) {
  return read_agent_text(read_file(path, kMaxAgentFileBytes), path);
}

AgentFile load_agent_file(const fs::path& path) {
  AgentFileReading reading = read_agent_file(path);
  if (!reading.mistakes.empty()) {
    const AgentFileMistake& first = reading.mistakes.front();
    const std::size_t others = reading.mistakes.size() - 1;
    throw Error(first.code, first.what, place_in(path, first.position),
                first.hint + (others == 0 ? "" : "; `oree agent check` shows " + std::to_string(others) + " more"));
  }
  return std::move(reading.file);
}

}  // namespace oree
