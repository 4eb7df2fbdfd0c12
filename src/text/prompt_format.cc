#include "text/prompt_format.h"

#include "oree/error.h"

namespace oree::text {
namespace {

constexpr std::string_view kHint =
    "use a model with Mistral's tool-call tokens such as oree-mini, or complete text with `oree complete`";

TokenId require_control(const gguf::File& file, const Tokenizer& tokenizer, std::string_view spelling) {
  const auto id = tokenizer.find_control(spelling);
  if (!id) {
    throw Error(
        ErrorCode::kUnsupported,
        "the model has no tool-call format Orée knows: its vocabulary lacks the control token " + std::string(spelling),
        file.path().string(), std::string(kHint));
  }
  return *id;
}

TokenId require_bos(const gguf::File& file, const Tokenizer& tokenizer) {
  const auto id = tokenizer.bos();
  if (!id) {
    throw Error(ErrorCode::kUnsupported, "the model names no token that begins a text",
                file.path().string() + ", key tokenizer.ggml.bos_token_id", std::string(kHint));
  }
  return *id;
}

TokenId require_end(const gguf::File& file, const Tokenizer& tokenizer) {
  const std::uint64_t id = file.get_unsigned("tokenizer.ggml.eos_token_id");
  if (id >= static_cast<std::uint64_t>(tokenizer.vocabulary_size())) {
    throw Error(ErrorCode::kCorrupt, "the end token is outside the vocabulary",
                file.path().string() + ", key tokenizer.ggml.eos_token_id");
  }
  return static_cast<TokenId>(id);
}

// A turn is either calls or text; nothing stands before the array.
ToolFormat calls_of_mini(const Tokenizer& tokenizer) {
  ToolFormat format = mistral_format({.tokenizer = &tokenizer});
  format.syntaxes.front().only_first = true;
  return format;
}

}  // namespace

PromptFormat::PromptFormat(const gguf::File& file, const Tokenizer& tokenizer)
    : tokenizer_(&tokenizer),
      tool_format_(calls_of_mini(tokenizer)),
      bos_(require_bos(file, tokenizer)),
      end_(require_end(file, tokenizer)),
      inst_(require_control(file, tokenizer, "[INST]")),
      inst_end_(require_control(file, tokenizer, "[/INST]")),
      calls_(require_control(file, tokenizer, "[TOOL_CALLS]")),
      tools_(require_control(file, tokenizer, "[AVAILABLE_TOOLS]")),
      tools_end_(require_control(file, tokenizer, "[/AVAILABLE_TOOLS]")),
      results_(require_control(file, tokenizer, "[TOOL_RESULTS]")),
      results_end_(require_control(file, tokenizer, "[/TOOL_RESULTS]")),
      system_(require_control(file, tokenizer, "[SYSTEM_PROMPT]")),
      system_end_(require_control(file, tokenizer, "[/SYSTEM_PROMPT]")) {}

std::vector<TokenId> PromptFormat::wrapped(TokenId open, std::string_view text, TokenId close) const {
  std::vector<TokenId> tokens = tokenizer_->encode(text, {.add_bos = false, .special = false, .lossy = false});
  tokens.insert(tokens.begin(), open);
  tokens.push_back(close);
  return tokens;
}

std::vector<TokenId> PromptFormat::opening(std::string_view instructions,
                                           const std::vector<ToolDescription>& tools) const {
  std::vector<TokenId> tokens{bos_};
  const auto append = [&tokens](const std::vector<TokenId>& part) {
    tokens.insert(tokens.end(), part.begin(), part.end());
  };
  if (!instructions.empty()) append(wrapped(system_, instructions, system_end_));
  if (!tools.empty()) append(wrapped(tools_, render_tool_header(tools), tools_end_));
  return tokens;
}

std::vector<TokenId> PromptFormat::user(std::string_view text) const { return wrapped(inst_, text, inst_end_); }

std::vector<TokenId> PromptFormat::tool_result(const Json& result) const {
  return wrapped(results_, dump_spaced(result), results_end_);
}

std::vector<TokenId> PromptFormat::assistant_text(std::string_view text) const {
  std::vector<TokenId> tokens = tokenizer_->encode(text, {.add_bos = false, .special = false, .lossy = false});
  tokens.push_back(end_);
  return tokens;
}

std::vector<TokenId> PromptFormat::assistant_calls(const std::vector<ToolCall>& calls) const {
  return wrapped(calls_, render_calls(calls), end_);
}

std::vector<TokenId> PromptFormat::prompt(std::string_view instructions, const std::vector<ToolDescription>& tools,
                                          std::span<const Message> messages) const {
  std::vector<TokenId> tokens = opening(instructions, tools);
  for (const Message& message : messages) {
    const std::vector<TokenId> part = tokens_of(message);
    tokens.insert(tokens.end(), part.begin(), part.end());
  }
  return tokens;
}

std::vector<TokenId> PromptFormat::tokens_of(const Message& message) const {
  switch (message.role) {
    case Message::Role::kUser:
      return user(message.text);
    case Message::Role::kTool:
      return tool_result(message.result);
    case Message::Role::kAssistant:
      break;
  }
  if (!message.written.empty()) {  // as the model wrote it, which other tokens could spell too
    std::vector<TokenId> tokens = message.written;
    tokens.push_back(end_);
    return tokens;
  }
  if (message.calls.empty()) return assistant_text(message.text);
  std::vector<TokenId> tokens = assistant_text(message.text);
  tokens.pop_back();  // the end
  const std::vector<TokenId> calls = assistant_calls(message.calls);
  tokens.insert(tokens.end(), calls.begin(), calls.end());
  return tokens;
}

TokenId PromptFormat::end_token() const noexcept { return end_; }

}  // namespace oree::text
