#include "agent/toml_section.h"

#include <algorithm>

#include "agent/nearest.h"
#include "base/own_folders.h"
#include "oree/paths.h"

namespace oree::agent {
namespace {

// Far more than anybody writes, so that a file cannot ask for the impossible.
constexpr std::size_t kMaxListed = 256;

}  // namespace

FilePosition position_of(const toml::source_region& region) noexcept {
  return {static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

void note_mistake(AgentFileReading& reading, FilePosition position, std::string what, std::string hint) {
  reading.mistakes.push_back({ErrorCode::kInvalid, position, std::move(what), std::move(hint)});
}

std::vector<std::pair<const toml::key*, const toml::node*>> in_file_order(const toml::table& table) {
  std::vector<std::pair<const toml::key*, const toml::node*>> entries;
  for (const auto& [key, value] : table) {
    entries.emplace_back(&key, &value);
  }
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    const toml::source_position& left = a.first->source().begin;
    const toml::source_position& right = b.first->source().begin;
    return std::pair(left.line, left.column) < std::pair(right.line, right.column);
  });
  return entries;
}

std::string TomlSection::full_name(std::string_view key) const {
  return title_.empty() ? std::string(key) : title_ + "." + std::string(key);
}

void TomlSection::note(const toml::node& node, std::string what, std::string hint) const {
  note_mistake(reading_, position_of(node.source()), std::move(what), std::move(hint));
}

void TomlSection::note(std::string_view key, std::string what, std::string hint) const {
  if (const toml::node* value = node(key)) {
    note(*value, std::move(what), std::move(hint));
  }
}

void TomlSection::remember(const std::string& name, const toml::node& node) const {
  reading_.positions[name] = position_of(node.source());
}

void TomlSection::check_keys(const std::vector<std::string>& known) const {
  const std::string place = title_.empty() ? "an agent file" : "[" + title_ + "]";
  for (const auto& [key, value] : in_file_order(table_)) {
    if (std::find(known.begin(), known.end(), key->str()) != known.end()) {
      continue;
    }
    const std::vector<std::string> near = nearest_names(key->str(), known, 1);
    note_mistake(reading_, position_of(key->source()),
                 "there is no key \"" + std::string(key->str()) + "\" in " + place,
                 near.empty() ? "the keys are " + joined(known) : "did you mean \"" + near.front() + "\"?");
  }
}

bool TomlSection::read_text(std::string_view key, std::string& target) const {
  const toml::node* value = node(key);
  if (value == nullptr) {
    return false;
  }
  if (!value->is_string()) {
    note(*value, full_name(key) + " must be a string", "write " + std::string(key) + " = \"...\"");
    return false;
  }
  remember(full_name(key), *value);
  target = value->as_string()->get();
  return true;
}

bool TomlSection::read_count(std::string_view key, std::optional<int>& target, std::int64_t least,
                             std::int64_t most) const {
  const toml::node* value = node(key);
  if (value == nullptr) {
    return false;
  }
  const std::string range = "from " + std::to_string(least) + " to " + std::to_string(most);
  if (!value->is_integer()) {
    note(*value, full_name(key) + " must be a whole number " + range,
         "write " + std::string(key) + " = " + std::to_string(std::max<std::int64_t>(least, 8)));
    return false;
  }
  const std::int64_t count = value->as_integer()->get();
  if (count < least || count > most) {
    note(*value, full_name(key) + " is " + std::to_string(count) + ", it must be " + range, "choose a number " + range);
    return false;
  }
  target = static_cast<int>(count);
  return true;
}

bool TomlSection::read_count(std::string_view key, int& target, std::int64_t least, std::int64_t most) const {
  std::optional<int> count;
  if (!read_count(key, count, least, most)) {
    return false;
  }
  target = *count;
  return true;
}

bool TomlSection::read_flag(std::string_view key, bool& target) const {
  const toml::node* value = node(key);
  if (value == nullptr) {
    return false;
  }
  if (!value->is_boolean()) {
    note(*value, full_name(key) + " must be true or false", "write " + std::string(key) + " = true, without quotes");
    return false;
  }
  target = value->as_boolean()->get();
  return true;
}

bool TomlSection::read_texts(std::string_view key, std::vector<std::string>& target, const std::string& example) const {
  const toml::node* value = node(key);
  if (value == nullptr) {
    return false;
  }
  if (!value->is_array()) {
    note(*value, full_name(key) + " must be a list of strings", example);
    return false;
  }
  if (value->as_array()->size() > kMaxListed) {
    note(*value, full_name(key) + " lists more than " + std::to_string(kMaxListed) + " (kMaxListed)", "shorten it");
    return false;
  }
  for (const toml::node& element : *value->as_array()) {
    if (!element.is_string()) {
      note(element, full_name(key) + " holds something that is no string", example);
      continue;
    }
    remember(full_name(key) + "[" + std::to_string(target.size()) + "]", element);
    target.push_back(element.as_string()->get());
  }
  return true;
}

std::optional<std::filesystem::path> TomlSection::path_of(const toml::node& node, const std::string& name) const {
  const std::string example = "write a path that starts with / or ~/, for example \"~/notes\"";
  if (!node.is_string()) {
    note(node, name + " must be a path in quotes", example);
    return std::nullopt;
  }
  const std::string& text = node.as_string()->get();
  if (text.find('\0') != std::string::npos || (!text.starts_with('/') && text != "~" && !text.starts_with("~/"))) {
    note(node, name + " does not say from where on: \"" + text.substr(0, text.find('\0')) + "\"", example);
    return std::nullopt;
  }
  std::filesystem::path path = expand_home(text);
  for (const std::filesystem::path& part : path) {
    if (part == "." || part == "..") {
      note(node, name + " goes through \"" + part.string() + "\"", "write the path without it");
      return std::nullopt;
    }
  }
  path = path.lexically_normal();
  return path.has_filename() || path == path.root_path() ? path : path.parent_path();  // "/folder/"
}

bool TomlSection::read_path(std::string_view key, std::filesystem::path& target) const {
  const toml::node* value = node(key);
  if (value == nullptr) {
    return false;
  }
  const std::optional<std::filesystem::path> path = path_of(*value, full_name(key));
  if (!path) {
    return false;
  }
  remember(full_name(key), *value);
  target = *path;
  return true;
}

bool TomlSection::read_paths(std::string_view key, std::vector<std::filesystem::path>& target) const {
  const toml::node* value = node(key);
  if (value == nullptr) {
    return false;
  }
  const std::string example = "write " + std::string(key) + " = [\"~/notes\"]";
  if (!value->is_array()) {
    note(*value, full_name(key) + " must be a list of folders", example);
    return false;
  }
  if (value->as_array()->size() > kMaxListed) {
    note(*value, full_name(key) + " lists more than " + std::to_string(kMaxListed) + " (kMaxListed)", "shorten it");
    return false;
  }
  for (const toml::node& element : *value->as_array()) {
    if (const auto path = path_of(element, "a folder of " + full_name(key))) {
      remember(full_name(key) + "[" + std::to_string(target.size()) + "]", element);
      target.push_back(*path);
    }
  }
  return true;
}

void TomlSection::check_not_own(std::string_view key, bool for_program) const {
  const auto check = [&](const toml::node& element) {
    if (!element.is_string() || element.as_string()->get().find('\0') != std::string::npos) {
      return;
    }
    const std::string& text = element.as_string()->get();
    if (!text.starts_with('/') && text != "~" && !text.starts_with("~/")) {
      return;  // noted already
    }
    const OwnPart part = own_part(expand_home(text));
    if (part == OwnPart::kInside) {
      note(element,
           "\"" + text +
               "\" is one of Orée's own folders or in one, which nothing is "
               "granted",
           "grant another; the tools reach what is the person's there");
    } else if (part == OwnPart::kContains && for_program) {
      note(element, "\"" + text + "\" contains Orée's own folders, which no program is granted",
           "grant the folders in it that the program needs");
    }
  };
  const toml::node* value = node(key);
  if (value != nullptr && value->is_array()) {
    for (const toml::node& element : *value->as_array()) {
      check(element);
    }
  } else if (value != nullptr) {
    check(*value);
  }
}

bool TomlSection::read_text_map(std::string_view key, std::map<std::string, std::string>& target) const {
  const std::string example = "write " + std::string(key) + " = { NAME = \"value\" }";
  const toml::table* table = read_table(key, example);
  if (table == nullptr) {
    return false;
  }
  for (const auto& [name, value] : in_file_order(*table)) {
    if (!value->is_string() || value->as_string()->get().find('\0') != std::string::npos) {
      note(*value, full_name(key) + "." + std::string(name->str()) + " must be a string", example);
      continue;
    }
    target[std::string(name->str())] = value->as_string()->get();
  }
  return true;
}

const toml::table* TomlSection::read_table(std::string_view key, const std::string& example) const {
  const toml::node* value = node(key);
  if (value == nullptr) {
    return nullptr;
  }
  if (!value->is_table()) {
    note(*value, full_name(key) + " must be a table", example);
    return nullptr;
  }
  return value->as_table();
}

}  // namespace oree::agent
