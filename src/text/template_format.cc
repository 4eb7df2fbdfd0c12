#include "text/template_format.h"

#include <algorithm>
#include <cstdio>

#include "oree/error.h"
#include "text/guarded_text.h"
#include "text/prompt_format.h"

namespace oree::text {
namespace {

constexpr std::string_view kHint =
    "use another template with --chat-template FILE, or complete text with `oree complete`";

// Words that no template has of its own.
constexpr std::string_view kProbeInstructions = "oree-probe-instructions";
constexpr std::string_view kProbeRequest = "oree-probe-request";
constexpr std::string_view kProbeTool = "oree_probe_tool";

std::string spelling_of(const gguf::File& file, const Tokenizer& tokenizer, std::string_view key) {
  const auto id = file.find_unsigned(key);
  return id && *id < static_cast<std::uint64_t>(tokenizer.vocabulary_size())
             ? std::string(tokenizer.token_spelling(static_cast<TokenId>(*id)))
             : std::string();
}

// Mistral's own templates insist on nine letters or digits.
std::string call_id(std::size_t index) {
  char id[32];
  std::snprintf(id, sizeof id, "call%05zu", index % 100000);
  return id;
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

// n_calls: those before this message; counted on.
Json describe_calls(const std::vector<ToolCall>& calls, std::size_t& n_calls) {
  Json result = Json::array();
  for (const ToolCall& call : calls) {
    result.push_back({{"id", call_id(n_calls++)},
                      {"type", "function"},
                      {"function", {{"name", call.tool}, {"arguments", call.arguments}}}});
  }
  return result;
}

// As the transformers library hands messages to a template.
Json describe(std::span<const Message> messages) {
  Json result = Json::array();
  std::size_t n_calls = 0;
  std::size_t n_results = 0;
  const std::vector<ToolCall>* calls = nullptr;  // of the last assistant's turn
  std::size_t n_of_turn = 0;                     // results to it so far
  for (const Message& message : messages) {
    switch (message.role) {
      case Message::Role::kUser:
        result.push_back({{"role", "user"}, {"content", message.text}});
        break;
      case Message::Role::kAssistant:
        result.push_back({{"role", "assistant"}, {"content", message.text}});
        if (!message.calls.empty()) {
          result.back()["tool_calls"] = describe_calls(message.calls, n_calls);
          n_results = n_calls - message.calls.size();
          calls = &message.calls;
          n_of_turn = 0;
        }
        break;
      case Message::Role::kTool:
        result.push_back({{"role", "tool"}, {"tool_call_id", call_id(n_results++)}});
        if (calls != nullptr && n_of_turn < calls->size()) {
          result.back()["name"] = (*calls)[n_of_turn++].tool;
        }
        result.back()["content"] = dump_spaced(message.result);
        break;
    }
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
                               const Tokenizer& tokenizer)
    : name_(std::move(name)),
      tokenizer_(&tokenizer),
      template_(parse(source, name_)),
      bos_(spelling_of(file, tokenizer, "tokenizer.ggml.bos_token_id")),
      eos_(spelling_of(file, tokenizer, "tokenizer.ggml.eos_token_id")) {
  // With [ARGS] a call is written without JSON around it, which no grammar of ours allows yet.
  if (!tokenizer.find_control("[ARGS]")) {
    tool_calls_ = tokenizer.find_control("[TOOL_CALLS]");
  }
  const Message messages[] = {request(kProbeRequest)};
  // Some templates go through the tools without asking whether there are any.
  takes_null_ = shows(kProbeRequest, variables({}, {}, messages));
  if (render(variables({}, {}, messages)).find(kProbeRequest) == std::string::npos) {
    throw Error(ErrorCode::kUnsupported, "the chat template leaves out what the user says", name_, std::string(kHint));
  }
  takes_instructions_ = shows(kProbeInstructions, variables(kProbeInstructions, {}, messages));
  const ToolDescription tool = {.name = std::string(kProbeTool),
                                .description = "Try.",
                                .schema = {{"type", "object"}, {"properties", Json::object()}}};
  takes_tools_ = shows(kProbeTool, variables({}, {tool}, messages));
}

bool TemplateFormat::shows(std::string_view word, const Json& variables) const {
  try {
    return template_.render(variables).find(word) != std::string::npos;
  } catch (const Error&) {  // templates refuse what they do not take by raising
    return false;
  }
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
  Json result = {
      {"messages", describe(messages)}, {"bos_token", bos_}, {"eos_token", eos_}, {"add_generation_prompt", true}};
  Json& written = result["messages"];
  if (!instructions.empty() && takes_instructions_) {
    written.insert(written.begin(), Json{{"role", "system"}, {"content", instructions}});
  } else if (!instructions.empty()) {
    const auto first =
        std::find_if(written.begin(), written.end(), [](const Json& message) { return message["role"] == "user"; });
    if (first != written.end()) {
      (*first)["content"] = std::string(instructions) + "\n\n" + (*first)["content"].get<std::string>();
    }
  }
  if (!tools.empty()) {
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
  if (!tools.empty() && !tool_calls_) {
    throw Error(ErrorCode::kUnsupported,
                "the model has no tool-call format Orée knows: its vocabulary has no [TOOL_CALLS] that is followed by "
                "JSON",
                name_,
                "use an agent without tools (-a plain), or a model with Mistral's tool-call tokens such as oree-mini");
  }
  if (!tools.empty() && !takes_tools_) {
    throw Error(ErrorCode::kUnsupported, "the chat template does not show tools to the model", name_,
                "use an agent without tools (-a plain), or a template that does with --chat-template FILE");
  }
  // What two conversations with nothing else in common begin with.
  const Message one[] = {request("0")};
  const Message other[] = {request("Z")};
  std::vector<TokenId> tokens = prompt(instructions, tools, one);
  const std::vector<TokenId> others = prompt(instructions, tools, other);
  tokens.erase(std::mismatch(tokens.begin(), tokens.end(), others.begin(), others.end()).first, tokens.end());
  return tokens;
}

}  // namespace oree::text
