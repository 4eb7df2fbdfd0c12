// Llama 3.1 and 3.2: one object that is the whole turn, sometimes behind <|python_tag|>.
#include "text/tool_formats/call_reader.h"
#include "text/tool_formats/syntax_tokens.h"
#include "text/tool_formats/tool_format.h"

namespace oree::text {
namespace {

constexpr std::string_view kTag = "<|python_tag|>";
constexpr std::string_view kForm = R"({"name": "tool", "parameters": {"parameter": "value"}})";

std::vector<ToolCall> parse(std::string_view written) {
  CallReader reader(written, kForm);
  reader.take(kTag);
  reader.skip_space();
  std::vector<ToolCall> calls{reader.read_call_object("parameters")};
  reader.expect_end();
  return calls;
}

// The models make one call a turn; of several, each is a line.
std::string write(const std::vector<ToolCall>& calls) {
  std::string text;
  for (const ToolCall& call : calls) {
    text += (text.empty() ? "" : "\n") + call_object(call, "parameters");
  }
  return text;
}

}  // namespace

ToolFormat llama_format(const ToolFormatSigns& signs) {
  SyntaxTokens tokens(signs.tokenizer);
  CallSyntax bare;
  bare.begin.clear();
  bare.before_arguments = R"(", "parameters": )";
  bare.separator.clear();
  bare.end.clear();
  bare.n_trigger = std::string_view(R"({"name":)").size();
  bare.only_first = true;
  std::vector<CallSyntax> syntaxes{bare};
  if (signs.has_control(kTag)) {
    CallSyntax tagged = bare;
    tagged.begin = tokens.tag(kTag);
    tagged.n_trigger = tagged.begin.size();
    tagged.only_first = false;
    syntaxes.push_back(tagged);
  }
  return {"llama", syntaxes, tokens.controls(), true, parse, write};
}

bool speaks_for_llama(const ToolFormatSigns& signs) {
  const std::string object = call_object({std::string(kProbeTool), Json::parse(kProbeArguments)}, "parameters");
  return signs.written.find(object) != std::string::npos || signs.has_control(kTag);
}

}  // namespace oree::text
