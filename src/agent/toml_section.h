// One table of an agent file, read key by key. What is wrong is noted with its line and column, and reading goes on, so
// that a person sees every mistake at once.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oree/agent.h"

namespace oree::agent {

FilePosition position_of(const toml::source_region& region) noexcept;
void note_mistake(AgentFileReading& reading, FilePosition position, std::string what, std::string hint);

// The keys of a table in the order of the file; toml++ has that of the alphabet.
std::vector<std::pair<const toml::key*, const toml::node*>> in_file_order(const toml::table& table);

class TomlSection {
 public:
  // title: "" for the file as a whole, else "cache" or "database.stock". Both references must outlive the section.
  TomlSection(const toml::table& table, std::string title, AgentFileReading& reading)
      : table_(table), title_(std::move(title)), reading_(reading) {}

  // Notes every key that is not among the known ones, with the nearest of them.
  void check_keys(const std::vector<std::string>& known) const;

  // Each leaves the target as it is when the key is missing, and notes a value of another kind. True: it was read.
  bool read_text(std::string_view key, std::string& target) const;
  bool read_count(std::string_view key, int& target, std::int64_t least, std::int64_t most) const;
  bool read_count(std::string_view key, std::optional<int>& target, std::int64_t least, std::int64_t most) const;
  bool read_flag(std::string_view key, bool& target) const;
  bool read_texts(std::string_view key, std::vector<std::string>& target, const std::string& example) const;
  // A path that starts with / or ~/, without "." and "..".
  bool read_path(std::string_view key, std::filesystem::path& target) const;
  bool read_paths(std::string_view key, std::vector<std::filesystem::path>& target) const;
  // Notes those that read_path or read_paths read of Orée's own folders
  // (base/own_folders.h), and, where for_program, those that contain one: the
  // sandbox of a program cannot leave a folder out of what it is granted.
  void check_not_own(std::string_view key, bool for_program) const;
  bool read_text_map(std::string_view key, std::map<std::string, std::string>& target) const;

  // The table below that key; nullptr when it is missing or, noted, something else.
  const toml::table* read_table(std::string_view key, const std::string& example) const;

  // "window", "cache.window".
  std::string full_name(std::string_view key) const;
  const toml::node* node(std::string_view key) const { return table_.get(key); }
  // Notes a mistake at the value of that key.
  void note(std::string_view key, std::string what, std::string hint) const;
  void note(const toml::node& node, std::string what, std::string hint) const;

 private:
  std::optional<std::filesystem::path> path_of(const toml::node& node, const std::string& name) const;
  void remember(const std::string& name, const toml::node& node) const;

  const toml::table& table_;
  std::string title_;
  AgentFileReading& reading_;
};

}  // namespace oree::agent
