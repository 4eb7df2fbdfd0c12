#include "agent/recorded_turn.h"

#include <algorithm>

namespace oree::agent {

Json options_json(const TurnOptions& options) {
  return {{"max_tokens", options.max_tokens},
          {"calls_allowed", options.allow_calls},
          {"calls_required", options.require_calls}};
}

TurnOptions options_of(const Json& options) {
  TurnOptions result;
  result.max_tokens = options.at("max_tokens").get<int>();
  result.allow_calls = options.at("calls_allowed").get<bool>();
  result.require_calls = options.at("calls_required").get<bool>();
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
          {"forgotten", turn.forgotten_exchanges}};
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
  for (const char* member : {"stop", "tokens", "forgotten"}) {
    if (recorded.at(member) != replayed.at(member)) {
      return member;
    }
  }
  return "";
}

}  // namespace oree::agent
