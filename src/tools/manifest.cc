// Manifests of custom tools: TOML to ToolManifest, every mistake with its line and column (docs/custom-tools.md).
#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>

#include "agent/nearest.h"
#include "agent/permission.h"
#include "agent/toml_section.h"
#include "base/atomic_file.h"
#include "base/bounded_json.h"
#include "base/byte_size.h"
#include "base/log.h"
#include "decode/json_schema.h"
#include "oree/custom_tools.h"
#include "oree/error.h"
#include "text/utf8.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxManifestBytes = 64 * 1024;
constexpr std::size_t kMaxManifests = 1000;
constexpr std::size_t kMaxToolNameBytes = 64;
constexpr int kDefaultTimeoutSeconds = 30;
constexpr int kMaxTimeoutSeconds = 3600;
constexpr std::uint64_t kLeastMemoryBytes = std::uint64_t{1} << 20;

const std::vector<std::string> kKeys = {"name",      "description", "effect",        "command",   "schema",
                                        "arguments", "result",      "result_schema", "untrusted", "timeout_seconds",
                                        "memory",    "read",        "write",         "network"};

bool is_tool_name(std::string_view name) noexcept {
  return !name.empty() && name.size() <= kMaxToolNameBytes && !name.ends_with('*') && agent::is_pattern(name);
}

class ManifestReader {
 public:
  explicit ManifestReader(fs::path path) : path_(std::move(path)) { manifest().path = path_; }

  ManifestReading read() {
    const std::string text = read_file(path_, kMaxManifestBytes);
    if (const auto offset = text::find_invalid_utf8(text)) {
      const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(*offset), '\n') + 1;
      note(ErrorCode::kCorrupt, {static_cast<int>(line), 0}, "the file is not UTF-8 at byte " + std::to_string(*offset),
           "save it as UTF-8");
      return finished();
    }
    try {
      table_ = toml::parse(std::string_view(text), path_.string());
    } catch (const toml::parse_error& failure) {
      note(ErrorCode::kCorrupt, agent::position_of(failure.source()),
           "the file is not TOML: " + std::string(failure.description()), "see docs/custom-tools.md for an example");
      return finished();
    }
    read_keys();
    return finished();
  }

 private:
  ToolManifest& manifest() noexcept { return reading_.manifest; }

  void note(ErrorCode code, FilePosition position, std::string what, std::string hint) {
    reading_.mistakes.push_back({code, position, std::move(what), std::move(hint)});
  }
  void note_at(std::string_view key, ErrorCode code, std::string what, std::string hint) {
    const toml::node* node = table_.get(key);
    note(code, node != nullptr ? agent::position_of(node->source()) : FilePosition{}, std::move(what), std::move(hint));
  }

  ManifestReading finished() {
    std::stable_sort(
        reading_.mistakes.begin(), reading_.mistakes.end(), [](const AgentFileMistake& a, const AgentFileMistake& b) {
          return std::pair(a.position.line, a.position.column) < std::pair(b.position.line, b.position.column);
        });
    return std::move(reading_);
  }

  void read_keys() {
    for (const auto& [key, value] : table_) {
      if (std::find(kKeys.begin(), kKeys.end(), key.str()) == kKeys.end()) {
        const std::vector<std::string> near = agent::nearest_names(key.str(), kKeys, 1);
        note(ErrorCode::kInvalid, agent::position_of(key.source()),
             "there is no key \"" + std::string(key.str()) + "\" in a tool's file",
             near.empty() ? "the keys are " + agent::joined(kKeys) : "did you mean \"" + near.front() + "\"?");
      }
    }
    AgentFileReading values;  // where TomlSection notes what it does not accept
    const agent::TomlSection section(table_, "", values);
    read_description(section);
    read_program(section);
    read_schemas();
    check_effect();
    reading_.mistakes.insert(reading_.mistakes.end(), values.mistakes.begin(), values.mistakes.end());
  }

  void read_description(const agent::TomlSection& section) {
    ToolDescription& description = manifest().description;
    description.source = "manifest";
    description.undo = false;
    description.untrusted = true;
    description.name = path_.stem().string();
    section.read_text("name", description.name);
    if (description.name != path_.stem().string()) {
      note_at("name", ErrorCode::kInvalid,
              "the name \"" + description.name + "\" differs from the file's, \"" + path_.stem().string() + "\"",
              "rename one of them");
    } else if (!is_tool_name(description.name)) {
      note(ErrorCode::kInvalid, {}, "\"" + description.name + "\" is not a name for a tool",
           "a tool's name is 1 to 64 of a-z, A-Z, 0-9, '_' and '-'");
    }
    section.read_text("description", description.description);
    const bool one_line = description.description.find_first_of("\r\n") == std::string::npos;
    if (description.description.empty() || !one_line) {
      note_at("description", ErrorCode::kInvalid, "a tool needs a description of one line",
              "write description = \"Counts the words of a text.\"");
    }
    section.read_flag("untrusted", description.untrusted);
    std::string effect;
    section.read_text("effect", effect);
    bool known = false;
    for (const Effect each : {Effect::kRead, Effect::kWrite, Effect::kNetwork, Effect::kSend}) {
      if (effect == effect_name(each)) {
        description.effect = each;
        known = true;
      }
    }
    if (!known) {
      description.effect = Effect::kSend;  // the strictest, until it is mended
      note_at("effect", ErrorCode::kInvalid, "a tool says what it does: effect is read, write, network or send",
              "write effect = \"read\"");
    }
  }

  void read_program(const agent::TomlSection& section) {
    SandboxedProgram& program = manifest().program;
    section.read_texts("command", program.command, "write command = [\"./count_words.py\"]");
    section.read_paths("read", program.read);
    section.read_paths("write", program.write);
    section.check_not_own("read", true);
    section.check_not_own("write", true);
    section.read_flag("network", program.network);
    int seconds = kDefaultTimeoutSeconds;
    section.read_count("timeout_seconds", seconds, 1, kMaxTimeoutSeconds);
    program.limits.wall_time = std::chrono::seconds(seconds);
    program.limits.cpu_seconds = seconds;
    std::string memory;
    if (section.read_text("memory", memory)) {
      const std::optional<std::uint64_t> bytes = parse_byte_size(memory);
      if (bytes && *bytes >= kLeastMemoryBytes) {
        program.limits.memory_bytes = *bytes;
      } else {
        note_at("memory", ErrorCode::kInvalid, "memory is a size from 1MiB", "write memory = \"256MiB\"");
      }
    }
    for (const auto* folders : {&program.read, &program.write}) {
      for (const fs::path& folder : *folders) {
        std::error_code failure;
        if (!fs::exists(folder, failure)) {
          note_at(folders == &program.read ? "read" : "write", ErrorCode::kNotFound,
                  "there is no " + folder.string() + ", which the tool is granted", "make it, or take it out");
        }
      }
    }
    if (program.command.empty()) {
      note_at("command", ErrorCode::kInvalid, "a tool needs a command", "write command = [\"./count_words.py\"]");
      return;
    }
    find_files(program);
  }

  // Words that name files beside the manifest are those files, and the program may read them.
  void find_files(SandboxedProgram& program) {
    for (std::size_t index = 0; index < program.command.size(); ++index) {
      std::string& word = program.command[index];
      const bool is_path = word.find('/') != std::string::npos;
      if (!is_path && index == 0) {
        continue;  // a program of the system
      }
      const fs::path path = fs::absolute(path_).parent_path() / word;
      std::error_code failure;
      if (fs::is_regular_file(path, failure)) {
        word = path.lexically_normal().string();
        program.read.emplace_back(word);
      } else if (index == 0) {
        note_at("command", ErrorCode::kNotFound, "there is no program " + path.lexically_normal().string(),
                "correct the command; a path is taken from the folder of this file");
      }
    }
    const std::string& first = program.command.front();
    if (first.find('/') != std::string::npos && fs::exists(first) && ::access(first.c_str(), X_OK) != 0) {
      note_at("command", ErrorCode::kPermission, "the program " + first + " is not executable", "chmod +x " + first);
    }
  }

  // A schema in a file of its own (key_of_file) or as a table (key_of_table). nullopt: there is none, or a mistake.
  std::optional<Json> read_schema(const char* key_of_file, const char* key_of_table) {
    const toml::node* file = table_.get(key_of_file);
    const toml::node* table = table_.get(key_of_table);
    const char* key = file != nullptr ? key_of_file : key_of_table;
    if (file == nullptr && table == nullptr) {
      return std::nullopt;
    }
    if (file != nullptr && table != nullptr) {
      note_at(key_of_table, ErrorCode::kInvalid, std::string(key_of_file) + " and " + key_of_table + " say the same",
              "leave one of them out");
      return std::nullopt;
    }
    try {
      Json schema;
      if (file != nullptr) {
        if (!file->is_string()) {
          note_at(key, ErrorCode::kInvalid, std::string(key) + " is the name of a file",
                  std::string("write ") + key + " = \"words.schema.json\"");
          return std::nullopt;
        }
        schema = parse_bounded_json(
            read_file(fs::absolute(path_).parent_path() / file->as_string()->get(), kMaxManifestBytes));
      } else {
        if (!table->is_table()) {
          note_at(key, ErrorCode::kInvalid, std::string(key) + " is a table", "see docs/custom-tools.md");
          return std::nullopt;
        }
        std::ostringstream text;
        text << toml::json_formatter{*table->as_table()};
        schema = parse_bounded_json(text.str());
        if (!schema.contains("type")) {
          schema["type"] = "object";
        }
        if (schema["type"] == "object" && !schema.contains("additionalProperties")) {
          schema["additionalProperties"] = false;
        }
      }
      decode::check_schema(schema);
      return schema;
    } catch (const Error& error) {
      const std::string place = error.where().empty() ? "" : " at " + error.where();
      note_at(key, error.code(), std::string("the schema cannot be used: ") + error.what() + place, error.hint());
    }
    return std::nullopt;
  }

  void read_schemas() {
    ToolDescription& description = manifest().description;
    const std::size_t before = reading_.mistakes.size();
    const std::optional<Json> arguments = read_schema("schema", "arguments");
    description.schema =
        arguments.value_or(Json{{"type", "object"}, {"properties", Json::object()}, {"additionalProperties", false}});
    if (reading_.mistakes.size() == before && description.schema.value("type", "") != "object") {
      note_at(table_.contains("schema") ? "schema" : "arguments", ErrorCode::kInvalid,
              "the arguments of a tool are an object", "write type = \"object\"");
    }
    description.result_schema = read_schema("result_schema", "result").value_or(Json());
  }

  // The sandbox holds a tool to what it says of itself; so what it says has to agree.
  void check_effect() {
    const ToolManifest& tool = manifest();
    const Effect effect = tool.description.effect;
    if (tool.program.network && (effect == Effect::kRead || effect == Effect::kWrite)) {
      note_at("effect", ErrorCode::kInvalid, "a tool with the network has the effect network or send",
              "write effect = \"network\"");
    }
    if (!tool.program.write.empty() && effect == Effect::kRead) {
      note_at("effect", ErrorCode::kInvalid, "a tool that may change folders does not only read",
              "write effect = \"write\"");
    }
  }

  fs::path path_;
  toml::table table_;
  ManifestReading reading_;
};

}  // namespace

ManifestReading read_tool_manifest(const fs::path& path) { return ManifestReader(path).read(); }

ToolManifest load_tool_manifest(const fs::path& path) {
  ManifestReading reading = read_tool_manifest(path);
  if (!reading.mistakes.empty()) {
    const AgentFileMistake& first = reading.mistakes.front();
    std::string where = path.string();
    if (first.position.line > 0) {
      where += ", line " + std::to_string(first.position.line);
      where += first.position.column > 0 ? ", column " + std::to_string(first.position.column) : "";
    }
    throw Error(first.code, first.what, where, first.hint);
  }
  return std::move(reading.manifest);
}

std::vector<ToolManifest> find_tool_manifests(const fs::path& folder) {
  std::set<fs::path> paths;
  std::error_code failure;
  for (fs::directory_iterator file(folder, failure), end; !failure && file != end; file.increment(failure)) {
    if (file->path().extension() == ".toml") {
      paths.insert(file->path());
    }
    if (paths.size() > kMaxManifests) {
      throw Error(ErrorCode::kLimit, "there are more than " + std::to_string(kMaxManifests) + " tools (kMaxManifests)",
                  folder.string());
    }
  }
  if (failure && failure != std::errc::no_such_file_or_directory) {
    throw Error(failure == std::errc::permission_denied ? ErrorCode::kPermission : ErrorCode::kIo,
                "cannot read the folder of tools: " + failure.message(), folder.string());
  }
  std::vector<ToolManifest> manifests;
  for (const fs::path& path : paths) {
    try {
      manifests.push_back(load_tool_manifest(path));
    } catch (const Error& error) {
      log(LogLevel::kWarning, "this tool is left out: " + error.where() + ": " + error.what());
    }
  }
  return manifests;
}

std::vector<ToolManifest> named_by(const AgentFile& file, std::vector<ToolManifest> manifests) {
  std::erase_if(manifests, [&](const ToolManifest& manifest) {
    return std::none_of(file.tools.begin(), file.tools.end(), [&](const std::string& pattern) {
      return pattern != "*" && agent::matches(pattern, manifest.description.name);
    });
  });
  return manifests;
}

}  // namespace oree
