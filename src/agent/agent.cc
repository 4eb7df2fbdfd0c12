#include "oree/agent.h"

#include <algorithm>

#include "agent/call.h"
#include "agent/forgotten.h"
#include "agent/permission.h"
#include "agent/tool_result.h"
#include "base/log.h"
#include "oree/error.h"
#include "text/utf8.h"

namespace oree {
namespace {

constexpr std::size_t kMaxRequestBytes = 64 * 1024;
constexpr std::size_t kMaxCallsPerTurn = 16;
// What the conversation holds in place of an answer that never came, so that the next request finds it whole.
constexpr std::string_view kCancelledText = "Cancelled.";
constexpr std::string_view kFailedText = "That did not work.";
constexpr const char* kCancelledResult = "cancelled by the user";

void check_request(std::string_view request) {
  if (request.size() > kMaxRequestBytes) {
    throw Error(ErrorCode::kLimit,
                "the request has " + std::to_string(request.size()) + " bytes, the limit is " +
                    std::to_string(kMaxRequestBytes) + " (kMaxRequestBytes)",
                "request", "shorten it");
  }
  if (const auto offset = text::find_invalid_utf8(request)) {
    throw Error(ErrorCode::kInvalid, "the request is not valid UTF-8 at byte " + std::to_string(*offset), "request",
                "send it as UTF-8");
  }
  if (request.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos) {
    throw Error(ErrorCode::kInvalid, "the request is empty", "request",
                "say what you want, for example \"Lunch with Ana on Thursday at 12:30\"");
  }
}

// Whether the very call was made before in this request and must not be made
// again: it was refused, carried out, or begun outside with an end that nobody
// knows (it timed out, its result was not what it should be). The model is told
// so; nothing is done and nobody is asked twice.
std::optional<CallRecord> answer_repeated(const ToolCall& call, const std::vector<CallRecord>& earlier) {
  const auto same = std::find_if(earlier.begin(), earlier.end(), [&](const CallRecord& record) {
    return record.call == call && (record.consent == Consent::kRefused ||
                                   (record.effect != Effect::kRead && (!record.failed || record.journal_id != 0)));
  });
  if (same == earlier.end()) {
    return std::nullopt;
  }
  if (same->consent == Consent::kRefused) {
    return *same;
  }
  CallRecord repeated = agent::failed_call(call, same->effect, Consent::kNotNeeded,
                                           {ErrorCode::kInvalid,
                                            same->failed ? "this call was already made in this request and failed; "
                                                           "it may have been carried out all the same"
                                                         : "this call was already made in this request",
                                            call.tool});
  repeated.repeated = true;
  return repeated;
}

void add_usage(Usage& total, const Usage& turn, bool first) {
  total.prompt_tokens += turn.prompt_tokens;
  total.completion_tokens += turn.completion_tokens;
  if (first) {
    total.first_token_seconds = turn.first_token_seconds;
  }
  total.seconds += turn.seconds;
}

// What the calls of a turn came to.
enum class Outcome {
  kGoOn,
  kInCircles,  // one only repeated an earlier one
  kGaveUp,     // a second one was invalid
};

}  // namespace

struct Agent::State {
  AgentFile file;
  ChatModel& model;
  std::vector<const Tool*> tools;  // those of the file
  Journal& journal;
  ToolContext context;
  AgentOptions options;
  agent::Trust trust = {};
  int forgotten_exchanges = 0;  // since the conversation began

  CallRecord call(const ToolCall& call, const std::vector<CallRecord>& earlier, const AgentEvents& events,
                  const CancelFlag* cancel) {
    if (std::optional<CallRecord> repeated = answer_repeated(call, earlier)) {
      return *std::move(repeated);
    }
    const Tool* tool = agent::find_tool(tools, call.tool);
    if (tool == nullptr) {
      CallRecord record =
          agent::failed_call(call, Effect::kRead, Consent::kNotNeeded, agent::unknown_tool(call.tool, tools));
      record.invalid = true;
      return record;
    }
    CallRecord record = agent::make_call(*tool, call, agent::rule_for(file, call),
                                         {file.name, journal, context, options, events, trust, cancel});
    if (record.journal_id != 0 && forgotten_exchanges > 0) {
      journal.add_note(record.journal_id, "the conversation no longer held its " + std::to_string(forgotten_exchanges) +
                                              " oldest requests");
    }
    return record;
  }

  // What went is kept in the journal, also when it is no more than a line that says so that can be kept.
  void note_forgotten(const Forgotten& turn, Forgotten& answer) {
    if (turn.exchanges == 0) {
      return;
    }
    forgotten_exchanges += turn.exchanges;
    answer.exchanges += turn.exchanges;
    answer.messages.insert(answer.messages.end(), turn.messages.begin(), turn.messages.end());
    answer.summary = turn.summary;
    try {
      agent::record_forgotten(journal, file.name, turn, trust.session, context.now);
    } catch (const Error& error) {
      log(LogLevel::kWarning,
          std::string("what the conversation no longer holds is not in the journal: ") + error.what());
    }
  }

  // Makes a turn's calls and gives the model one result each, also when cancelled or thrown out of in between.
  Outcome make_calls(const std::vector<ToolCall>& calls, AgentAnswer& answer, const AgentEvents& events,
                     const CancelFlag* cancel) {
    Outcome outcome = Outcome::kGoOn;
    std::size_t answered = 0;
    const auto fill = [&](const char* why) {
      for (; answered < calls.size(); ++answered) {
        model.add_tool_result({{"error", why}});
      }
    };
    try {
      while (answered < calls.size()) {
        if (cancel != nullptr && cancel->cancelled()) {
          fill(kCancelledResult);
          return outcome;
        }
        if (answered == kMaxCallsPerTurn) {
          fill("too many calls at once; make at most 16 (kMaxCallsPerTurn)");
          return outcome;
        }
        CallRecord record = call(calls[answered], answer.calls, events, cancel);
        const bool repeats = std::any_of(answer.calls.begin(), answer.calls.end(), [&](const CallRecord& earlier) {
          return earlier.call == record.call &&
                 (earlier.result == record.result || (earlier.effect != Effect::kRead && !earlier.failed));
        });
        const bool second_invalid =
            record.invalid && std::any_of(answer.calls.begin(), answer.calls.end(),
                                          [](const CallRecord& earlier) { return earlier.invalid; });
        if (repeats) {
          outcome = Outcome::kInCircles;
        }
        const Json result = agent::result_for_model(record.result);
        ++answered;
        model.add_tool_result(result);
        answer.calls.push_back(std::move(record));
        if (events.on_call) {
          events.on_call(answer.calls.back());
        }
        if (second_invalid) {
          fill("not carried out");
          return Outcome::kGaveUp;
        }
      }
    } catch (...) {
      fill("not carried out");
      model.add_assistant_text(kFailedText);
      throw;
    }
    return outcome;
  }
};

Agent::Agent(const AgentFile& file, ChatModel& model, const std::vector<std::unique_ptr<Tool>>& tools, Journal& journal,
             ToolContext context, AgentOptions options)
    : state_(new State{file, model, {}, journal, std::move(context), options}) {
  const std::vector<const Tool*> all = agent::pointers_to(tools);
  for (const ToolDescription& description : tools_of(file, tools)) {
    state_->tools.push_back(agent::find_tool(all, description.name));
    state_->trust.flow.add_descriptions({description});
  }
}

Agent::~Agent() = default;

void Agent::set_now(std::chrono::sys_seconds now) noexcept { state_->context.now = now; }

void Agent::set_session(std::int64_t session) noexcept { state_->trust.session = session; }

void Agent::add_untrusted_source(const std::string& source) { state_->trust.flow.add_untrusted(source); }

AgentAnswer Agent::handle(std::string_view request, const AgentEvents& events, const CancelFlag* cancel) {
  check_request(request);
  const auto is_cancelled = [&] { return cancel != nullptr && cancel->cancelled(); };
  AgentAnswer answer;
  if (is_cancelled()) {
    answer.stop = StopReason::kCancelled;
    return answer;
  }
  state_->model.add_user(request);
  Outcome outcome = Outcome::kGoOn;
  for (int step = 0; step <= state_->file.max_steps; ++step) {
    TurnOptions turn_options;
    turn_options.max_tokens = state_->file.max_tokens;
    const bool may_call = step < state_->file.max_steps && outcome == Outcome::kGoOn;
    turn_options.tool_choice = may_call ? ToolChoice::automatic() : ToolChoice::none();
    turn_options.on_text = events.on_text;
    turn_options.cancel = cancel;
    AssistantTurn turn = state_->model.next(turn_options);
    add_usage(answer.usage, turn.usage, step == 0);
    state_->note_forgotten(turn.forgotten, answer.forgotten);
    answer.cut_call = std::move(turn.cut_call);
    answer.stop = turn.stop;
    answer.text = std::move(turn.text);
    if (turn.stop == StopReason::kCancelled || turn.calls.empty() || !may_call) {
      return answer;
    }
    outcome = state_->make_calls(turn.calls, answer, events, cancel);
    if (is_cancelled()) {
      state_->model.add_assistant_text(kCancelledText);
      answer.stop = StopReason::kCancelled;
      return answer;
    }
    if (outcome == Outcome::kGaveUp) {
      const std::string error = answer.calls.back().result.value("error", "");
      answer.text = "I could not do that: twice a call was not valid. The last one: " + error;
      answer.gave_up = true;
      answer.stop = StopReason::kEnd;
      state_->model.add_assistant_text(answer.text);
      if (events.on_text) {
        events.on_text(answer.text);
      }
      return answer;
    }
  }
  return answer;
}

}  // namespace oree
