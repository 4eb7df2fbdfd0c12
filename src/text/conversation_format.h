// How a conversation becomes the tokens that a model reads: in the form of oree-mini (PromptFormat), or as the model's
// own template says (TemplateFormat).
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gguf/file.h"
#include "oree/tool.h"
#include "text/tokenizer.h"
#include "text/tool_formats/tool_format.h"

namespace oree::text {

struct Message {
  enum class Role { kUser, kAssistant, kTool };

  Role role = Role::kUser;
  std::string text = {};             // of a user or an assistant, of whom it stands before the calls
  std::vector<ToolCall> calls = {};  // of an assistant
  Json result = {};                  // of a tool; one a call, in the order of the calls
  // What the model wrote for an assistant's turn, without the end token; empty when another wrote it.
  std::vector<TokenId> written = {};
};

// Immutable and thread-safe.
class ConversationFormat {
 public:
  virtual ~ConversationFormat() = default;

  // What prompts with these instructions (may be empty) and tools begin with, so that it can be run once and kept.
  // Throws Error kUnsupported when the tools cannot be shown.
  virtual std::vector<TokenId> opening(std::string_view instructions,
                                       const std::vector<ToolDescription>& tools) const = 0;
  // The whole conversation, up to where the assistant's next turn begins. Throws Error as the template does.
  virtual std::vector<TokenId> prompt(std::string_view instructions, const std::vector<ToolDescription>& tools,
                                      std::span<const Message> messages) const = 0;
  // "template", or what oree.prompt_format names.
  virtual std::string_view name() const noexcept = 0;
  // Whether it has a place of their own for instructions, which otherwise stand before the first request, and whether
  // it shows tools.
  virtual bool takes_instructions() const noexcept = 0;
  virtual bool takes_tools() const noexcept = 0;
  // How the model writes calls.
  virtual const ToolFormat& tool_format() const noexcept = 0;
};

// The form that the file's oree.prompt_format names, otherwise its template; chat_template, when it is not empty, is a
// file with a template to use instead. tool_format: of a template, the name of the format of calls; "": the one that
// is recognised. file and tokenizer must outlive it.
// Throws Error kUnsupported when there is neither, and for a template that cannot be used, with how to go on; kInvalid
// for a format of calls that there is not.
std::unique_ptr<const ConversationFormat> make_conversation_format(const gguf::File& file, const Tokenizer& tokenizer,
                                                                   const std::filesystem::path& chat_template,
                                                                   std::string_view tool_format = {});

}  // namespace oree::text
