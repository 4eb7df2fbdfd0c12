// The prompt of a model: how instructions, tools and turns are written, token by token. docs/prompt_format.md
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gguf/file.h"
#include "oree/tool.h"
#include "text/conversation_format.h"
#include "text/tokenizer.h"

namespace oree::text {

// One line a tool: signature and description. Throws Error kUnsupported on a schema a signature cannot show.
std::string render_tool_header(const std::vector<ToolDescription>& tools);

// Calls as `[{"name": ..., "arguments": {...}}]`, as the model writes them.
std::string render_calls(const std::vector<ToolCall>& calls);

// Reads what stands behind [TOOL_CALLS]. Throws Error kInvalid with the offset.
std::vector<ToolCall> parse_calls(std::string_view json);

// JSON with ", " and ": " between its parts, as prompts hold it.
std::string dump_spaced(const Json& value);

// Writes a conversation piece by piece; the pieces' tokens simply follow each other.
class PromptFormat final : public ConversationFormat {
 public:
  // As oree.prompt_format names it.
  static constexpr std::string_view kName = "oree-mini-1";

  // Throws Error kUnsupported when the model has no tool-call format Orée knows, with how to go on (`oree complete`).
  PromptFormat(const gguf::File& file, const Tokenizer& tokenizer);

  // BOS, instructions (left out when empty), tools (left out when there are none).
  std::vector<TokenId> opening(std::string_view instructions, const std::vector<ToolDescription>& tools) const override;
  std::vector<TokenId> prompt(std::string_view instructions, const std::vector<ToolDescription>& tools,
                              std::span<const Message> messages) const override;
  std::vector<TokenId> user(std::string_view text) const;
  std::vector<TokenId> tool_result(const Json& result) const;
  // With the end token.
  std::vector<TokenId> assistant_text(std::string_view text) const;
  std::vector<TokenId> assistant_calls(const std::vector<ToolCall>& calls) const;

  std::string_view name() const noexcept override { return kName; }
  bool takes_instructions() const noexcept override { return true; }
  bool takes_tools() const noexcept override { return true; }
  const ToolFormat& tool_format() const noexcept override { return tool_format_; }
  TokenId end_token() const noexcept;

 private:
  std::vector<TokenId> tokens_of(const Message& message) const;
  std::vector<TokenId> wrapped(TokenId open, std::string_view text, TokenId close) const;

  const Tokenizer* tokenizer_;
  ToolFormat tool_format_;
  TokenId bos_, end_, inst_, inst_end_, calls_, tools_, tools_end_, results_, results_end_, system_, system_end_;
};

}  // namespace oree::text
