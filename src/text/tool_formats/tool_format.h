// How a family of models writes calls of tools: what opens one, what is written around it, and how a text is read back.
// One file a format; docs/tool-calls.md has them in a table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "oree/tool.h"
#include "text/call_syntax.h"
#include "text/tokenizer.h"

namespace oree::text {

// What a model shows of its habits.
struct ToolFormatSigns {
  const Tokenizer* tokenizer = nullptr;  // nullptr: one without control tokens
  // What the template writes behind the request of a conversation in which the tool kProbeTool was called with the
  // arguments kProbeArguments; "" when it writes no call.
  std::string written = {};
  // The template's text of a conversation that offers that tool; "" when it shows no tools.
  std::string shown = {};

  bool has_control(std::string_view spelling) const {
    return tokenizer != nullptr && tokenizer->find_control(spelling);
  }
};

inline constexpr std::string_view kProbeTool = "oree_probe_tool";
inline constexpr std::string_view kProbeArguments = R"({"oree_probe_key": "oree_probe_value"})";

// A value; immutable and thread-safe.
struct ToolFormat {
  std::string_view name;
  // Those a model may write calls in, at least one; where a call is required it is written in the first.
  std::vector<CallSyntax> syntaxes;
  // The control tokens of the syntaxes, in the order of their bytes.
  std::vector<TokenId> controls = {};
  // Whether the template, where it shows tools and writes calls at all, does so as the format says. Otherwise describe
  // and write do it, in the system text and as what the assistant said.
  bool is_of_template = true;

  // The calls of a turn, from the trigger on, control tokens spelled out; strict, of at most kMaxCallsBytes bytes and
  // kMaxCalls calls. Throws Error kInvalid with the byte, kLimit.
  std::vector<ToolCall> (*parse)(std::string_view written) = nullptr;
  // Calls as the format writes them, control tokens spelled out.
  std::string (*write)(const std::vector<ToolCall>& calls) = nullptr;
};

// Says which tools there are and how one is called, for a template that does not.
std::string describe_tools(const ToolFormat& format, const std::vector<ToolDescription>& tools);

// The format that the signs speak for; the generic one ("json") where they speak for none.
ToolFormat recognise_tool_format(const ToolFormatSigns& signs);
// The format of that name; of the signs it takes what concerns it. Throws Error kInvalid with the names there are.
ToolFormat find_tool_format(std::string_view name, const ToolFormatSigns& signs);
std::vector<std::string_view> tool_format_names();

// One of each family. The second function says whether the signs speak for it.
ToolFormat mistral_format(const ToolFormatSigns& signs);
bool speaks_for_mistral(const ToolFormatSigns& signs);
ToolFormat tekken_format(const ToolFormatSigns& signs);
bool speaks_for_tekken(const ToolFormatSigns& signs);
ToolFormat llama_format(const ToolFormatSigns& signs);
bool speaks_for_llama(const ToolFormatSigns& signs);
ToolFormat hermes_format(const ToolFormatSigns& signs);
bool speaks_for_hermes(const ToolFormatSigns& signs);
ToolFormat gemma_format(const ToolFormatSigns& signs);
bool speaks_for_gemma(const ToolFormatSigns& signs);
ToolFormat json_format(const ToolFormatSigns& signs);

}  // namespace oree::text
