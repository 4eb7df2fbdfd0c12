// Mistral's models to 2024 (vocabularies v3 and v7) and oree-mini: [TOOL_CALLS] and an array.
#include "text/tool_formats/call_reader.h"
#include "text/tool_formats/syntax_tokens.h"
#include "text/tool_formats/tool_format.h"

namespace oree::text {
namespace {

constexpr std::string_view kTag = "[TOOL_CALLS]";
constexpr std::string_view kForm = R"([TOOL_CALLS][{"name": "tool", "arguments": {"parameter": "value"}}])";

// The ids that prompts give earlier calls may be in it: who reads it numbers calls by their order.
std::vector<ToolCall> parse(std::string_view written) {
  CallReader reader(written, kForm);
  reader.take(kTag);
  reader.skip_space();
  Json array = reader.read_json();
  reader.expect_end();
  if (!array.is_array() || array.empty()) reader.fail("the calls are no JSON array with at least one call");
  std::vector<ToolCall> calls;
  for (Json& call : array) reader.add(calls, reader.call_of(std::move(call), "arguments", true));
  return calls;
}

std::string write(const std::vector<ToolCall>& calls) {
  std::string text(kTag);
  for (std::size_t i = 0; i < calls.size(); ++i) {
    text += i == 0 ? "[" : ", ";
    text += call_object(calls[i], "arguments");
  }
  return text + "]";
}

}  // namespace

ToolFormat mistral_format(const ToolFormatSigns& signs) {
  SyntaxTokens tokens(signs.tokenizer);
  CallSyntax syntax;
  const std::string tag = tokens.tag(kTag);
  syntax.begin = tag + "[";
  syntax.n_trigger = tag.size();
  syntax.space_may_follow = tag.size() == 1 && signs.tokenizer->kind() == "llama";
  return {"mistral", {syntax}, tokens.controls(), true, parse, write};
}

bool speaks_for_mistral(const ToolFormatSigns& signs) {
  const std::size_t tag = signs.written.find(kTag);
  if (tag != std::string::npos) {
    const std::size_t next = signs.written.find_first_not_of(" \n", tag + kTag.size());
    if (next != std::string::npos && signs.written.compare(next, 2, "[{") == 0) return true;
  }
  // With [ARGS] a call is written without JSON around it.
  return signs.has_control(kTag) && !signs.has_control("[ARGS]");
}

}  // namespace oree::text
