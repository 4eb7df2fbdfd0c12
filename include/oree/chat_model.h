// What the agent loop needs of a language model: a conversation that grows turn by turn.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
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

// What a conversation does when it no longer fits the context. Instructions and tools are never cut.
enum class WhenFull {
  kDropOldest,  // the oldest exchanges are left out
  kSummarise,   // the same, and a summary by the model itself stands in their place
  kRefuse,      // Error kLimit, which says how much there is too much
};

// "drop_oldest", "summarise" or "refuse", as in agent files.
std::string_view when_full_name(WhenFull when_full) noexcept;

// What no longer stands in a conversation, from a turn on.
struct Forgotten {
  int exchanges = 0;              // the oldest requests, each with what was answered and done to it
  Json messages = Json::array();  // they: [{"role", "text"?, "calls"?, "result"?}]
  std::string summary;            // what stands in their place; "" where nothing does
};

// Text, or calls, which text may stand before. stop: kGrammar for calls.
struct AssistantTurn {
  std::vector<ToolCall> calls;
  std::string text;
  StopReason stop = StopReason::kEnd;
  Usage usage;
  // The beginning of calls that ended before they were whole: by the limit of tokens (stop is then kLength) or because
  // the turn was cancelled. `calls` is then empty. After kLength, next() without anything added goes on with them.
  std::string cut_call;
  Forgotten forgotten;
};

// Whether a turn may, must or must not call tools.
struct ToolChoice {
  enum class Kind { kAuto, kNone, kRequired, kNamed };

  Kind kind = Kind::kAuto;
  std::string tool = {};  // of kNamed: the one that is called

  static ToolChoice automatic() { return {}; }
  static ToolChoice none() { return {Kind::kNone}; }
  static ToolChoice required() { return {Kind::kRequired}; }
  static ToolChoice named(std::string tool) { return {Kind::kNamed, std::move(tool)}; }

  bool must_call() const noexcept { return kind == Kind::kRequired || kind == Kind::kNamed; }
};

struct TurnOptions {
  int max_tokens = 512;
  ToolChoice tool_choice;
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
  // Throws Error: kLimit when the request alone does not fit the context, or the conversation does not and may not be
  // cut; kUsage when there is nothing to answer; kInvalid when a call is required that no tool can make.
  virtual AssistantTurn next(const TurnOptions& options) = 0;
};

}  // namespace oree
