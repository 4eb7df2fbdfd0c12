// `oree agent new`: an agent file from flags, or from answers on a terminal.
#include <cstdio>
#include <memory>
#include <optional>

#include "cli/agent_files.h"
#include "cli/input.h"
#include "cli/output.h"
#include "cli/program.h"
#include "cli/signals.h"
#include "oree/error.h"
#include "oree/paths.h"

namespace oree::cli {
namespace {

namespace fs = std::filesystem;

struct NewOptions {
  std::string name;
  std::string from;
  std::optional<std::string> description;
  std::optional<std::string> instructions;
  std::optional<std::string> model;
  std::vector<std::string> tools;
  std::vector<std::string> read;
  std::vector<std::string> write;
  std::vector<std::string> databases;  // NAME=PATH
  bool changes_databases = false;
  std::vector<std::string> allow;
  std::vector<std::string> ask;
  std::vector<std::string> refuse;
  bool force = false;

  bool says_something() const {
    return !from.empty() || description || instructions || model || !tools.empty() || !read.empty() || !write.empty() ||
           !databases.empty() || !allow.empty() || !ask.empty() || !refuse.empty();
  }
};

// The answer to a question on the terminal; the default when it is empty.
std::string ask(const std::string& question, const std::string& otherwise) {
  std::fprintf(stderr, "%s%s ", question.c_str(), otherwise.empty() ? "" : (" [" + otherwise + "]").c_str());
  std::fflush(stderr);
  const std::optional<std::string> reply = read_line(&interrupt());
  if (!reply) {
    std::fputs("\n", stderr);
    throw Error(ErrorCode::kCancelled, "no agent was made", "oree agent new", "answer the questions, or give flags");
  }
  return reply->empty() ? otherwise : *reply;
}

// "a, b c" -> "a", "b", "c"; commas inside parentheses belong to a permission's arguments.
std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> result;
  std::string word;
  int depth = 0;
  for (const char c : text) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (depth <= 0 && (c == ',' || c == ' ')) {
      if (!word.empty()) {
        result.push_back(std::move(word));
        word.clear();
      }
    } else {
      word += c;
    }
  }
  if (!word.empty()) {
    result.push_back(std::move(word));
  }
  return result;
}

bool names_any(const std::vector<std::string>& tools, std::string_view family) {
  for (const std::string& tool : tools) {
    if (tool.starts_with(family)) {
      return true;
    }
  }
  return false;
}

void ask_all(NewOptions& options) {
  catch_interrupts();
  if (options.name.empty()) {
    options.name = ask("What is the agent called?", "helper");
  }
  options.description = ask("What is it for?", "Keeps the calendar.");
  std::fputs(
      "The tools: calendar_* contacts_* notes_* reminders_* files_* database_* clock_now calculator units_convert\n",
      stderr);
  options.tools = words(ask("Which may it use?", "calendar_* contacts_find clock_now"));
  if (names_any(options.tools, "files_")) {
    options.read = words(ask("Which folders may it read?", "~/Documents"));
    options.write = words(ask("Which may it change? (nothing: none)", ""));
  }
  if (names_any(options.tools, "database_")) {
    options.databases = words(ask("Which database? (NAME=PATH)", "stock=~/stock.sqlite"));
    const std::string change = ask("May it change the database? (y/N)", "n");
    options.changes_databases = change == "y" || change == "yes" || change == "Y";
  }
  std::fputs("What only looks runs without asking; what changes something asks you each time.\n", stderr);
  options.allow = words(ask("Which changes may it make without asking? (nothing: none)", ""));
}

void add_rules(AgentFile& file, const std::vector<std::string>& patterns, Permission permission) {
  // Read back from a file of that one line, so that a pattern means what it means there.
  for (const std::string& pattern : patterns) {
    AgentFile line;
    line.permissions.push_back({pattern, {}, permission});
    AgentFileReading reading = read_agent_text(agent_file_text(line), "new.toml");
    if (reading.file.permissions.empty()) {
      const std::string what = reading.mistakes.empty() ? "no permission" : reading.mistakes.front().what;
      const std::string hint = reading.mistakes.empty() ? "" : reading.mistakes.front().hint;
      throw Error(ErrorCode::kUsage, what, "--" + std::string(permission_name(permission)) + " " + pattern, hint);
    }
    file.permissions.push_back(std::move(reading.file.permissions.front()));
  }
}

AgentFile make_file(const NewOptions& options) {
  AgentFile file;
  if (!options.from.empty()) {
    file = find_agent(options.from, config_directory() / "agents");
  }
  file.name = options.name;
  const auto take = [](const std::optional<std::string>& said, std::string& target) {
    if (said) {
      target = *said;
    }
  };
  take(options.description, file.description);
  take(options.instructions, file.instructions);
  take(options.model, file.model);
  if (!options.tools.empty()) {
    file.tools = options.tools;
  } else if (options.from.empty()) {
    file.tools = {"*"};
  }
  // What is granted by name takes the place of what the other agent had.
  if (!options.read.empty() || !options.write.empty()) {
    file.folders = {};
  }
  if (!options.databases.empty()) {
    file.databases.clear();
  }
  for (const std::string& folder : options.read) {
    file.folders.read.emplace_back(expand_home(folder));
  }
  for (const std::string& folder : options.write) {
    file.folders.write.emplace_back(expand_home(folder));
  }
  for (const std::string& database : options.databases) {
    const std::size_t equals = database.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw Error(ErrorCode::kUsage, "\"" + database + "\" is not a name and a path", "--database",
                  "write it as stock=~/stock.sqlite");
    }
    file.databases.push_back({.name = database.substr(0, equals),
                              .path = expand_home(database.substr(equals + 1)),
                              .write = options.changes_databases});
  }
  add_rules(file, options.allow, Permission::kAllow);
  add_rules(file, options.ask, Permission::kAsk);
  add_rules(file, options.refuse, Permission::kRefuse);
  return file;
}

int make_agent(NewOptions options, bool json) {
  if (stdin_is_terminal() && !options.says_something()) {
    ask_all(options);
  }
  if (options.name.empty()) {
    throw Error(ErrorCode::kUsage, "the agent has no name", "--name",
                "write for example: oree agent new --name helper --from secretary");
  }
  if (!is_agent_name(options.name)) {  // it becomes a part of a path
    throw Error(ErrorCode::kInvalid, "\"" + options.name + "\" is not a name for an agent", "--name",
                kAgentNameRule);
  }
  const fs::path path = config_directory() / "agents" / (options.name + ".toml");
  const std::string text = agent_file_text(make_file(options));
  const AgentFileReading reading = read_agent_text(text, path);
  if (const std::vector<AgentFileMistake> mistakes = mistakes_of(reading); !mistakes.empty()) {
    std::string others;
    for (std::size_t i = 1; i < mistakes.size(); ++i) {
      others += "; " + mistakes[i].what;
    }
    throw Error(mistakes.front().code, mistakes.front().what + others, "agent " + options.name, mistakes.front().hint);
  }
  save_agent_text(text, path, options.force);
  if (json) {
    print_json({{"name", options.name}, {"file", path.string()}});
  } else {
    print("Made " + for_terminal_line(path.string()) + "\n");
    print("Use it: oree chat -a " + options.name + "\n");
  }
  return kOk;
}

}  // namespace

void add_agent_new_command(Program& program, CLI::App& agent) {
  auto options = std::make_shared<NewOptions>();
  CLI::App* command = add_command(program, agent, "new", "Make an agent: by flags, or by questions on a terminal",
                                  "oree agent new --name helper --from secretary --tools calendar_*,clock_now",
                                  [&program, options] { return make_agent(*options, program.json); });
  const auto listed = [&](const char* flag, std::vector<std::string>& target, const char* text, const char* type) {
    command
        ->add_option_function<std::vector<std::string>>(
            flag,
            [&target](const std::vector<std::string>& values) {
              for (const std::string& value : values) {
                for (std::string& word : words(value)) {
                  target.push_back(std::move(word));
                }
              }
            },
            text)
        ->type_name(type)
        ->take_all();
  };
  command->add_option("--name,NAME", options->name, "Its name: a-z, 0-9, '_' and '-'")->type_name("NAME");
  command->add_option("--from", options->from, "Begin as this agent")->type_name("AGENT");
  command->add_option("--description", options->description, "What it is for, one line")->type_name("TEXT");
  command->add_option("--instructions", options->instructions, "What it is told first")->type_name("TEXT");
  command->add_option("-m,--model", options->model, "Its model file")->type_name("MODEL");
  listed("--tools", options->tools, "Its tools: names or prefixes with '*'", "TOOLS");
  listed("--read", options->read, "Folders that files_* may read", "FOLDERS");
  listed("--write", options->write, "Folders that files_* may read and change", "FOLDERS");
  listed("--database", options->databases, "Databases of database_*", "NAME=PATH");
  command->add_flag("--change-database", options->changes_databases, "Let database_change change them");
  listed("--allow", options->allow, "What runs without asking", "TOOLS");
  listed("--ask", options->ask, "What asks first", "TOOLS");
  listed("--refuse", options->refuse, "What never runs", "TOOLS");
  command->add_flag("--force", options->force, "Replace the agent of that name");
}

}  // namespace oree::cli
