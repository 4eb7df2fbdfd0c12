#include "cli/calls.h"

#include <cstdio>

#include "cli/input.h"
#include "cli/output.h"
#include "cli/signals.h"

namespace oree::cli {
namespace {

std::string dump(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string one_line(const Json& value) { return value.is_string() ? value.get<std::string>() : dump(value); }

// The longest argument shown whole, in bytes.
constexpr std::size_t kMaxShownBytes = 2000;

std::string shown_argument(const Json& value) {
  const std::string whole = one_line(value);
  if (whole.size() <= kMaxShownBytes) {
    return for_terminal_line(whole);
  }
  // Cut between characters, both ends shown: what is hidden in the middle is counted.
  const auto is_inside = [&](std::size_t at) { return (static_cast<unsigned char>(whole[at]) & 0xC0U) == 0x80; };
  std::size_t head = kMaxShownBytes / 2;
  std::size_t tail = whole.size() - kMaxShownBytes / 2;
  while (head > 0 && is_inside(head)) {
    --head;
  }
  while (tail < whole.size() && is_inside(tail)) {
    ++tail;
  }
  return for_terminal_line(whole.substr(0, head)) + " [... " + std::to_string(tail - head) + " more bytes ...] " +
         for_terminal_line(whole.substr(tail));
}

std::string list_of(const std::vector<std::string>& sources) {
  std::string text;
  for (const std::string& source : sources) {
    text += "    - " + for_terminal_line(source) + "\n";
  }
  return text;
}

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

std::string consent_text(const ConsentQuestion& question) {
  const ToolDescription& tool = question.tool;
  std::string text = for_terminal_line(question.summary.empty() ? tool.description : question.summary);
  text += "\n  " + for_terminal_line(tool.name) + " (" + std::string(effect_name(tool.effect)) +
          (tool.source == "built-in" ? "" : ", " + for_terminal_line(tool.source)) + ")\n";
  for (const auto& [name, value] : question.arguments.items()) {
    text += "    " + for_terminal_line(name) + ": " + shown_argument(value) + "\n";
  }
  if (question.leaves_machine) {
    text += "  This leaves the machine: what stands above goes out.\n";
  }
  if (!question.untrusted.empty()) {
    text += "  Others may have written this text, which the model has read and may be following:\n";
    text += list_of(question.untrusted);
  }
  if (!question.personal.empty()) {
    text += "  The model has also read data of yours:\n" + list_of(question.personal);
  }
  if (question.asked_for_flow) {
    text += "  The agent's permissions allow the call; it is asked for because of the above.\n";
  }
  return text;
}

ConsentAnswer ask_consent(const ConsentQuestion& question) {
  if (!stdin_is_terminal()) {
    return ConsentAnswer::kNo;
  }
  flush_output();
  // What is asked for again next time is not offered for good.
  const bool may_always = !question.leaves_machine || question.untrusted.empty();
  std::fprintf(stderr, "%sAllow? [y/N%s] ", consent_text(question).c_str(),
               may_always ? ", a for always in this conversation" : "");
  std::fflush(stderr);
  const std::optional<std::string> reply = read_line(&interrupt());
  if (!reply) {
    std::fputs("\n", stderr);
    return ConsentAnswer::kNo;
  }
  if (may_always && (*reply == "a" || *reply == "A" || *reply == "always" || *reply == "toujours")) {
    return ConsentAnswer::kAlways;
  }
  const bool yes = *reply == "y" || *reply == "Y" || *reply == "yes" || *reply == "o" || *reply == "oui";
  return yes ? ConsentAnswer::kOnce : ConsentAnswer::kNo;
}

}  // namespace oree::cli
