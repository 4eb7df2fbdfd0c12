// `oree run`: one request through the agent.
#include <unistd.h>

#include <memory>
#include <optional>

#include "cli/assistant.h"
#include "cli/input.h"
#include "cli/output.h"
#include "cli/program.h"
#include "cli/signals.h"
#include "oree/error.h"
#include "oree/paths.h"
#include "oree/sandbox.h"

namespace oree::cli {
namespace {

struct RunOptions {
  AssistantOptions assistant;
  std::optional<std::string> request;
  bool explain_privacy = false;
};

int explain(const AssistantOptions& options, bool json) {
  refuse_internet_sockets(STDERR_FILENO);
  std::vector<std::string> statements = explain_privacy(options.keeps_prefixes);
  statements.push_back(
      options.records ? "conversations: kept in journal.db in " + data_directory().string() +
                            " for `oree journal replay`; --no-record keeps none, `oree journal forget` removes them"
                      : "conversations: none is kept");
  if (json) {
    print_json({{"privacy", statements}});
    return kOk;
  }
  for (const std::string& statement : statements) {
    print(statement + "\n");
  }
  return kOk;
}

std::string read_request(const std::optional<std::string>& argument) {
  if (argument && *argument != "-") {
    return *argument;
  }
  if (!argument && stdin_is_terminal()) {
    throw Error(ErrorCode::kUsage, "there is no request", "REQUEST",
                "write it behind the command: oree run \"Lunch with Ana on Thursday at 12:30\"");
  }
  std::string request = read_stdin();
  while (!request.empty() && (request.back() == '\n' || request.back() == '\r')) {
    request.pop_back();
  }
  return request;
}

int run(const RunOptions& options, bool json) {
  if (options.explain_privacy) {
    return explain(options.assistant, json);
  }
  catch_interrupts();
  const std::string request = read_request(options.request);
  if (request.find_first_not_of(" \t\r\n") == std::string::npos) {
    throw Error(ErrorCode::kInvalid, "the request is empty", "REQUEST", "say what is to be done");
  }
  Assistant assistant(options.assistant);
  const AgentAnswer answer = assistant.answer(request, !json);
  if (json) {
    print_json(answer_json(answer));
  }
  const bool refused = has_refusal(answer) && !options.assistant.plan;
  if (refused && has_kept_in(answer) && !json && !stdin_is_terminal()) {
    report_error({ErrorCode::kPermission, "a call that leaves the machine was refused: there is no terminal to ask on",
                  "consent", "run it in a terminal; --yes does not grant what leaves the machine"},
                 false);
  } else if (refused && !json && !stdin_is_terminal()) {
    report_error({ErrorCode::kPermission, "a write was refused: there is no terminal to ask on", "consent",
                  "run it in a terminal, or consent beforehand with --yes"},
                 false);
  }
  return refused || answer.gave_up || has_failed_write(answer) || !answer.cut_call.empty() ? kFailed : kOk;
}

}  // namespace

void add_run_command(Program& program) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* command = add_command(program, program.app, "run", "One request through the agent",
                                  "oree run \"Lunch with Ana on Thursday at 12:30\" --yes",
                                  [&program, options] { return run(*options, program.json); });
  command->add_option("REQUEST", options->request, "What is to be done; - or nothing reads stdin");
  add_assistant_options(*command, options->assistant);
  command->add_flag("--explain-privacy", options->explain_privacy, "Print what protection is in force, and end");
}

}  // namespace oree::cli
