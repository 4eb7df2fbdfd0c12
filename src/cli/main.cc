// The program: parses the command line, runs the command, reports what went wrong.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <new>
#include <string_view>

#include "cli/output.h"
#include "cli/program.h"
#include "oree/error.h"

namespace oree::cli {

CLI::App* add_command(Program& program, CLI::App& parent, const std::string& name, const std::string& description,
                      const std::string& example, std::function<int()> body) {
  CLI::App* command = parent.add_subcommand(name, description);
  command->add_flag("--json", program.json, "One JSON document on stdout");
  command->footer("Example:\n  " + example);
  command->callback([&program, body = std::move(body)] { program.action = body; });
  return command;
}

namespace {

// A closed stdin, stdout or stderr would be the number of the next file that is opened.
void fill_standard_files() noexcept {
  for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor) {
    if (fcntl(descriptor, F_GETFD) == -1) {
      [[maybe_unused]] const int opened = open("/dev/null", descriptor == STDIN_FILENO ? O_RDONLY : O_WRONLY);
    }
  }
}

bool asks_for_json(int argc, char** argv) {
  return std::any_of(argv, argv + argc, [](const char* argument) { return std::string_view(argument) == "--json"; });
}

// "oree tools call": the part of the command line that names commands.
std::string command_path(const CLI::App& app, int argc, char** argv) {
  std::string path = "oree";
  const CLI::App* at = &app;
  for (int index = 1; index < argc; ++index) {
    const auto children = at->get_subcommands([&](const CLI::App* child) { return child->get_name() == argv[index]; });
    if (children.empty()) {
      break;
    }
    at = children.front();
    path += std::string(" ") + argv[index];
  }
  return path;
}

std::string list_commands(const CLI::App& app) {
  std::string names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names += command->get_name() + "\n";
  }
  return names;
}

int run_program(int argc, char** argv) {
  Program program;
  CLI::App& app = program.app;
  app.name("oree");
  app.description("Orée: a private agent and its language model, on your device");
  app.footer("Example:\n  oree run \"Lunch with Ana on Thursday at 12:30\"\nSee `oree COMMAND --help`.");
  app.set_version_flag("--version", "oree " OREE_VERSION);
  app.add_flag("--json", program.json, "One JSON document on stdout");
  bool lists_commands = false;
  app.add_flag("--list-commands", lists_commands, "Print the names of the commands");
  app.require_subcommand(0, 1);
  add_run_command(program);
  add_chat_command(program);
  add_complete_command(program);
  add_tokenize_command(program);
  add_inspect_command(program);
  add_plan_command(program);
  add_tools_command(program);
  add_mcp_command(program);
  add_journal_command(program);
  add_agent_command(program);
  add_evaluate_command(program);
  add_convert_command(program);
  add_quantize_command(program);
  add_calibrate_command(program);
  add_perplexity_command(program);
  add_needle_command(program);
  add_bench_command(program);
  add_grammar_command(program);

  const bool json = asks_for_json(argc, argv);
  try {
    try {
      app.parse(argc, argv);
    } catch (const CLI::Success& success) {
      app.exit(success);
      flush_output();
      return kOk;
    } catch (const CLI::ParseError& error) {
      const std::string path = command_path(app, argc, argv);
      throw Error(ErrorCode::kUsage, error.what(), path, "see `" + path + " --help`");
    }
    if (lists_commands) {
      print(list_commands(app));
      flush_output();
      return kOk;
    }
    if (!program.action) {
      throw Error(ErrorCode::kUsage, "there is no command", "oree", "see `oree --help`; for a conversation: oree chat");
    }
    const int status = program.action();
    flush_output();
    return status;
  } catch (const Error& error) {
    report_error(error, json);
    return exit_status(error);
  } catch (const std::bad_alloc&) {
    report_error({ErrorCode::kLimit, "there is not enough memory", "oree", "choose a smaller --context or model"},
                 json);
  } catch (const std::exception& failure) {
    report_error({ErrorCode::kInternal, failure.what(), "oree", "this is a mistake in Orée; please report it"}, json);
  }
  return kFailed;
}

}  // namespace
}  // namespace oree::cli

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  oree::cli::fill_standard_files();
  oree::cli::install_log_sink();
  return oree::cli::run_program(argc, argv);
}
