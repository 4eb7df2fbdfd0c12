// A conversation with the model: what its format makes of the messages, free text, and tool calls under a grammar.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decode/sampler.h"
#include "engine/loaded_model.h"
#include "engine/opening_cache.h"
#include "engine/sequence.h"
#include "oree/chat_model.h"
#include "text/conversation_format.h"

namespace oree::engine {

// Not thread-safe; several may run in several threads on one model. The model must outlive it.
class Conversation final : public ChatModel {
 public:
  // Throws as Engine::new_conversation.
  Conversation(const LoadedModel& model, const std::string& instructions, const std::vector<ToolDescription>& tools,
               const SamplingOptions& sampling);

  void add_user(std::string_view text) override;
  void add_tool_result(const Json& result) override;
  void add_assistant_text(std::string_view text) override;
  void add_assistant_calls(const std::vector<ToolCall>& calls) override;
  AssistantTurn next(const TurnOptions& options) override;

 private:
  struct Writing;  // one turn in the making

  void add(text::Message message, std::string quotable);
  // All messages, after the oldest exchanges are dropped until `reserve` more tokens fit. forgotten: how many.
  std::vector<TokenId> fitting_prompt(int reserve, int& forgotten);
  // Removes the last user message and what came after it.
  void take_back_exchange();
  // Brings the cache up to the prompt. Returns false when cancelled.
  bool prefill(const std::vector<TokenId>& prompt, const CancelFlag* cancel);
  // The calls the conversation allows by now, for a model that quotes. Throws Error kLimit.
  decode::Grammar quoting_grammar() const;

  void write_turn(Writing& writing);
  // token: the first one, nullopt when cancelled.
  void write_text(Writing& writing, std::optional<TokenId> token);
  void write_calls(Writing& writing, decode::GrammarMatcher& matcher);
  // Runs what was written but not run yet, then chooses the next token. nullopt when cancelled.
  std::optional<TokenId> sample(Writing& writing, const decode::TokenMask& mask);

  const LoadedModel* model_;
  const text::ConversationFormat* format_;
  std::string instructions_;
  std::vector<ToolDescription> tools_;
  std::shared_ptr<const Opening> opening_;
  decode::Sampler sampler_;
  Sequence sequence_;  // mostly a prefix of the next prompt
  std::vector<text::Message> messages_;
  // Of each message the words that arguments may repeat; of the model's own, those of its calls alone.
  std::vector<std::string> quotable_;
};

}  // namespace oree::engine
