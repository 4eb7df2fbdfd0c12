#include "text/template_messages.h"

#include <algorithm>
#include <cstdio>

#include "text/prompt_format.h"

namespace oree::text {
namespace {

// Mistral's own templates insist on nine letters or digits.
std::string call_id(std::size_t index) {
  char id[32];
  std::snprintf(id, sizeof id, "call%05zu", index % 100000);
  return id;
}

Json describe(const ToolCall& call, std::size_t index) {
  return {
      {"id", call_id(index)}, {"type", "function"}, {"function", {{"name", call.tool}, {"arguments", call.arguments}}}};
}

void add_user_text(Json& messages, const std::string& text, const char* between) {
  if (!messages.empty() && messages.back()["role"] == "user") {
    messages.back()["content"] = messages.back()["content"].get<std::string>() + between + text;
  } else {
    messages.push_back({{"role", "user"}, {"content", text}});
  }
}

}  // namespace

Json template_messages(std::span<const Message> messages, const ToolFormat& format) {
  const bool takes_several = format.syntaxes.empty() || format.syntaxes.front().takes_several();
  Json result = Json::array();
  std::size_t n_calls = 0;                       // of the conversation
  const std::vector<ToolCall>* calls = nullptr;  // of the last assistant's turn
  std::size_t n_of_turn = 0;                     // results to it so far
  for (const Message& message : messages) {
    switch (message.role) {
      case Message::Role::kUser:
        result.push_back({{"role", "user"}, {"content", message.text}});
        break;
      case Message::Role::kAssistant:
        result.push_back({{"role", "assistant"}, {"content", message.text}});
        if (message.calls.empty()) break;
        calls = &message.calls;
        n_of_turn = 0;
        for (const ToolCall& call : message.calls) {
          Json& described = result.back()["tool_calls"];
          if (takes_several || described.is_null()) described.push_back(describe(call, n_calls + described.size()));
        }
        n_calls += message.calls.size();
        break;
      case Message::Role::kTool: {
        const std::size_t n_left = calls == nullptr ? 0 : calls->size() - std::min(n_of_turn, calls->size());
        const std::size_t index = n_calls - n_left;
        if (n_left > 0 && n_of_turn > 0 && !takes_several) {
          result.push_back({{"role", "assistant"}, {"content", ""}});
          result.back()["tool_calls"].push_back(describe((*calls)[n_of_turn], index));
        }
        result.push_back({{"role", "tool"}, {"tool_call_id", call_id(index)}});
        if (n_left > 0) result.back()["name"] = (*calls)[n_of_turn++].tool;
        result.back()["content"] = dump_spaced(message.result);
        break;
      }
    }
  }
  return result;
}

Json plain_messages(std::span<const Message> messages, const ToolFormat& format) {
  Json result = Json::array();
  const std::vector<ToolCall>* calls = nullptr;
  std::size_t n_of_turn = 0;
  bool after_result = false;
  for (const Message& message : messages) {
    switch (message.role) {
      case Message::Role::kUser:
        if (after_result) {
          add_user_text(result, message.text, "\n\n");
        } else {
          result.push_back({{"role", "user"}, {"content", message.text}});
        }
        break;
      case Message::Role::kAssistant: {
        std::string text = message.text;
        if (!message.calls.empty()) text += (text.empty() ? "" : "\n") + format.write(message.calls);
        result.push_back({{"role", "assistant"}, {"content", text}});
        calls = &message.calls;
        n_of_turn = 0;
        break;
      }
      case Message::Role::kTool: {
        const bool is_known = calls != nullptr && n_of_turn < calls->size();
        const std::string of = is_known ? " of " + (*calls)[n_of_turn++].tool : std::string();
        add_user_text(result, "Result" + of + ": " + dump_spaced(message.result), "\n");
        break;
      }
    }
    after_result = message.role == Message::Role::kTool;
  }
  return result;
}

}  // namespace oree::text
