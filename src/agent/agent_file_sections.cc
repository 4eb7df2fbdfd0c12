#include "agent/agent_file_sections.h"

#include <algorithm>

#include "agent/nearest.h"
#include "agent/permission_rule.h"
#include "agent/toml_section.h"
#include "base/byte_size.h"
#include "base/http_header.h"
#include "oree/cache.h"

namespace oree::agent {
namespace {

constexpr std::int64_t kMaxContext = 1 << 30;
constexpr std::int64_t kMaxRows = 10'000;
constexpr std::size_t kMaxSectionNameBytes = 32;

// "did you mean ...?" or the list of what there is.
std::string choice_hint(std::string_view value, const std::vector<std::string>& choices) {
  const std::vector<std::string> near = nearest_names(value, choices, 1);
  return near.empty() ? "it is one of " + joined(choices) : "did you mean \"" + near.front() + "\"?";
}

void check_choice(const TomlSection& section, std::string_view key, const std::string& value,
                  const std::vector<std::string>& choices) {
  if (std::find(choices.begin(), choices.end(), value) == choices.end()) {
    section.note(key, "\"" + value + "\" is no " + section.full_name(key), choice_hint(value, choices));
  }
}

// The tables [FAMILY.NAME], in the order of the file.
template <class Read>
void for_each_named(const toml::table& file, const std::string& family, AgentFileReading& reading, Read read) {
  const TomlSection top(file, "", reading);
  const toml::table* tables = top.read_table(family, "write [" + family + ".NAME] and its keys below it");
  if (tables == nullptr) {
    return;
  }
  const TomlSection section(*tables, family, reading);
  for (const auto& [key, value] : in_file_order(*tables)) {
    const std::string name(key->str());
    const bool named =
        !name.empty() && name.size() <= kMaxSectionNameBytes && std::all_of(name.begin(), name.end(), [](char c) {
          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        });
    if (!named) {
      note_mistake(reading, position_of(key->source()), "\"" + name + "\" is not a name for a " + family,
                   "it is 1 to 32 letters, digits, '_' and '-'");
      continue;
    }
    const toml::table* table = section.read_table(name, "write [" + family + "." + name + "] and its keys below it");
    if (table != nullptr) {
      reading.positions[family + "." + name] = position_of(key->source());
      read(name, TomlSection(*table, family + "." + name, reading), position_of(key->source()));
    }
  }
}

std::optional<Permission> permission_of(const toml::node& node) {
  const std::string text = node.is_string() ? node.as_string()->get() : "";
  if (text == "ask") {
    return Permission::kAsk;
  }
  if (text == "allow") {
    return Permission::kAllow;
  }
  return text == "refuse" ? std::optional(Permission::kRefuse) : std::nullopt;
}

void check_headers(const TomlSection& section, const std::map<std::string, std::string>& headers) {
  for (const auto& [name, value] : headers) {
    const std::string which = section.full_name("headers") + ": \"" + name + "\"";
    if (const std::optional<std::string> mistake = base::header_name_mistake(name)) {
      section.note("headers", which + " " + *mistake, "write for example Authorization");
    } else if (!base::is_header_value(value)) {
      section.note("headers", which + " has a value with control characters", "write it on one line");
    }
  }
}

void read_server(const std::string& name, const TomlSection& section, FilePosition position,
                 AgentFileReading& reading) {
  AgentServer server;
  server.name = name;
  section.check_keys({"command", "url", "network", "read", "write", "env", "headers"});
  section.read_texts("command", server.command, "write command = [\"program\", \"argument\"]");
  section.read_text("url", server.url);
  section.read_flag("network", server.network);
  section.read_paths("read", server.read);
  section.read_paths("write", server.write);
  section.check_not_own("read", true);
  section.check_not_own("write", true);
  section.read_text_map("env", server.env);
  if (section.read_text_map("headers", server.headers)) {
    check_headers(section, server.headers);
  }
  const bool has_command = section.node("command") != nullptr;
  const bool has_url = section.node("url") != nullptr;
  if (has_command == has_url) {
    note_mistake(reading, position,
                 "mcp." + name + (has_command ? " has a command and a url" : " has neither a command nor a url"),
                 "give it a command (a program on this device) or a url (a server elsewhere)");
  } else if (has_command && (server.command.empty() || server.command.front().empty())) {
    section.note("command", section.full_name("command") + " names no program",
                 "write command = [\"program\", \"argument\"]");
  } else if (has_command && !server.headers.empty()) {
    section.note("headers", section.full_name("headers") + " says nothing to a program",
                 "remove it, or give a url instead of the command");
  } else if (has_url) {
    if (!server.url.starts_with("https://") && !server.url.starts_with("http://")) {
      section.note("url", section.full_name("url") + " is no address: \"" + server.url + "\"",
                   "write one that starts with https:// or http://");
    }
    for (const char* key : {"read", "write", "env"}) {
      section.note(key, section.full_name(key) + " says nothing to a server elsewhere",
                   "remove it, or give a command instead of the url");
    }
  }
  reading.file.servers.push_back(std::move(server));
}

}  // namespace

void read_cache(const toml::table& file, AgentFileReading& reading) {
  const toml::table* table =
      TomlSection(file, "", reading).read_table("cache", "write [cache] and below it policy = \"q_filters\"");
  if (table == nullptr) {
    return;
  }
  const TomlSection section(*table, "cache", reading);
  AgentCache& cache = reading.file.cache;
  section.check_keys({"policy", "budget", "window", "sinks", "filters", "kv_type_k", "kv_type_v"});
  if (section.read_text("policy", cache.policy)) {
    check_choice(section, "policy", cache.policy, cache_policy_names());
  }
  if (section.read_text("budget", cache.budget)) {
    try {
      parse_cache_budget(cache.budget);
    } catch (const Error& error) {
      section.note("budget", error.what(), error.hint());
    }
  }
  section.read_count("window", cache.window, 0, kMaxContext);
  section.read_count("sinks", cache.sinks, 0, kMaxContext);
  section.read_text("filters", cache.filters);
  for (const auto& [key, target] :
       {std::pair("kv_type_k", &cache.kv_type_k), std::pair("kv_type_v", &cache.kv_type_v)}) {
    if (section.read_text(key, *target)) {
      check_choice(section, key, *target, {"f32", "f16", "bf16", "q8_0", "q4_0"});
    }
  }
  const bool evicts = !cache.policy.empty() && cache.policy != "none";
  if (evicts && section.node("budget") == nullptr && file.get("memory") == nullptr) {
    section.note("policy", "without a budget nothing is evicted",
                 "add budget = \"25%\" to [cache], or memory = \"4GiB\"");
  }
  if (cache.policy.empty() && section.node("policy") == nullptr && file.get("memory") == nullptr) {
    for (const char* key : {"budget", "window", "sinks", "filters"}) {
      section.note(key, section.full_name(key) + " says how a policy evicts, and there is none",
                   "add policy = \"q_filters\" to [cache]");
    }
  }
}

void read_permissions(const toml::table& file, AgentFileReading& reading) {
  const toml::table* table =
      TomlSection(file, "", reading)
          .read_table("permissions", "write [permissions] and below it \"calendar_*\" = \"allow\"");
  if (table == nullptr) {
    return;
  }
  // The last match wins, so they stand in the file's order.
  for (const auto& [key, value] : in_file_order(*table)) {
    PermissionRule rule;
    const PatternMistake mistake = read_permission_pattern(key->str(), rule);
    FilePosition position = position_of(key->source());
    if (!mistake.what.empty()) {
      // Inside the quotes that such a key needs.
      position.column += mistake.offset == 0 ? 0 : static_cast<int>(mistake.offset) + 1;
      note_mistake(reading, position, mistake.what, mistake.hint);
    }
    const std::optional<Permission> permission = permission_of(*value);
    if (!permission) {
      note_mistake(reading, position_of(value->source()), "a permission is \"ask\", \"allow\" or \"refuse\"",
                   "write for example \"calendar_*\" = \"ask\"");
    }
    if (mistake.what.empty() && permission) {
      rule.permission = *permission;
      reading.positions["permissions[" + std::to_string(reading.file.permissions.size()) + "]"] = position;
      reading.file.permissions.push_back(std::move(rule));
    }
  }
}

void read_folders(const toml::table& file, AgentFileReading& reading) {
  const toml::table* table =
      TomlSection(file, "", reading).read_table("folders", "write [folders] and below it read = [\"~/Documents\"]");
  if (table == nullptr) {
    return;
  }
  const TomlSection section(*table, "folders", reading);
  section.check_keys({"read", "write"});
  section.read_paths("read", reading.file.folders.read);
  section.read_paths("write", reading.file.folders.write);
  section.check_not_own("read", false);
  section.check_not_own("write", false);
}

void read_databases(const toml::table& file, AgentFileReading& reading) {
  for_each_named(
      file, "database", reading, [&](const std::string& name, const TomlSection& section, FilePosition position) {
        AgentDatabase database;
        database.name = name;
        section.check_keys({"path", "write", "max_rows"});
        if (section.node("path") == nullptr) {
          note_mistake(reading, position, "database." + name + " has no path", "add path = \"~/stock.sqlite\"");
        }
        section.read_path("path", database.path);
        section.check_not_own("path", false);
        section.read_flag("write", database.write);
        section.read_count("max_rows", database.max_rows, 1, kMaxRows);
        reading.file.databases.push_back(std::move(database));
      });
}

void read_servers(const toml::table& file, AgentFileReading& reading) {
  for_each_named(file, "mcp", reading, [&](const std::string& name, const TomlSection& section, FilePosition position) {
    read_server(name, section, position, reading);
  });
}

void read_context(const toml::table& file, AgentFileReading& reading) {
  const TomlSection top(file, "", reading);
  const toml::node* node = top.node("context");
  if (node == nullptr || !node->is_table()) {
    top.read_count("context", reading.file.context, 1, kMaxContext);
    return;
  }
  const TomlSection section(*node->as_table(), "context", reading);
  section.check_keys({"tokens", "when_full"});
  section.read_count("tokens", reading.file.context, 1, kMaxContext);
  std::string when_full = "drop_oldest";
  if (section.read_text("when_full", when_full)) {
    check_choice(section, "when_full", when_full, {"drop_oldest", "summarise", "refuse"});
  }
  reading.file.when_full = when_full == "summarise" ? WhenFull::kSummarise
                           : when_full == "refuse"  ? WhenFull::kRefuse
                                                    : WhenFull::kDropOldest;
}

void read_memory(const toml::table& file, AgentFileReading& reading) {
  const TomlSection top(file, "", reading);
  std::string size;
  if (!top.read_text("memory", size)) {
    return;
  }
  if (const auto bytes = parse_byte_size(size)) {
    reading.file.memory_bytes = *bytes;
  } else {
    top.note("memory", "\"" + size + "\" is no size", "write memory = \"4GiB\" or \"1500MB\"");
  }
}

}  // namespace oree::agent
