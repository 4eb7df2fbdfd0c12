// Conversations as a model's own chat template writes them. docs/chat_templates.md
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gguf/file.h"
#include "text/chat_template.h"
#include "text/conversation_format.h"
#include "text/tokenizer.h"

namespace oree::text {

// What people, tools and files say never becomes a control token, though it stands in the text that the template
// renders: see GuardedText.
class TemplateFormat final : public ConversationFormat {
 public:
  // source: the template. name: what errors call it. Tries the template on small conversations to learn what it takes.
  // Throws Error as ChatTemplate, and kUnsupported when it cannot write a conversation of one request.
  TemplateFormat(std::string_view source, std::string name, const gguf::File& file, const Tokenizer& tokenizer);

  std::vector<TokenId> opening(std::string_view instructions, const std::vector<ToolDescription>& tools) const override;
  std::vector<TokenId> prompt(std::string_view instructions, const std::vector<ToolDescription>& tools,
                              std::span<const Message> messages) const override;
  std::string_view name() const noexcept override { return "template"; }
  bool takes_instructions() const noexcept override { return takes_instructions_; }
  bool takes_tools() const noexcept override { return takes_tools_; }
  std::optional<TokenId> tool_calls_token() const noexcept override { return tool_calls_; }

 private:
  // Throws Error with the template's name in its place, and how to go on.
  std::string render(const Json& variables) const;
  Json variables(std::string_view instructions, const std::vector<ToolDescription>& tools,
                 std::span<const Message> messages) const;
  // Whether a conversation with `word` in it is written, and `word` with it.
  bool shows(std::string_view word, const Json& variables) const;

  std::string name_;
  const Tokenizer* tokenizer_;
  ChatTemplate template_;
  std::string bos_, eos_;
  std::optional<TokenId> tool_calls_;
  bool takes_null_ = true;  // as `tools` where there are none, as the transformers library passes it; or nothing
  bool takes_instructions_ = true;
  bool takes_tools_ = true;
};

}  // namespace oree::text
