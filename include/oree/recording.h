// Conversations recorded as they happen, and played again: the model runs anew on what it was told then, no tool does.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "oree/cancel.h"
#include "oree/chat_model.h"
#include "oree/journal.h"

namespace oree {

// A model that keeps what is said to it and what it answers, step by step (docs/journal.md).
class RecordingModel final : public ChatModel {
 public:
  // The model must outlive it.
  explicit RecordingModel(ChatModel& model) : model_(model) {}

  // The steps since the last call of this, a list.
  Json take_steps();

  void add_user(std::string_view text) override;
  void add_tool_result(const Json& result) override;
  void add_assistant_text(std::string_view text) override;
  void add_assistant_calls(const std::vector<ToolCall>& calls) override;
  AssistantTurn next(const TurnOptions& options) override;

 private:
  ChatModel& model_;
  Json steps_ = Json::array();
};

// Where a replay is not what was recorded. Numbers are from 1.
struct ReplayDifference {
  int request = 0;
  int turn = 0;      // of the request
  std::string what;  // "text", "call 2", "calls", "stop", "error"
  Json recorded;
  Json replayed;
};

struct Replay {
  int n_requests = 0;  // played, the one with the difference too
  int n_turns = 0;
  std::optional<ReplayDifference> difference;
  std::string ended_early;  // why not all was played although nothing differed; else ""
};

// Plays the recording on a model that nothing has been said to. The model gets the recorded requests and the recorded
// results; its turns are compared with the recorded ones, until one differs. steps_exact: whether the model's answers
// after a cancelled turn may be compared (docs/journal.md).
// Throws Error kCorrupt (steps that are none), kCancelled, and what the model throws where the recording has no error.
Replay replay(const JournalRecording& recording, ChatModel& model, bool steps_exact, const CancelFlag* cancel);

}  // namespace oree
