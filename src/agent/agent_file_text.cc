// AgentFile to TOML, as a person would write it.
#include <algorithm>
#include <cstdio>

#include "base/atomic_file.h"
#include "base/private_folder.h"
#include "oree/agent.h"
#include "oree/error.h"
#include "oree/paths.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

// A basic string of one line.
std::string toml_string(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04X", static_cast<unsigned>(static_cast<unsigned char>(c)));
      result += escaped;
    } else {
      result += c;
    }
  }
  return result + "\"";
}

// With ~ for the home folder, so that the file means the same for another user.
std::string with_tilde(const std::string& path) {
  std::string home;
  try {
    home = expand_home("~");
  } catch (const Error&) {
    return path;
  }
  const bool below = path.starts_with(home + "/");
  return path == home || below ? "~" + path.substr(home.size()) : path;
}

std::string list(const std::vector<std::string>& texts) {
  std::string result = "[";
  for (const std::string& text : texts) {
    result += (result.size() == 1 ? "" : ", ") + toml_string(text);
  }
  return result + "]";
}

std::string list(const std::vector<fs::path>& paths) {
  std::vector<std::string> texts;
  for (const fs::path& path : paths) {
    texts.push_back(with_tilde(path.string()));
  }
  return list(texts);
}

// A key that may stand without quotes, or one with.
std::string key(const std::string& name) {
  const bool bare = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  return bare ? name : toml_string(name);
}

std::string pattern_text(const PermissionRule& rule) {
  std::string text = rule.tool;
  for (std::size_t i = 0; i < rule.arguments.size(); ++i) {
    text += (i == 0 ? "(" : ", ") + rule.arguments[i].argument + "=" + with_tilde(rule.arguments[i].glob);
  }
  return text + (rule.arguments.empty() ? "" : ")");
}

class Writer {
 public:
  void section(const std::string& title) { text_ += (text_.empty() ? "[" : "\n[") + title + "]\n"; }
  void put(const std::string& name, const std::string& value) { text_ += name + " = " + value + "\n"; }
  void text(const std::string& name, const std::string& value) {
    if (!value.empty()) {
      put(name, toml_string(value));
    }
  }
  void flag(const std::string& name, bool value) {
    if (value) {
      put(name, "true");
    }
  }
  template <class T>
  void list_of(const std::string& name, const std::vector<T>& values) {
    if (!values.empty()) {
      put(name, list(values));
    }
  }
  std::string take() && { return std::move(text_); }

 private:
  std::string text_;
};

void write_cache(Writer& writer, const AgentCache& cache) {
  const bool any = !cache.policy.empty() || !cache.budget.empty() || cache.window || cache.sinks ||
                   !cache.filters.empty() || !cache.kv_type_k.empty() || !cache.kv_type_v.empty();
  if (!any) {
    return;
  }
  writer.section("cache");
  writer.text("policy", cache.policy);
  writer.text("budget", cache.budget);
  if (cache.window) {
    writer.put("window", std::to_string(*cache.window));
  }
  if (cache.sinks) {
    writer.put("sinks", std::to_string(*cache.sinks));
  }
  writer.text("filters", cache.filters);
  writer.text("kv_type_k", cache.kv_type_k);
  writer.text("kv_type_v", cache.kv_type_v);
}

void write_server(Writer& writer, const AgentServer& server) {
  writer.section("mcp." + key(server.name));
  writer.list_of("command", server.command);
  writer.text("url", server.url);
  writer.flag("network", server.network);
  writer.list_of("read", server.read);
  writer.list_of("write", server.write);
  for (const auto& [what, map] : {std::pair("env", &server.env), std::pair("headers", &server.headers)}) {
    std::string values;
    for (const auto& [name, value] : *map) {
      values += (values.empty() ? " " : ", ") + key(name) + " = " + toml_string(value);
    }
    if (!values.empty()) {
      writer.put(what, "{" + values + " }");
    }
  }
}

}  // namespace

std::string agent_file_text(const AgentFile& file) {
  const AgentFile defaults;
  Writer writer;
  writer.text("description", file.description);
  writer.text("model", file.model);
  writer.text("instructions", file.instructions);
  writer.put("tools", list(file.tools));
  if (file.max_steps != defaults.max_steps) {
    writer.put("max_steps", std::to_string(file.max_steps));
  }
  if (file.max_tokens != defaults.max_tokens) {
    writer.put("max_tokens", std::to_string(file.max_tokens));
  }
  if (file.memory_bytes > 0) {
    writer.put("memory", toml_string(std::to_string(file.memory_bytes)));
  }
  if (file.when_full == WhenFull::kDropOldest && file.context > 0) {
    writer.put("context", std::to_string(file.context));
  }
  if (file.when_full != WhenFull::kDropOldest) {
    writer.section("context");
    if (file.context > 0) {
      writer.put("tokens", std::to_string(file.context));
    }
    writer.text("when_full", file.when_full == WhenFull::kSummarise ? "summarise" : "refuse");
  }
  write_cache(writer, file.cache);
  if (!file.folders.read.empty() || !file.folders.write.empty()) {
    writer.section("folders");
    writer.list_of("read", file.folders.read);
    writer.list_of("write", file.folders.write);
  }
  for (const AgentDatabase& database : file.databases) {
    writer.section("database." + key(database.name));
    writer.text("path", with_tilde(database.path.string()));
    writer.flag("write", database.write);
    if (database.max_rows != AgentDatabase{}.max_rows) {
      writer.put("max_rows", std::to_string(database.max_rows));
    }
  }
  for (const AgentServer& server : file.servers) {
    write_server(writer, server);
  }
  if (!file.permissions.empty()) {
    writer.section("permissions");
    for (const PermissionRule& rule : file.permissions) {
      writer.put(key(pattern_text(rule)), toml_string(permission_name(rule.permission)));
    }
  }
  return std::move(writer).take();
}

void save_agent_text(std::string_view text, const fs::path& path, bool replace) {
  std::error_code failure;
  if (!replace && fs::exists(fs::symlink_status(path, failure))) {
    throw Error(ErrorCode::kConflict, "there is an agent \"" + path.stem().string() + "\" already", path.string(),
                "choose another name, or replace it with --force");
  }
  create_private_folders(path.parent_path());
  write_file_atomically(path, text);
}

}  // namespace oree
