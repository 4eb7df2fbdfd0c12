// `oree chat`: requests one after another, with history.
#include <cstdio>
#include <memory>
#include <optional>

#include "cli/assistant.h"
#include "cli/input.h"
#include "cli/line_editor.h"
#include "cli/output.h"
#include "cli/program.h"
#include "cli/signals.h"
#include "oree/error.h"
#include "oree/paths.h"

namespace oree::cli {
namespace {

bool is_blank(const std::string& line) { return line.find_first_not_of(" \t\r\n") == std::string::npos; }

// Answers one request; false when it failed, which has then been reported.
bool answer(Assistant& assistant, const std::string& request, bool json) {
  interrupt().reset();
  try {
    constexpr std::string_view kPrompt = "/prompt ";
    const AgentAnswer answer = assistant.answer(
        request.starts_with(kPrompt) ? assistant.prompt(std::string_view(request).substr(kPrompt.size())) : request,
        !json);
    if (json) {
      print_json(answer_json(answer));
    }
    flush_output();
    return !has_refusal(answer) && !has_failed_write(answer) && !answer.gave_up && answer.cut_call.empty();
  } catch (const Error& error) {
    if (error.where() == "standard output") {
      throw;
    }
    report_error(error, json);
    return false;
  }
}

int chat_on_terminal(Assistant& assistant, bool json) {
  LineEditor editor(data_directory() / "chat_history");
  // With --json stdout holds documents alone.
  const auto say = [json](const char* text) {
    if (json) {
      std::fputs(text, stderr);
    } else {
      print(text);
    }
  };
  say("Ask for something, e.g. Lunch with Ana on Thursday at 12:30. Ctrl-C stops an answer, /exit ends.\n");
  while (true) {
    for (const std::string& reminder : assistant.due_lines()) {
      say((reminder + "\n").c_str());
    }
    flush_output();
    std::string line;
    switch (editor.read(line)) {
      case LineEditor::Event::kEnd:
        say("\n");
        return kOk;
      case LineEditor::Event::kInterrupt:
        say("(/exit or Ctrl-D ends)\n");
        continue;
      case LineEditor::Event::kLine:
        break;
    }
    if (line == "/exit") {
      return kOk;
    }
    if (!is_blank(line)) {
      answer(assistant, line, json);
    }
  }
}

int chat_on_pipe(Assistant& assistant, bool json) {
  bool all_well = true;
  while (!interrupt().cancelled()) {
    std::optional<std::string> line;
    try {
      line = read_line(&interrupt());
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kLimit) {
        throw;
      }
      report_error(error, json);
      all_well = false;
      continue;
    }
    if (!line || *line == "/exit") {
      break;
    }
    if (!is_blank(*line)) {
      all_well = answer(assistant, *line, json) && all_well;
    }
  }
  return all_well ? kOk : kFailed;
}

int chat(const AssistantOptions& options, bool json) {
  catch_interrupts();
  Assistant assistant(options);
  return stdin_is_terminal() ? chat_on_terminal(assistant, json) : chat_on_pipe(assistant, json);
}

}  // namespace

void add_chat_command(Program& program) {
  auto options = std::make_shared<AssistantOptions>();
  CLI::App* command =
      add_command(program, program.app, "chat", "Requests one after another, with history; from stdin a line a request",
                  "oree chat -a default", [&program, options] { return chat(*options, program.json); });
  add_assistant_options(*command, *options);
}

}  // namespace oree::cli
