#include "text/conversation_format.h"

#include "base/atomic_file.h"
#include "oree/error.h"
#include "text/prompt_format.h"
#include "text/template_format.h"

namespace oree::text {
namespace {

constexpr std::string_view kFormatKey = "oree.prompt_format";
constexpr std::string_view kTemplateKey = "tokenizer.chat_template";
constexpr std::uint64_t kMaxTemplateBytes = std::uint64_t{1} << 20;

}  // namespace

std::unique_ptr<const ConversationFormat> make_conversation_format(const gguf::File& file, const Tokenizer& tokenizer,
                                                                   const std::filesystem::path& chat_template,
                                                                   std::string_view tool_format) {
  const std::string path = file.path().string();
  if (!chat_template.empty()) {
    return std::make_unique<TemplateFormat>(read_file(chat_template, kMaxTemplateBytes), chat_template.string(), file,
                                            tokenizer, tool_format);
  }
  if (const auto format = file.find_string(kFormatKey)) {
    if (*format != PromptFormat::kName) {
      throw Error(ErrorCode::kUnsupported, "the prompt format \"" + std::string(*format) + "\" is not known",
                  path + ", key " + std::string(kFormatKey), "supported: " + std::string(PromptFormat::kName));
    }
    auto made = std::make_unique<PromptFormat>(file, tokenizer);
    if (!tool_format.empty() && tool_format != made->tool_format().name) {
      throw Error(ErrorCode::kInvalid,
                  "the model's own form has calls of the format " + std::string(made->tool_format().name) + " alone",
                  "--tool-format", "leave it out, or give a template with --chat-template FILE");
    }
    return made;
  }
  const auto source = file.find_string(kTemplateKey);
  if (!source) {
    throw Error(ErrorCode::kUnsupported, "the model has no chat template, so nobody knows how to talk to it", path,
                "give its template with --chat-template FILE, or complete text with `oree complete`");
  }
  return std::make_unique<TemplateFormat>(*source, path + ", key " + std::string(kTemplateKey), file, tokenizer,
                                          tool_format);
}

}  // namespace oree::text
