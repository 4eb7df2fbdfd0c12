#include "text/template_format.h"

#include <algorithm>

#include "oree/error.h"
#include "text/guarded_text.h"
#include "text/template_messages.h"

namespace oree::text {
namespace {

constexpr std::string_view kHint =
    "use another template with --chat-template FILE, or complete text with `oree complete`";

// Words that no template has of its own.
constexpr std::string_view kProbeInstructions = "oree-probe-instructions";
constexpr std::string_view kProbeRequest = "oree-probe-request";
constexpr std::string_view kProbeResult = "oree-probe-result";

std::string spelling_of(const gguf::File& file, const Tokenizer& tokenizer, std::string_view key) {
  const auto id = file.find_unsigned(key);
  return id && *id < static_cast<std::uint64_t>(tokenizer.vocabulary_size())
             ? std::string(tokenizer.token_spelling(static_cast<TokenId>(*id)))
             : std::string();
}

Json describe(const std::vector<ToolDescription>& tools) {
  Json result = Json::array();
  for (const ToolDescription& tool : tools) {
    result.push_back(
        {{"type", "function"},
         {"function", {{"name", tool.name}, {"description", tool.description}, {"parameters", tool.schema}}}});
  }
  return result;
}

std::string hint_after(const Error& error) {
  return error.hint().empty() ? std::string(kHint) : error.hint() + "; or " + std::string(kHint);
}

ChatTemplate parse(std::string_view source, const std::string& name) {
  try {
    return ChatTemplate(source);
  } catch (const Error& error) {
    throw Error(error.code(), "the chat template cannot be read: " + std::string(error.what()),
                name + ", " + error.where(), hint_after(error));
  }
}

Message request(std::string_view text) { return {.role = Message::Role::kUser, .text = std::string(text)}; }

}  // namespace

TemplateFormat::TemplateFormat(std::string_view source, std::string name, const gguf::File& file,
                               const Tokenizer& tokenizer, std::string_view tool_format)
    : name_(std::move(name)),
      tokenizer_(&tokenizer),
      template_(parse(source, name_)),
      bos_(spelling_of(file, tokenizer, "tokenizer.ggml.bos_token_id")),
      eos_(spelling_of(file, tokenizer, "tokenizer.ggml.eos_token_id")) {
  const Message messages[] = {request(kProbeRequest)};
  // Some templates go through the tools without asking whether there are any.
  takes_null_ = !shown(kProbeRequest, variables({}, {}, messages)).empty();
  if (render(variables({}, {}, messages)).find(kProbeRequest) == std::string::npos) {
    throw Error(ErrorCode::kUnsupported, "the chat template leaves out what the user says", name_, std::string(kHint));
  }
  takes_instructions_ = !shown(kProbeInstructions, variables(kProbeInstructions, {}, messages)).empty();
  const ToolFormatSigns found = signs();
  tool_format_ = tool_format.empty() ? recognise_tool_format(found) : find_tool_format(tool_format, found);
  takes_tools_ = !found.shown.empty();
  shows_tools_ = takes_tools_ && tool_format_.is_of_template;
  writes_calls_ = !found.written.empty() && tool_format_.is_of_template;
}

ToolFormatSigns TemplateFormat::signs() const {
  const ToolDescription tool = {.name = std::string(kProbeTool),
                                .description = "Try.",
                                .schema = {{"type", "object"}, {"properties", Json::object()}}};
  const ToolCall call = {tool.name, Json::parse(kProbeArguments)};
  ToolFormatSigns found{.tokenizer = tokenizer_};
  const Message messages[] = {request(kProbeRequest),
                              {.role = Message::Role::kAssistant, .calls = {call}},
                              {.role = Message::Role::kTool, .result = kProbeResult}};
  found.shown = shown(kProbeTool, variables({}, {tool}, std::span(messages).first(1)));
  for (const bool with_tools : {true, false}) {
    const Json values = variables({}, with_tools ? std::vector{tool} : std::vector<ToolDescription>(), messages);
    const std::string text = shown(kProbeResult, values);
    const std::size_t behind = std::min(text.rfind(kProbeRequest), text.size());
    if (text.find(kProbeTool, behind) != std::string::npos) {
      found.written = text.substr(behind);
      break;
    }
  }
  return found;
}

std::string TemplateFormat::shown(std::string_view word, const Json& variables) const {
  try {
    std::string text = template_.render(variables);
    return text.find(word) != std::string::npos ? text : std::string();
  } catch (const Error&) {  // templates refuse what they do not take by raising
    return {};
  }
}

std::string TemplateFormat::system_text(std::string_view instructions,
                                        const std::vector<ToolDescription>& tools) const {
  std::string text(instructions);
  if (!tools.empty() && !shows_tools_) {
    text += (text.empty() ? "" : "\n\n") + describe_tools(tool_format_, tools);
  }
  return text;
}

std::string TemplateFormat::render(const Json& variables) const {
  try {
    return template_.render(variables);
  } catch (const Error& error) {
    throw Error(error.code(), "the chat template cannot write this conversation: " + std::string(error.what()),
                name_ + ", " + error.where(), hint_after(error));
  }
}

Json TemplateFormat::variables(std::string_view instructions, const std::vector<ToolDescription>& tools,
                               std::span<const Message> messages) const {
  const std::string system = system_text(instructions, tools);
  Json result = {
      {"messages", writes_calls_ ? template_messages(messages, tool_format_) : plain_messages(messages, tool_format_)},
      {"bos_token", bos_},
      {"eos_token", eos_},
      {"add_generation_prompt", true}};
  Json& written = result["messages"];
  if (!system.empty() && takes_instructions_) {
    written.insert(written.begin(), Json{{"role", "system"}, {"content", system}});
  } else if (!system.empty()) {
    const auto first =
        std::find_if(written.begin(), written.end(), [](const Json& message) { return message["role"] == "user"; });
    if (first != written.end()) {
      (*first)["content"] = system + "\n\n" + (*first)["content"].get<std::string>();
    }
  }
  if (!tools.empty() && shows_tools_) {
    result["tools"] = describe(tools);
  } else if (takes_null_) {
    result["tools"] = nullptr;
  }
  result["documents"] = nullptr;
  return result;
}

std::vector<TokenId> TemplateFormat::prompt(std::string_view instructions, const std::vector<ToolDescription>& tools,
                                            std::span<const Message> messages) const {
  Json values = variables(instructions, tools, messages);
  Json foreign = {{"messages", values["messages"]}};
  if (values.contains("tools")) {
    foreign["tools"] = values["tools"];
  }
  const GuardedText guarded(*tokenizer_, foreign);
  const Json own = values["messages"];
  values.update(guarded.guard(foreign));
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (own[i]["role"] == "assistant") {
      values["messages"][i]["content"] = guarded.guard(own[i]["content"], true);
    }
  }
  return guarded.encode(render(values));
}

std::vector<TokenId> TemplateFormat::opening(std::string_view instructions,
                                             const std::vector<ToolDescription>& tools) const {
  // What two conversations with nothing else in common begin with.
  const Message one[] = {request("0")};
  const Message other[] = {request("Z")};
  std::vector<TokenId> tokens = prompt(instructions, tools, one);
  const std::vector<TokenId> others = prompt(instructions, tools, other);
  tokens.erase(std::mismatch(tokens.begin(), tokens.end(), others.begin(), others.end()).first, tokens.end());
  return tokens;
}

}  // namespace oree::text
