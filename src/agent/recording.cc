#include "oree/recording.h"

#include <utility>

#include "agent/recorded_turn.h"
#include "oree/error.h"

namespace oree {
namespace {

// A person's cancelling cannot be played again at the token where it came, only before the first one.
constexpr const char* kCancelledTurn =
    "an answer was cancelled here, and with this sampling or this cache what follows depends on how far it had got";

struct Player {
  ChatModel& model;
  bool steps_exact;
  const CancelFlag* cancel;
  Replay result = {};

  void play(const Json& step, int request, int& turn) {
    if (step.contains("user")) {
      model.add_user(step["user"].get_ref<const std::string&>());
    } else if (step.contains("result")) {
      model.add_tool_result(step["result"]);
    } else if (step.contains("said")) {
      model.add_assistant_text(step["said"].get_ref<const std::string&>());
    } else if (step.contains("called")) {
      model.add_assistant_calls(agent::calls_of(step["called"]));
    } else {
      play_turn(step.at("turn"), step.at("options"), request, ++turn);
    }
  }

  void play_turn(const Json& recorded, const Json& options, int request, int turn) {
    TurnOptions turn_options = agent::options_of(options);
    CancelFlag at_once;
    turn_options.cancel = cancel;
    const bool was_cancelled = recorded.value("stop", "") == stop_reason_name(StopReason::kCancelled);
    if (was_cancelled) {
      if (!steps_exact && recorded.at("tokens") != 0) {
        result.ended_early = kCancelledTurn;
        return;
      }
      at_once.cancel();
      turn_options.cancel = &at_once;
    }
    Json now;
    try {
      now = agent::turn_json(model.next(turn_options));
    } catch (const Error& error) {
      if (!recorded.contains("error")) {
        throw;
      }
      now = {{"error", error_code_name(error.code())}};
    }
    ++result.n_turns;
    if (was_cancelled) {
      return;
    }
    if (cancel != nullptr && cancel->cancelled()) {
      throw Error(ErrorCode::kCancelled, "the replay was cancelled", "replay");
    }
    const bool failed = recorded.contains("error") || now.contains("error");
    const std::string what = failed ? (recorded == now ? "" : "error") : agent::first_difference(recorded, now);
    if (!what.empty()) {
      result.difference = ReplayDifference{request, turn, what, recorded, now};
    }
  }
};

}  // namespace

Json RecordingModel::take_steps() { return std::exchange(steps_, Json::array()); }

void RecordingModel::add_user(std::string_view text) {
  steps_.push_back({{"user", text}});
  model_.add_user(text);
}

void RecordingModel::add_tool_result(const Json& result) {
  steps_.push_back({{"result", result}});
  model_.add_tool_result(result);
}

void RecordingModel::add_assistant_text(std::string_view text) {
  steps_.push_back({{"said", text}});
  model_.add_assistant_text(text);
}

void RecordingModel::add_assistant_calls(const std::vector<ToolCall>& calls) {
  steps_.push_back({{"called", agent::calls_json(calls)}});
  model_.add_assistant_calls(calls);
}

AssistantTurn RecordingModel::next(const TurnOptions& options) {
  Json step = {{"options", agent::options_json(options)}};
  try {
    AssistantTurn turn = model_.next(options);
    step["turn"] = agent::turn_json(turn);
    steps_.push_back(std::move(step));
    return turn;
  } catch (const Error& error) {
    step["turn"] = {{"error", error_code_name(error.code())}};
    steps_.push_back(std::move(step));
    throw;
  }
}

Replay replay(const JournalRecording& recording, ChatModel& model, bool steps_exact, const CancelFlag* cancel) {
  Player player{model, steps_exact, cancel};
  for (const Json& request : recording.requests) {
    ++player.result.n_requests;
    int turn = 0;
    try {
      for (const Json& step : request.at("steps")) {
        player.play(step, player.result.n_requests, turn);
        if (player.result.difference || !player.result.ended_early.empty()) {
          return std::move(player.result);
        }
      }
    } catch (const Json::exception& error) {
      throw Error(
          ErrorCode::kCorrupt,
          "request " + std::to_string(player.result.n_requests) + " of the recording cannot be read: " + error.what(),
          "session " + std::to_string(recording.session.id), "it was made by another version of Orée");
    }
  }
  return std::move(player.result);
}

}  // namespace oree
