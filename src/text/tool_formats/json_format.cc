// Models without a format of their own, and Gemma, whose documentation shows the same: one object that is the whole
// turn, or stands in a fence of Markdown.
#include "text/tool_formats/call_reader.h"
#include "text/tool_formats/syntax_tokens.h"
#include "text/tool_formats/tool_format.h"

namespace oree::text {
namespace {

constexpr std::string_view kFences[] = {"```json\n", "```tool_code\n"};
constexpr std::string_view kFenceEnd = "\n```";

std::vector<ToolCall> parse_object(std::string_view written, std::string_view key, std::string_view form) {
  CallReader reader(written, form);
  bool fenced = false;
  for (const std::string_view fence : kFences) fenced = fenced || reader.take(fence);
  reader.skip_space();
  std::vector<ToolCall> calls{reader.read_call_object(key)};
  if (fenced) reader.expect(kFenceEnd);
  reader.expect_end();
  return calls;
}

std::string write_objects(const std::vector<ToolCall>& calls, std::string_view key) {
  std::string text;
  for (const ToolCall& call : calls) text += (text.empty() ? "" : "\n") + call_object(call, key);
  return text;
}

std::vector<CallSyntax> syntaxes_of(std::string_view key) {
  CallSyntax bare;
  bare.begin.clear();
  bare.before_arguments = "\", \"" + std::string(key) + "\": ";
  bare.separator.clear();
  bare.end.clear();
  constexpr std::string_view kTrigger = R"({"name":)";
  bare.n_trigger = kTrigger.size();
  bare.only_first = true;
  std::vector<CallSyntax> syntaxes{bare};
  for (const std::string_view fence : kFences) {
    CallSyntax fenced = bare;
    fenced.begin = fence;
    fenced.end = kFenceEnd;
    fenced.n_trigger = fence.size() + kTrigger.size();
    fenced.only_first = false;
    syntaxes.push_back(fenced);
  }
  return syntaxes;
}

}  // namespace

ToolFormat gemma_format(const ToolFormatSigns&) {
  constexpr auto parse = [](std::string_view written) {
    return parse_object(written, "parameters", R"({"name": "tool", "parameters": {"parameter": "value"}})");
  };
  constexpr auto write = [](const std::vector<ToolCall>& calls) { return write_objects(calls, "parameters"); };
  return {"gemma", syntaxes_of("parameters"), {}, false, parse, write};
}

bool speaks_for_gemma(const ToolFormatSigns& signs) {
  return signs.written.empty() && signs.has_control("<start_of_turn>");
}

ToolFormat json_format(const ToolFormatSigns&) {
  constexpr auto parse = [](std::string_view written) {
    return parse_object(written, "arguments", R"({"name": "tool", "arguments": {"parameter": "value"}})");
  };
  constexpr auto write = [](const std::vector<ToolCall>& calls) { return write_objects(calls, "arguments"); };
  return {"json", syntaxes_of("arguments"), {}, false, parse, write};
}

}  // namespace oree::text
