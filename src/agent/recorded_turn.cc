#include "agent/recorded_turn.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace oree::agent {
namespace {

constexpr std::array<std::string_view, 4> kChoices = {"auto", "none", "required", "named"};

}  // namespace

Json options_json(const TurnOptions& options) {
  return {{"max_tokens", options.max_tokens},
          {"tool_choice", kChoices[static_cast<std::size_t>(options.tool_choice.kind)]},
          {"tool", options.tool_choice.tool}};
}

TurnOptions options_of(const Json& options) {
  TurnOptions result;
  result.max_tokens = options.at("max_tokens").get<int>();
  const auto choice = std::find(kChoices.begin(), kChoices.end(), options.at("tool_choice").get<std::string>());
  if (choice != kChoices.end()) {
    result.tool_choice.kind = static_cast<ToolChoice::Kind>(choice - kChoices.begin());
  }
  result.tool_choice.tool = options.at("tool").get<std::string>();
  return result;
}

Json calls_json(const std::vector<ToolCall>& calls) {
  Json document = Json::array();
  for (const ToolCall& call : calls) {
    document.push_back({{"tool", call.tool}, {"arguments", call.arguments}});
  }
  return document;
}

std::vector<ToolCall> calls_of(const Json& calls) {
  std::vector<ToolCall> result;
  for (const Json& call : calls) {
    result.push_back({call.at("tool").get<std::string>(), call.at("arguments")});
  }
  return result;
}

Json turn_json(const AssistantTurn& turn) {
  return {{"text", turn.text},
          {"calls", calls_json(turn.calls)},
          {"stop", stop_reason_name(turn.stop)},
          {"tokens", turn.usage.completion_tokens},
          {"cut_call", turn.cut_call},
          {"forgotten", turn.forgotten.exchanges},
          {"summary", turn.forgotten.summary}};
}

std::string first_difference(const Json& recorded, const Json& replayed) {
  if (recorded.at("text") != replayed.at("text")) {
    return "text";
  }
  const Json& before = recorded.at("calls");
  const Json& now = replayed.at("calls");
  for (std::size_t i = 0; i < std::min(before.size(), now.size()); ++i) {
    // Written out, as the order of the arguments is the model's too.
    if (before[i].dump() != now[i].dump()) {
      return "call " + std::to_string(i + 1);
    }
  }
  if (before.size() != now.size()) {
    return "calls";
  }
  for (const char* member : {"stop", "tokens", "cut_call", "forgotten", "summary"}) {
    if (recorded.at(member) != replayed.at(member)) {
      return member;
    }
  }
  return "";
}

}  // namespace oree::agent
