// Hermes, Qwen 2.5 and Qwen 3: each call an object between <tool_call> and </tool_call>, which are tokens of some
// vocabularies and letters in others.
#include "text/tool_formats/call_reader.h"
#include "text/tool_formats/syntax_tokens.h"
#include "text/tool_formats/tool_format.h"

namespace oree::text {
namespace {

constexpr std::string_view kOpen = "<tool_call>";
constexpr std::string_view kClose = "</tool_call>";
constexpr std::string_view kForm =
    "<tool_call>\n{\"name\": \"tool\", \"arguments\": {\"parameter\": \"value\"}}\n</tool_call>";

std::vector<ToolCall> parse(std::string_view written) {
  CallReader reader(written, kForm);
  std::vector<ToolCall> calls;
  do {
    reader.expect(kOpen);
    reader.skip_space();
    reader.add(calls, reader.read_call_object("arguments"));
    reader.skip_space();
    reader.expect(kClose);
    reader.skip_space();
  } while (!reader.at_end());
  return calls;
}

std::string write(const std::vector<ToolCall>& calls) {
  std::string text;
  for (const ToolCall& call : calls) {
    text += text.empty() ? "" : "\n";
    text.append(kOpen).append("\n").append(call_object(call, "arguments")).append("\n").append(kClose);
  }
  return text;
}

}  // namespace

ToolFormat hermes_format(const ToolFormatSigns& signs) {
  SyntaxTokens tokens(signs.tokenizer);
  CallSyntax syntax;
  const std::string open = tokens.tag(kOpen);
  syntax.begin.clear();
  syntax.before_name = open + "\n" + CallSyntax().before_name;
  syntax.n_trigger = open.size();
  syntax.after_arguments = "}\n" + tokens.tag(kClose);
  syntax.separator = "\n";
  syntax.end.clear();
  return {"hermes", {syntax}, tokens.controls(), true, parse, write};
}

bool speaks_for_hermes(const ToolFormatSigns& signs) {
  const std::string object = call_object({std::string(kProbeTool), Json::parse(kProbeArguments)}, "arguments");
  const std::size_t tag = signs.written.find(kOpen);
  if (tag != std::string::npos && signs.written.find(object, tag) != std::string::npos) return true;
  // A template may show the form without ever writing a call.
  return signs.written.empty() && signs.shown.find(kOpen) != std::string::npos &&
         signs.shown.find("\"arguments\"") != std::string::npos;
}

}  // namespace oree::text
