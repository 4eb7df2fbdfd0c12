#include "cli/calls.h"

#include <cstdio>

#include "cli/input.h"
#include "cli/output.h"
#include "cli/signals.h"

namespace oree::cli {
namespace {

std::string dump(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string one_line(const Json& value) { return value.is_string() ? value.get<std::string>() : dump(value); }

}  // namespace

std::string call_line(const CallRecord& call, bool plan_only) {
  const std::string name = call.call.tool + " " + dump(call.call.arguments);
  const std::string& said = call.summary.empty() ? name : call.summary;
  std::string line;
  if (call.consent == Consent::kRefused) {
    line = "✗ refused: " + said;
  } else if (call.failed) {
    const auto error = call.result.find("error");
    line = "✗ " + name + ": " + (error == call.result.end() ? dump(call.result) : one_line(*error));
  } else if (plan_only && call.effect != Effect::kRead) {
    line = "○ planned: " + said;
  } else {
    line = "✓ " + said;
  }
  return for_terminal_line(line);
}

Json call_json(const CallRecord& call) {
  return {{"tool", call.call.tool},
          {"arguments", call.call.arguments},
          {"effect", effect_name(call.effect)},
          {"consent", consent_name(call.consent)},
          {"result", call.result}};
}

bool ask_consent(const ToolDescription& tool, const Json& arguments, const std::string& summary) {
  if (!stdin_is_terminal()) {
    return false;
  }
  flush_output();
  std::string question = for_terminal_line(summary.empty() ? tool.description : summary);
  question += "\n  " + for_terminal_line(tool.name) + "\n";
  for (const auto& [name, value] : arguments.items()) {
    question += "    " + for_terminal_line(name + ": " + one_line(value)) + "\n";
  }
  std::fprintf(stderr, "%sAllow? [y/N] ", question.c_str());
  std::fflush(stderr);
  const std::optional<std::string> reply = read_line(&interrupt());
  if (!reply) {
    std::fputs("\n", stderr);
    return false;
  }
  return *reply == "y" || *reply == "Y" || *reply == "yes" || *reply == "o" || *reply == "oui";
}

}  // namespace oree::cli
