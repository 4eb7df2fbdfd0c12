// What the agent loop needs of a language model: a conversation that grows turn by turn.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "oree/cancel.h"
#include "oree/tool.h"

namespace oree {

enum class StopReason { kEnd, kLength, kGrammar, kCancelled };

// "end", "length", "grammar" or "cancelled".
std::string_view stop_reason_name(StopReason reason) noexcept;

struct Usage {
  int prompt_tokens = 0;
  int completion_tokens = 0;
  double seconds = 0;
  double first_token_seconds = 0;
};

// Either calls, or text. stop: kGrammar for calls.
struct AssistantTurn {
  std::vector<ToolCall> calls;
  std::string text;
  StopReason stop = StopReason::kEnd;
  Usage usage;
  int forgotten_exchanges = 0;  // oldest request-answer pairs dropped so that the context holds the rest
};

struct TurnOptions {
  int max_tokens = 512;
  bool allow_calls = true;                             // false: this turn is text
  bool require_calls = false;                          // true: this turn is calls; kLimit when none fits
  std::function<void(std::string_view utf8)> on_text;  // text as it is made, whole UTF-8 characters; may be empty
  const CancelFlag* cancel = nullptr;
};

class ChatModel {
 public:
  virtual ~ChatModel() = default;

  virtual void add_user(std::string_view text) = 0;
  // One result a call of the last turn, in the order of the calls.
  virtual void add_tool_result(const Json& result) = 0;
  // Adds what an assistant said earlier, e.g. when a conversation is restored.
  virtual void add_assistant_text(std::string_view text) = 0;
  virtual void add_assistant_calls(const std::vector<ToolCall>& calls) = 0;

  // Generates the assistant's turn and adds it to the conversation. Calls parse and validate under the tools' schemas.
  // A cancelled turn is taken back from the conversation, with the user message it answered.
  // Throws Error: kLimit when the request alone does not fit the context.
  virtual AssistantTurn next(const TurnOptions& options) = 0;
};

}  // namespace oree
