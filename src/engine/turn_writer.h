// Writes one turn of an assistant, token by token: free text, and calls under a grammar from where the model opens one.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "decode/sampler.h"
#include "engine/call_trigger.h"
#include "engine/drafting.h"
#include "engine/loaded_model.h"
#include "engine/opening_cache.h"
#include "engine/sequence.h"
#include "oree/chat_model.h"
#include "text/utf8.h"

namespace oree::engine {

// A turn that ended inside its calls, from where it may go on.
struct CutTurn {
  std::vector<TokenId> tokens;  // of the turn, the text before the calls included
  std::string text;             // before them
  std::string sentence;         // what of the syntax was written; control tokens as their bytes
  std::string spelled;          // the same, control tokens spelled out
  std::size_t syntax = 0;
  std::size_t segment_begin = 0;  // of the tokens since the last control token
  std::string segment;            // their bytes
  ToolChoice choice;
};

// The model, opening, sampler and sequence must outlive it; the sequence holds the prompt.
class TurnWriter {
 public:
  // grammar: of a syntax, asked for at most once each; it must outlive the writer.
  using GrammarOf = std::function<const decode::Grammar&(std::size_t syntax)>;

  TurnWriter(const LoadedModel& model, const Opening& opening, decode::Sampler& sampler, Sequence& sequence);

  // max_tokens: what the context leaves of options.max_tokens. grammar: empty where no calls may be written.
  void write(const TurnOptions& options, int max_tokens, const GrammarOf& grammar);
  // Goes on where that turn ended, whose tokens stand at the end of the prompt.
  void resume(const CutTurn& cut, const TurnOptions& options, int max_tokens, const GrammarOf& grammar);

  // What was written: calls, text, stop, cut_call and the count of tokens and the time of the first one.
  AssistantTurn turn;
  std::vector<TokenId> tokens;  // all of the turn, the end token not included
  std::optional<CutTurn> cut;

 private:
  using Clock = std::chrono::steady_clock;

  void write_text();
  // Whether the token opens calls, which are then begun; a token that reaches into a call that cannot be is taken out
  // of the mask.
  enum class Role { kText, kOpens, kVetoed };
  Role role_of(TokenId token);
  decode::TokenMask text_mask() const;
  // Text is held back while it may be the beginning of calls, then said.
  void hold(std::string_view bytes);
  void release(std::size_t n_bytes);
  void release_all();
  void say(const std::string& piece);

  void begin_calls(std::size_t syntax);
  void write_calls();
  void write_forced();
  void write_of_calls(TokenId token);
  void note_of_calls(TokenId token, std::string_view bytes);
  void end_calls(StopReason stop);

  void add(TokenId token);
  std::optional<TokenId> sample(const decode::TokenMask& mask);

  const LoadedModel* model_;
  const Opening* opening_;
  const text::ToolFormat* format_;
  decode::Sampler* sampler_;
  DraftingSequence drafting_;
  Clock::time_point start_ = Clock::now();
  const TurnOptions* options_ = nullptr;
  const GrammarOf* grammar_ = nullptr;
  int tokens_left_ = 0;

  CallTrigger trigger_;
  std::string held_;  // text that may turn out to be the beginning of calls
  text::Utf8Stream stream_;

  std::optional<decode::GrammarMatcher> matcher_;
  CutTurn calls_;  // as far as they are written
};

}  // namespace oree::engine
