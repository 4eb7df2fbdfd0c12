// How a conversation is made to fit the context: what is left out is said, and a summary may stand in its place.
#include <algorithm>
#include <utility>

#include "engine/conversation.h"
#include "oree/error.h"

namespace oree::engine {
namespace {

constexpr int kMaxSummaryTokens = 192;
// What a summary takes besides, as it stands before a request.
constexpr int kSummaryFrame = 24;
constexpr std::string_view kAskForSummary =
    "Summarise our conversation so far in a few short sentences: what I asked for, what was found and done, names, "
    "dates and numbers. Write the summary alone.";
constexpr std::string_view kBeforeSummary = "What was said before, in short: ";

bool is_user(const text::Message& message) { return message.role == text::Message::Role::kUser; }

Json message_json(const text::Message& message) {
  switch (message.role) {
    case text::Message::Role::kUser:
      return {{"role", "user"}, {"text", message.text}};
    case text::Message::Role::kTool:
      return {{"role", "tool"}, {"result", message.result}};
    case text::Message::Role::kAssistant:
      break;
  }
  Json result = {{"role", "assistant"}};
  if (!message.text.empty()) {
    result["text"] = message.text;
  }
  for (const ToolCall& call : message.calls) {
    result["calls"].push_back({{"tool", call.tool}, {"arguments", call.arguments}});
  }
  return result;
}

}  // namespace

std::vector<TokenId> Conversation::prompt_from(std::size_t first_message) const {
  const auto kept = std::span(messages_).subspan(first_message);
  if (summary_.empty() || kept.empty()) {
    return format_->prompt(instructions_, tools_, kept);
  }
  std::vector<text::Message> messages(kept.begin(), kept.end());
  messages.front().text = std::string(kBeforeSummary) + summary_ + "\n\n" + messages.front().text;
  return format_->prompt(instructions_, tools_, messages);
}

std::size_t Conversation::first_that_fits(int reserve) const {
  const auto room = static_cast<std::size_t>(std::max(model_->context() - reserve, 0));
  std::size_t first = 0;
  while (prompt_from(first).size() > room) {
    const auto next =
        std::find_if(messages_.begin() + static_cast<std::ptrdiff_t>(first) + 1, messages_.end(), is_user);
    if (next == messages_.end()) {
      return first;
    }
    first = static_cast<std::size_t>(next - messages_.begin());
  }
  return first;
}

void Conversation::refuse(std::size_t n_prompt, int reserve) const {
  const auto room = static_cast<std::size_t>(std::max(model_->context() - reserve, 0));
  throw Error(ErrorCode::kLimit,
              "the conversation takes " + std::to_string(n_prompt) + " tokens, " + std::to_string(n_prompt - room) +
                  " more than the context of " + std::to_string(model_->context()) + " leaves for it",
              "context",
              "begin a new conversation or choose a larger --context; with when_full = \"drop_oldest\" or "
              "\"summarise\" in the agent's [context] the oldest requests give way");
}

std::optional<std::vector<TokenId>> Conversation::fitting_prompt(int reserve, const TurnOptions& options,
                                                                 AssistantTurn& turn) {
  const auto context = static_cast<std::size_t>(model_->context());
  const auto fits = [&](const std::vector<TokenId>& prompt) {
    return prompt.size() + static_cast<std::size_t>(reserve) <= context;
  };
  std::vector<TokenId> prompt = prompt_from(0);
  if (fits(prompt)) {
    return prompt;
  }
  std::size_t first = first_that_fits(reserve);
  const std::vector<TokenId> shortest = prompt_from(first);
  if (!fits(shortest)) {
    const std::size_t n_opening = opening_->tokens.size();
    throw Error(ErrorCode::kLimit,
                "the request takes " + std::to_string(shortest.size() - std::min(shortest.size(), n_opening)) +
                    " tokens; the context of " + std::to_string(context) + " leaves " +
                    std::to_string(context - std::min(context, n_opening + static_cast<std::size_t>(reserve))) +
                    " for it",
                "request", "shorten the request, or choose a larger --context where the model allows it");
  }
  if (when_full_ == WhenFull::kRefuse) {
    refuse(prompt.size(), reserve);
  }
  std::string summary;
  if (when_full_ == WhenFull::kSummarise) {
    // The summary needs a place of its own; where there is none, what goes goes without.
    first = first_that_fits(reserve + kMaxSummaryTokens + kSummaryFrame);
    std::optional<std::string> written = summarise(first, options, turn.usage);
    if (!written) {
      return std::nullopt;
    }
    summary = std::move(*written);
  }
  const std::string summary_before = std::exchange(summary_, summary);
  if (!fits(prompt_from(first))) {
    summary_.clear();
  }
  if (!summary_before.empty()) {
    turn.forgotten.messages.push_back({{"role", "summary"}, {"text", summary_before}});
  }
  forget(first, turn.forgotten);
  return prompt_from(0);
}

void Conversation::forget(std::size_t end, Forgotten& forgotten) {
  for (std::size_t i = 0; i < end; ++i) {
    forgotten.exchanges += is_user(messages_[i]) ? 1 : 0;
    forgotten.messages.push_back(message_json(messages_[i]));
  }
  forgotten.summary = summary_;
  messages_.erase(messages_.begin(), messages_.begin() + static_cast<std::ptrdiff_t>(end));
  quotable_.erase(quotable_.begin(), quotable_.begin() + static_cast<std::ptrdiff_t>(end));
}

std::optional<std::string> Conversation::summarise(std::size_t end, const TurnOptions& options, Usage& usage) {
  std::vector<text::Message> messages(messages_.begin(), messages_.begin() + static_cast<std::ptrdiff_t>(end));
  if (messages.empty()) {
    return std::string();
  }
  if (!summary_.empty()) {
    messages.front().text = std::string(kBeforeSummary) + summary_ + "\n\n" + messages.front().text;
  }
  messages.push_back({.role = text::Message::Role::kUser, .text = std::string(kAskForSummary)});
  std::vector<TokenId> prompt;
  try {
    prompt = format_->prompt(instructions_, tools_, messages);
    while (prompt.size() + kMaxSummaryTokens + 1 > static_cast<std::size_t>(model_->context())) {
      const auto next = std::find_if(messages.begin() + 1, messages.end(), is_user);
      if (next + 1 == messages.end()) {
        return std::string();  // not even one exchange can be read again
      }
      messages.erase(messages.begin(), next);
      prompt = format_->prompt(instructions_, tools_, messages);
    }
  } catch (const Error&) {  // the template refuses such an order of messages
    return std::string();
  }
  if (!prefill(prompt, options.cancel)) {
    return std::nullopt;
  }
  TurnOptions of_summary;
  of_summary.tool_choice = ToolChoice::none();
  of_summary.cancel = options.cancel;
  TurnWriter writer(*model_, *opening_, sampler_, sequence_);
  writer.write(of_summary, kMaxSummaryTokens, {});
  usage.completion_tokens += writer.turn.usage.completion_tokens;
  if (writer.turn.stop == StopReason::kCancelled) {
    return std::nullopt;
  }
  return writer.turn.text;
}

}  // namespace oree::engine
