// Mistral's models from 2025 on (vocabularies v11 and v13): each call a [TOOL_CALLS], the name, [ARGS] and the
// arguments.
#include "text/prompt_format.h"
#include "text/tool_formats/call_reader.h"
#include "text/tool_formats/syntax_tokens.h"
#include "text/tool_formats/tool_format.h"

namespace oree::text {
namespace {

constexpr std::string_view kTag = "[TOOL_CALLS]";
constexpr std::string_view kId = "[CALL_ID]";
constexpr std::string_view kArguments = "[ARGS]";
constexpr std::string_view kForm = R"([TOOL_CALLS]tool[ARGS]{"parameter": "value"})";

std::vector<ToolCall> parse(std::string_view written) {
  CallReader reader(written, kForm);
  std::vector<ToolCall> calls;
  do {
    reader.expect(kTag);
    ToolCall call;
    call.tool = reader.read_name();
    if (reader.take(kId)) reader.read_name();  // prompts of v11 have one
    reader.expect(kArguments);
    reader.skip_space();
    call.arguments = reader.read_json();
    if (!call.arguments.is_object()) reader.fail("the arguments are no JSON object");
    reader.add(calls, std::move(call));
    reader.skip_space();
  } while (!reader.at_end());
  return calls;
}

std::string write(const std::vector<ToolCall>& calls) {
  std::string text;
  for (const ToolCall& call : calls) {
    text.append(kTag).append(call.tool).append(kArguments).append(dump_spaced(call.arguments));
  }
  return text;
}

}  // namespace

ToolFormat tekken_format(const ToolFormatSigns& signs) {
  SyntaxTokens tokens(signs.tokenizer);
  CallSyntax syntax;
  syntax.begin = tokens.tag(kTag);
  syntax.n_trigger = syntax.begin.size();
  syntax.before_name.clear();
  syntax.before_arguments = tokens.tag(kArguments);
  syntax.after_arguments.clear();
  syntax.separator = syntax.begin;
  syntax.end.clear();
  return {"tekken", {syntax}, tokens.controls(), true, parse, write};
}

bool speaks_for_tekken(const ToolFormatSigns& signs) {
  if (signs.written.find(std::string(kTag).append(kProbeTool)) != std::string::npos &&
      signs.written.find(std::string(kArguments) + "{") != std::string::npos) {
    return true;
  }
  return signs.has_control(kTag) && signs.has_control(kArguments);
}

}  // namespace oree::text
