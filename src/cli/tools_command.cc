// `oree tools`: what an agent may call, and a call by hand.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>

#include "cli/calls.h"
#include "cli/common_options.h"
#include "cli/external_tools.h"
#include "cli/output.h"
#include "cli/program.h"
#include "oree/agent.h"
#include "oree/custom_tools.h"
#include "oree/error.h"
#include "oree/paths.h"
#include "oree/sandbox.h"

namespace oree::cli {
namespace {

struct CallOptions {
  std::string tool;
  std::string arguments = "{}";
  std::string now;
  bool yes = false;
  bool plan = false;
};

int list(bool json) {
  Json document = Json::array();
  std::vector<std::unique_ptr<Tool>> tools = built_in_tools();
  for (ToolManifest& manifest : find_tool_manifests(custom_tools_directory())) {
    tools.push_back(make_custom_tool(std::move(manifest), nullptr));
  }
  for (const std::unique_ptr<Tool>& tool : tools) {
    const ToolDescription& description = tool->description();
    document.push_back({{"name", description.name},
                        {"description", description.description},
                        {"schema", description.schema},
                        {"effect", effect_name(description.effect)},
                        {"undo", description.undo},
                        {"source", description.source}});
    if (!json) {
      std::string line = description.name;
      line.resize(std::max<std::size_t>(line.size() + 1, 18), ' ');
      line += effect_name(description.effect);
      line.resize(std::max<std::size_t>(line.size() + 1, 26), ' ');
      print(line + description.description + "\n");
    }
  }
  if (json) {
    print_json(document);
  }
  return kOk;
}

Json parse_arguments(const std::string& text) {
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    throw Error(ErrorCode::kUsage, "the arguments are not JSON", "JSON argument, byte " + std::to_string(error.byte),
                "write an object in single quotes: '{\"title\": \"Lunch\", \"start\": \"tomorrow at noon\"}'");
  }
}

int call(const CallOptions& options, bool json) {
  const Json arguments = parse_arguments(options.arguments);
  ExternalTools external;
  refuse_internet_sockets(STDERR_FILENO);
  ToolContext context;
  context.time_zone = use_local_time_zone();
  context.now = moment_of(options.now);
  context.data_directory = data_directory();
  Journal journal(context.data_directory);
  AgentEvents events;
  if (stdin_is_terminal()) {
    events.ask_consent = ask_consent;
  }
  std::vector<std::unique_ptr<Tool>> tools = built_in_tools();
  external.add_to(tools);
  const CallRecord record = call_tool(tools, ToolCall{options.tool, arguments}, journal, context,
                                      AgentOptions{.grant_writes = options.yes, .plan_only = options.plan}, events);
  if (record.consent == Consent::kRefused && !options.plan) {
    throw Error(ErrorCode::kPermission, options.tool + " was refused: it changes something and was not consented to",
                "consent", "answer yes on a terminal, or consent beforehand with --yes");
  }
  if (record.failed) {
    const Error& error = record.error.value();
    throw Error(error.code(), error.what(), error.where().empty() ? options.tool : error.where(), error.hint());
  }
  if (json) {
    print_json(record.result);
  } else {
    print(call_line(record, options.plan) + "\n" + for_terminal(record.result.dump(2)) + "\n");
  }
  return kOk;
}

// A file, or the name of a tool in the folder of tools; without either, all of them.
std::vector<std::filesystem::path> manifest_paths(const std::string& what) {
  if (what.find('/') != std::string::npos || what.ends_with(".toml")) {
    return {what};
  }
  if (!what.empty()) {
    return {custom_tools_directory() / (what + ".toml")};
  }
  std::vector<std::filesystem::path> paths;
  std::error_code failure;
  for (std::filesystem::directory_iterator file(custom_tools_directory(), failure), end; !failure && file != end;
       file.increment(failure)) {
    if (file->path().extension() == ".toml") {
      paths.push_back(file->path());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

int check(const std::string& what, bool json) {
  Json document = Json::array();
  bool all_well = true;
  for (const std::filesystem::path& path : manifest_paths(what)) {
    const ManifestReading reading = read_tool_manifest(path);
    Json mistakes = Json::array();
    for (const AgentFileMistake& mistake : reading.mistakes) {
      mistakes.push_back({{"code", error_code_name(mistake.code)},
                          {"line", mistake.position.line},
                          {"column", mistake.position.column},
                          {"what", mistake.what},
                          {"hint", mistake.hint}});
      if (!json) {
        std::string line = path.string();
        if (mistake.position.line > 0) {
          line +=
              ", line " + std::to_string(mistake.position.line) + ", column " + std::to_string(mistake.position.column);
        }
        print(for_terminal_line(line + ": " + mistake.what + "; " + mistake.hint) + "\n");
      }
    }
    if (!json && mistakes.empty()) {
      print(for_terminal_line(path.stem().string()) + ": nothing is wrong\n");
    }
    all_well = all_well && mistakes.empty();
    document.push_back({{"file", path.string()}, {"mistakes", std::move(mistakes)}});
  }
  if (json) {
    print_json(document);
  }
  return all_well ? kOk : kFailed;
}

}  // namespace

void add_tools_command(Program& program) {
  CLI::App* tools = program.app.add_subcommand("tools", "What an agent may call; call one by hand");
  tools->require_subcommand(1);
  add_command(program, *tools, "list", "The tools and their schemas", "oree tools list --json",
              [&program] { return list(program.json); });
  auto what = std::make_shared<std::string>();
  add_command(program, *tools, "check", "Every mistake in the files of custom tools", "oree tools check count_words",
              [&program, what] { return check(*what, program.json); })
      ->add_option("NAME", *what, "A tool, or a file (default: all)");
  auto options = std::make_shared<CallOptions>();
  CLI::App* command = add_command(program, *tools, "call", "Call a tool by hand, through consent and journal",
                                  "oree tools call calendar_free '{\"duration_minutes\": 60}'",
                                  [&program, options] { return call(*options, program.json); });
  command->add_option("NAME", options->tool, "The tool")->required();
  command->add_option("JSON", options->arguments, "Its arguments (default: {})");
  command->add_option("--now", options->now, "The tool's clock, ISO 8601 (default: the present)")->type_name("ISO");
  command->add_flag("--yes", options->yes, "Consent to the write");
  command->add_flag("--plan", options->plan, "Show what would be done; change nothing");
}

}  // namespace oree::cli
