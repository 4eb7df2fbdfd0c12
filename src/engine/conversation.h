// A conversation with the model: what its format makes of the messages, free text, and tool calls under a grammar.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decode/sampler.h"
#include "engine/loaded_model.h"
#include "engine/opening_cache.h"
#include "engine/sequence.h"
#include "engine/turn_writer.h"
#include "oree/chat_model.h"
#include "text/conversation_format.h"

namespace oree::engine {

// Not thread-safe; several may run in several threads on one model. The model must outlive it.
class Conversation final : public ChatModel {
 public:
  // Throws as Engine::new_conversation.
  Conversation(const LoadedModel& model, const std::string& instructions, const std::vector<ToolDescription>& tools,
               const SamplingOptions& sampling, WhenFull when_full = WhenFull::kDropOldest);

  void add_user(std::string_view text) override;
  void add_tool_result(const Json& result) override;
  void add_assistant_text(std::string_view text) override;
  void add_assistant_calls(const std::vector<ToolCall>& calls) override;
  AssistantTurn next(const TurnOptions& options) override;

 private:
  void add(text::Message message, std::string quotable);
  // Removes the last user message and what came after it.
  void take_back_exchange();

  AssistantTurn write_next(const TurnOptions& options);
  // Brings the cache up to the prompt. Returns false when cancelled.
  bool prefill(const std::vector<TokenId>& prompt, const CancelFlag* cancel);
  // The grammars of the calls that the choice allows by now. Throws Error kInvalid.
  TurnWriter::GrammarOf grammars_of(const ToolChoice& choice) const;
  // What arguments may repeat, for a model that quotes.
  std::string quotable_text() const;

  // What follows makes room (conversation_context.cc).

  // Messages from that one on, with the summary of what came before.
  std::vector<TokenId> prompt_from(std::size_t first_message) const;
  // The whole prompt; where it leaves less than `reserve` tokens, without the oldest exchanges, as when_full_ says.
  // nullopt: cancelled while a summary was written. Throws Error kLimit; nothing is forgotten then.
  std::optional<std::vector<TokenId>> fitting_prompt(int reserve, const TurnOptions& options, AssistantTurn& turn);
  // Where the oldest exchange begins without which, and those before it, the prompt leaves so many tokens; the last
  // exchange when none does.
  std::size_t first_that_fits(int reserve) const;
  [[noreturn]] void refuse(std::size_t n_prompt, int reserve) const;
  // By the model, of the messages before that one; "" when it says nothing. nullopt: cancelled.
  std::optional<std::string> summarise(std::size_t end, const TurnOptions& options, Usage& usage);
  void forget(std::size_t end, Forgotten& forgotten);

  const LoadedModel* model_;
  const text::ConversationFormat* format_;
  std::string instructions_;
  std::vector<ToolDescription> tools_;
  WhenFull when_full_;
  std::shared_ptr<const Opening> opening_;
  decode::Sampler sampler_;
  Sequence sequence_;  // mostly a prefix of the next prompt
  std::vector<text::Message> messages_;
  // Of each message the words that arguments may repeat; of the model's own, those of its calls alone.
  std::vector<std::string> quotable_;
  std::string summary_;         // of what was forgotten
  std::optional<CutTurn> cut_;  // what the last message is, when it is calls that did not become whole
};

}  // namespace oree::engine
