// Conversations as a model's own chat template writes them. docs/chat_templates.md
#pragma once

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
  // source: the template. name: what errors call it. tool_format: the name of the format of calls; "": the one that is
  // recognised. Tries the template on small conversations to learn what it takes.
  // Throws Error as ChatTemplate, kUnsupported when it cannot write a conversation of one request, kInvalid for a
  // format that there is not.
  TemplateFormat(std::string_view source, std::string name, const gguf::File& file, const Tokenizer& tokenizer,
                 std::string_view tool_format = {});

  std::vector<TokenId> opening(std::string_view instructions, const std::vector<ToolDescription>& tools) const override;
  std::vector<TokenId> prompt(std::string_view instructions, const std::vector<ToolDescription>& tools,
                              std::span<const Message> messages) const override;
  std::string_view name() const noexcept override { return "template"; }
  bool takes_instructions() const noexcept override { return takes_instructions_; }
  bool takes_tools() const noexcept override { return takes_tools_; }
  const ToolFormat& tool_format() const noexcept override { return tool_format_; }

 private:
  // Throws Error with the template's name in its place, and how to go on.
  std::string render(const Json& variables) const;
  Json variables(std::string_view instructions, const std::vector<ToolDescription>& tools,
                 std::span<const Message> messages) const;
  // What is written of a conversation with `word` in it; "" when it is refused, or `word` is left out.
  std::string shown(std::string_view word, const Json& variables) const;
  ToolFormatSigns signs() const;
  // What stands for instructions: they, and the tools that the template does not show.
  std::string system_text(std::string_view instructions, const std::vector<ToolDescription>& tools) const;

  std::string name_;
  const Tokenizer* tokenizer_;
  ChatTemplate template_;
  std::string bos_, eos_;
  ToolFormat tool_format_;
  bool takes_null_ = true;  // as `tools` where there are none, as the transformers library passes it; or nothing
  bool takes_instructions_ = true;
  bool takes_tools_ = true;
  bool shows_tools_ = true;   // as the format of calls has it
  bool writes_calls_ = true;  // the same, and what tools returned
};

}  // namespace oree::text
