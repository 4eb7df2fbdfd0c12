// What an agent file says well, held against the tools and the device there are.
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "agent/nearest.h"
#include "agent/permission.h"
#include "oree/agent.h"
#include "oree/environment.h"
#include "oree/paths.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

class AgentCheck {
 public:
  AgentCheck(const AgentFileReading& reading, const std::vector<std::unique_ptr<Tool>>& tools)
      : reading_(reading), file_(reading.file), tools_(tools) {}

  std::vector<AgentFileMistake> run() && {
    check_tools();
    check_permissions();
    check_folders();
    check_databases();
    check_servers();
    check_file("model", file_.model, "the model");
    check_file("cache.filters", file_.cache.filters, "the file of filters");
    std::stable_sort(mistakes_.begin(), mistakes_.end(), [](const auto& a, const auto& b) {
      return std::pair(a.position.line, a.position.column) < std::pair(b.position.line, b.position.column);
    });
    return std::move(mistakes_);
  }

 private:
  void note(const std::string& place, std::string what, std::string hint) {
    const auto position = reading_.positions.find(place);
    mistakes_.push_back({ErrorCode::kInvalid, position == reading_.positions.end() ? FilePosition{} : position->second,
                         std::move(what), std::move(hint)});
  }

  bool is_of_a_server(std::string_view pattern) const {
    return std::any_of(file_.servers.begin(), file_.servers.end(),
                       [&](const AgentServer& server) { return pattern.starts_with(server.name + "_"); });
  }

  // Those of the agent that the pattern fits.
  std::vector<const ToolDescription*> fitting(std::string_view pattern, bool of_agent) const {
    std::vector<const ToolDescription*> found;
    for (const std::unique_ptr<Tool>& tool : tools_) {
      const std::string& name = tool->description().name;
      const bool named = !of_agent || std::any_of(file_.tools.begin(), file_.tools.end(),
                                                  [&](const std::string& own) { return agent::matches(own, name); });
      if (named && agent::matches(pattern, name)) {
        found.push_back(&tool->description());
      }
    }
    return found;
  }

  bool names_family(std::string_view prefix) const {
    return std::any_of(file_.tools.begin(), file_.tools.end(), [&](const std::string& pattern) {
      return pattern != "*" && !fitting(pattern, false).empty() &&
             std::any_of(tools_.begin(), tools_.end(), [&](const std::unique_ptr<Tool>& tool) {
               return tool->description().name.starts_with(prefix) && agent::matches(pattern, tool->description().name);
             });
    });
  }

  std::string nearest_tool(const std::string& pattern) const {
    std::vector<std::string> names;
    for (const std::unique_ptr<Tool>& tool : tools_) {
      names.push_back(tool->description().name);
    }
    const std::vector<std::string> near = agent::nearest_names(pattern, names);
    return near.empty() ? "`oree tools list` shows them" : "did you mean " + agent::joined(near) + "?";
  }

  void check_tools() {
    for (std::size_t i = 0; i < file_.tools.size(); ++i) {
      const std::string& pattern = file_.tools[i];
      const std::string place = "tools[" + std::to_string(i) + "]";
      if (pattern == "*" || is_of_a_server(pattern) || !agent::is_pattern(pattern)) {
        continue;
      }
      if (fitting(pattern, false).empty()) {
        note(place, "there is no tool \"" + pattern + "\"", nearest_tool(pattern));
      } else if (pattern.starts_with("files_") && file_.folders.read.empty() && file_.folders.write.empty()) {
        note(place, pattern + " has no folder to work in", "add [folders] and below it read = [\"~/Documents\"]");
      } else if (pattern.starts_with("database_") && file_.databases.empty()) {
        note(place, pattern + " has no database", "add [database.NAME] and below it path = \"~/stock.sqlite\"");
      } else if (pattern == "database_change" &&
                 std::none_of(file_.databases.begin(), file_.databases.end(),
                              [](const AgentDatabase& database) { return database.write; })) {
        note(place, "database_change has no database that may be changed",
             "add write = true to a [database.NAME], or leave the tool out");
      }
    }
  }

  void check_permissions() {
    for (std::size_t i = 0; i < file_.permissions.size(); ++i) {
      const PermissionRule& rule = file_.permissions[i];
      const std::string place = "permissions[" + std::to_string(i) + "]";
      if (rule.tool == "*" || is_of_a_server(rule.tool)) {
        continue;
      }
      const std::vector<const ToolDescription*> tools = fitting(rule.tool, true);
      if (tools.empty()) {
        const bool elsewhere = !fitting(rule.tool, false).empty();
        note(place, "the permission for \"" + rule.tool + "\" fits no tool of this agent",
             elsewhere ? "add it to tools, or remove the permission" : nearest_tool(rule.tool));
        continue;
      }
      for (const ArgumentPattern& pattern : rule.arguments) {
        check_argument(place, rule, pattern, tools);
      }
    }
  }

  void check_argument(const std::string& place, const PermissionRule& rule, const ArgumentPattern& pattern,
                      const std::vector<const ToolDescription*>& tools) {
    std::vector<std::string> known;
    for (const ToolDescription* tool : tools) {
      const Json properties = tool->schema.value("properties", Json::object());
      for (const auto& [name, schema] : properties.items()) {
        if (name == pattern.argument) {
          return;
        }
        known.push_back(name);
      }
    }
    const std::vector<std::string> near = agent::nearest_names(pattern.argument, known, 1);
    note(place, rule.tool + " has no argument \"" + pattern.argument + "\"",
         known.empty()  ? "it has none; remove the parentheses"
         : near.empty() ? "its arguments are " + agent::joined(known)
                        : "did you mean \"" + near.front() + "\"?");
  }

  void check_folder(const std::string& place, const fs::path& folder) {
    std::error_code failure;
    if (!fs::exists(folder, failure)) {
      note(place, "there is no folder " + folder.string(), "create it, or correct the path");
    } else if (!fs::is_directory(folder, failure)) {
      note(place, folder.string() + " is no folder", "name the folder it lies in");
    }
  }

  void check_folders() {
    for (const auto& [key, folders] :
         {std::pair("read", &file_.folders.read), std::pair("write", &file_.folders.write)}) {
      for (std::size_t i = 0; i < folders->size(); ++i) {
        check_folder(std::string("folders.") + key + "[" + std::to_string(i) + "]", (*folders)[i]);
      }
      if (!folders->empty() && !names_family("files_")) {
        note(std::string("folders.") + key + "[0]", "folders are granted, but tools names no files_* tool",
             "add \"files_*\" to tools, or remove [folders]");
      }
    }
  }

  void check_databases() {
    for (const AgentDatabase& database : file_.databases) {
      const std::string place = "database." + database.name;
      if (!database.path.empty()) {
        check_database(place + ".path", database);
      }
      if (!names_family("database_")) {
        note(place, "a database is granted, but tools names no database_* tool",
             "add \"database_*\" to tools, or remove [database." + database.name + "]");
      }
    }
  }

  void check_database(const std::string& place, const AgentDatabase& database) {
    constexpr std::string_view kMagic = "SQLite format 3";
    std::error_code failure;
    if (!fs::exists(database.path, failure)) {
      note(place, "there is no database " + database.path.string(), "create it, or correct the path");
      return;
    }
    if (!fs::is_regular_file(database.path, failure)) {
      note(place, database.path.string() + " is no file", "correct the path");
      return;
    }
    std::ifstream file(database.path, std::ios::binary);
    std::string start(kMagic.size(), '\0');
    file.read(start.data(), static_cast<std::streamsize>(start.size()));
    if (file.gcount() > 0 && start != kMagic) {
      note(place, database.path.string() + " is no SQLite database", "correct the path");
    } else if (database.write && ::access(database.path.c_str(), W_OK) != 0) {
      note(place, database.path.string() + " may not be written by you", "correct its mode, or set write = false");
    }
  }

  void check_servers() {
    for (const AgentServer& server : file_.servers) {
      const std::string place = "mcp." + server.name;
      if (!server.command.empty() && !server.command.front().empty() && !is_program(server.command.front())) {
        note(place + ".command[0]", "there is no program \"" + server.command.front() + "\"",
             "install it, or write its whole path");
      }
      for (const auto& [key, map] : {std::pair(".env", &server.env), std::pair(".headers", &server.headers)}) {
        for (const auto& [name, value] : *map) {
          check_variables(place + key, value);
        }
      }
      for (std::size_t i = 0; i < server.read.size(); ++i) {
        check_folder(place + ".read[" + std::to_string(i) + "]", server.read[i]);
      }
      for (std::size_t i = 0; i < server.write.size(); ++i) {
        check_folder(place + ".write[" + std::to_string(i) + "]", server.write[i]);
      }
    }
  }

  void check_variables(const std::string& place, const std::string& value) {
    try {
      expand_variables(value, place);
    } catch (const Error& error) {
      note(place, error.what(), error.hint());
    }
  }

  static bool is_program(const std::string& name) {
    if (name.find('/') != std::string::npos) {
      return ::access(expand_home(name).c_str(), X_OK) == 0;
    }
    const char* variable = std::getenv("PATH");
    std::string_view rest = variable == nullptr ? "" : variable;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(':'), rest.size());
      if (::access((fs::path(rest.substr(0, end)) / name).c_str(), X_OK) == 0) {
        return true;
      }
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
  }

  void check_file(const std::string& place, const std::string& path, const std::string& noun) {
    std::error_code failure;
    if (!path.empty() && !fs::exists(expand_home(path), failure)) {
      note(place, noun + " \"" + path + "\" does not exist", "correct the path, or remove the key");
    }
  }

  const AgentFileReading& reading_;
  const AgentFile& file_;
  const std::vector<std::unique_ptr<Tool>>& tools_;
  std::vector<AgentFileMistake> mistakes_;
};

}  // namespace

std::vector<AgentFileMistake> check_agent(const AgentFileReading& reading,
                                          const std::vector<std::unique_ptr<Tool>>& tools) {
  return AgentCheck(reading, tools).run();
}

}  // namespace oree
