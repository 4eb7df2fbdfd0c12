// A model's turn in a recording.
#pragma once

#include <string>

#include "oree/chat_model.h"

namespace oree::agent {

// {"max_tokens", "calls_allowed", "calls_required"}
Json options_json(const TurnOptions& options);
// Throws Json's exceptions on what is no such object.
TurnOptions options_of(const Json& options);

// {"text", "calls", "stop", "tokens", "forgotten"}
Json turn_json(const AssistantTurn& turn);

// What of two turns is not the same first: "text", "call N", "calls", "stop" or "forgotten"; "" when they are the same.
std::string first_difference(const Json& recorded, const Json& replayed);

Json calls_json(const std::vector<ToolCall>& calls);
std::vector<ToolCall> calls_of(const Json& calls);

}  // namespace oree::agent
