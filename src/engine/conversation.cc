#include "engine/conversation.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "engine/drafting.h"
#include "engine/jump_forward.h"
#include "engine/quotable_text.h"
#include "engine/read_opening.h"
#include "oree/error.h"
#include "text/prompt_format.h"
#include "text/utf8.h"

namespace oree::engine {
namespace {

using Clock = std::chrono::steady_clock;

// What instructions and tools must leave of the context.
constexpr std::size_t kMinRoom = 64;

// A turn is promised this part of the context before older exchanges are forgotten for it.
constexpr int kPartForTurn = 4;

void allow(decode::TokenMask& mask, TokenId token) {
  mask[static_cast<std::size_t>(token) / 64] |= std::uint64_t{1} << (static_cast<std::size_t>(token) % 64);
}

bool allows(const decode::TokenMask& mask, TokenId token) {
  return ((mask[static_cast<std::size_t>(token) / 64] >> (static_cast<std::size_t>(token) % 64)) & 1U) != 0;
}

decode::TokenMask free_text_mask(const text::Tokenizer& tokenizer) {
  const int n_tokens = tokenizer.vocabulary_size();
  decode::TokenMask mask((static_cast<std::size_t>(n_tokens) + 63) / 64, 0);
  for (TokenId token = 0; token < n_tokens; ++token) {
    if (tokenizer.is_end(token) || (!tokenizer.is_control(token) && !tokenizer.token_bytes(token).empty())) {
      allow(mask, token);
    }
  }
  return mask;
}

std::string opening_key(const std::string& instructions, const std::vector<ToolDescription>& tools) {
  Json key = Json::array({instructions});
  for (const ToolDescription& tool : tools) {
    key.push_back({tool.name, tool.description, tool.schema});
  }
  return key.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::shared_ptr<const Opening> make_opening(const LoadedModel& model, const std::string& instructions,
                                            const std::vector<ToolDescription>& tools,
                                            const OpeningCache::Others& others) {
  std::optional<decode::Grammar> grammar;
  if (!tools.empty()) {
    grammar.emplace(decode::Grammar::from_tools(tools));
  }
  const std::vector<TokenId> tokens = model.conversation_format().opening(instructions, tools);
  if (tokens.size() + kMinRoom > static_cast<std::size_t>(model.context())) {
    throw Error(ErrorCode::kLimit,
                "instructions and tools take " + std::to_string(tokens.size()) + " tokens of a context of " +
                    std::to_string(model.context()),
                "tools", "give the agent fewer tools or shorter instructions, or choose a larger --context");
  }
  return std::make_shared<const Opening>(
      Opening{tokens, std::move(grammar), free_text_mask(model.tokenizer()), read_opening(model, tokens, others)});
}

}  // namespace

struct Conversation::Writing {
  const TurnOptions& options;
  Clock::time_point start;
  int tokens_left;  // of the turn
  AssistantTurn turn;
  DraftingSequence drafting;
  std::vector<TokenId> tokens = {};  // all of the turn

  void add(TokenId token) {
    tokens.push_back(token);
    drafting.push(token);
    --tokens_left;
  }
  double seconds() const { return std::chrono::duration<double>(Clock::now() - start).count(); }
};

Conversation::Conversation(const LoadedModel& model, const std::string& instructions,
                           const std::vector<ToolDescription>& tools, const SamplingOptions& sampling)
    : model_(&model),
      format_(&model.conversation_format()),
      instructions_(instructions),
      tools_(tools),
      opening_(model.openings().find_or_make(
          opening_key(instructions, tools),
          [&](const OpeningCache::Others& others) { return make_opening(model, instructions, tools, others); })),
      sampler_(sampling),
      sequence_(model) {
  sequence_.restart(opening_->cache, opening_->tokens);
}

void Conversation::add_user(std::string_view text) {
  add({.role = text::Message::Role::kUser, .text = std::string(text)}, std::string(text));
}

void Conversation::add_tool_result(const Json& result) {
  add({.role = text::Message::Role::kTool, .result = result}, quotable_strings(result));
}

void Conversation::add_assistant_text(std::string_view text) {
  add({.role = text::Message::Role::kAssistant, .text = std::string(text)}, {});
}

void Conversation::add_assistant_calls(const std::vector<ToolCall>& calls) {
  add({.role = text::Message::Role::kAssistant, .calls = calls}, quotable_strings(calls));
}

void Conversation::add(text::Message message, std::string quotable) {
  messages_.push_back(std::move(message));
  quotable_.push_back(std::move(quotable));
}

AssistantTurn Conversation::next(const TurnOptions& options) {
  if (messages_.empty() || messages_.back().role == text::Message::Role::kAssistant) {
    throw Error(ErrorCode::kUsage, "there is nothing to answer", "conversation",
                "add a user message or a tool result first");
  }
  const Clock::time_point start = Clock::now();
  const int max_tokens = std::max(options.max_tokens, 0);
  try {
    const int reserve = std::min(max_tokens, model_->context() / kPartForTurn) + 1;
    int forgotten = 0;
    const std::vector<TokenId> prompt = fitting_prompt(reserve, forgotten);
    const int n_prompt = static_cast<int>(prompt.size());
    Writing writing{
        options, start, std::min(max_tokens, model_->context() - n_prompt - 1), {}, {sequence_, model_->draft()}};
    writing.turn.forgotten_exchanges = forgotten;
    if (prefill(prompt, options.cancel)) {
      write_turn(writing);
    } else {
      writing.turn.stop = StopReason::kCancelled;
    }
    writing.turn.usage.prompt_tokens = n_prompt;
    writing.turn.usage.completion_tokens = static_cast<int>(writing.tokens.size());
    writing.turn.usage.seconds = writing.seconds();
    if (writing.turn.stop == StopReason::kCancelled) {
      take_back_exchange();
    } else {
      add({.role = text::Message::Role::kAssistant,
           .text = writing.turn.text,
           .calls = writing.turn.calls,
           .written = std::move(writing.tokens)},
          quotable_strings(writing.turn.calls));
    }
    return std::move(writing.turn);
  } catch (...) {
    take_back_exchange();
    throw;
  }
}

decode::Grammar Conversation::quoting_grammar() const {
  // What the user said comes last, where a long result cannot crowd it out.
  std::vector<std::string_view> texts{instructions_};
  for (const bool of_user : {false, true}) {
    for (std::size_t i = 0; i < messages_.size(); ++i) {
      if ((messages_[i].role == text::Message::Role::kUser) == of_user) {
        texts.push_back(quotable_[i]);
      }
    }
  }
  return decode::Grammar::from_tools(tools_, decode::kMaxCalls, join_quotable(texts));
}

std::vector<TokenId> Conversation::fitting_prompt(int reserve, int& forgotten) {
  const auto context = static_cast<std::size_t>(model_->context());
  const auto is_user = [](const text::Message& message) { return message.role == text::Message::Role::kUser; };
  while (true) {
    std::vector<TokenId> prompt = format_->prompt(instructions_, tools_, messages_);
    if (prompt.size() + static_cast<std::size_t>(reserve) <= context) {
      return prompt;
    }
    const auto next_exchange = std::find_if(messages_.begin() + 1, messages_.end(), is_user);
    if (next_exchange == messages_.end()) {
      const std::size_t n_opening = opening_->tokens.size();
      throw Error(ErrorCode::kLimit,
                  "the request takes " + std::to_string(prompt.size() - std::min(prompt.size(), n_opening)) +
                      " tokens; the context of " + std::to_string(context) + " leaves " +
                      std::to_string(context - std::min(context, n_opening + static_cast<std::size_t>(reserve))) +
                      " for it",
                  "request", "shorten the request, or choose a larger --context where the model allows it");
    }
    quotable_.erase(quotable_.begin(), quotable_.begin() + (next_exchange - messages_.begin()));
    messages_.erase(messages_.begin(), next_exchange);
    ++forgotten;
  }
}

void Conversation::take_back_exchange() {
  while (!messages_.empty()) {
    const bool is_request = messages_.back().role == text::Message::Role::kUser;
    messages_.pop_back();
    quotable_.pop_back();
    if (is_request) {
      return;
    }
  }
}

bool Conversation::prefill(const std::vector<TokenId>& prompt, const CancelFlag* cancel) {
  // At least the last token is run again: its logits are wanted.
  const std::vector<TokenId>& run = sequence_.tokens();
  const auto [end_of_same, unused] = std::mismatch(run.begin(), run.end(), prompt.begin(), prompt.end() - 1);
  const auto n_same = static_cast<std::size_t>(end_of_same - run.begin());
  if (n_same < run.size() && !sequence_.truncate(static_cast<int>(n_same))) {
    const std::vector<TokenId>& opening = opening_->tokens;
    // Some templates put other things in front once the conversation has grown.
    if (opening.size() < prompt.size() && std::equal(opening.begin(), opening.end(), prompt.begin())) {
      sequence_.restart(opening_->cache, opening);
    } else {
      sequence_.truncate(0);
    }
  }
  if (!sequence_.append(std::span(prompt).subspan(sequence_.tokens().size()), nullptr, cancel)) {
    return false;
  }
  sequence_.finish_prompt();
  return true;
}

void Conversation::write_turn(Writing& writing) {
  decode::TokenMask mask = opening_->free_text;
  const bool calls_wanted = writing.options.allow_calls || writing.options.require_calls;
  if (opening_->grammar && calls_wanted) {
    std::optional<decode::Grammar> quoting;
    if (model_->quotes_arguments()) {
      quoting.emplace(quoting_grammar());
    }
    decode::GrammarMatcher matcher(quoting ? *quoting : *opening_->grammar, model_->token_trie());
    const TokenId open_calls = *format_->tool_calls_token();
    if (matcher.shortest_completion() + 1 <= writing.tokens_left) {
      if (writing.options.require_calls) {
        writing.add(open_calls);
        return write_calls(writing, matcher);
      }
      allow(mask, open_calls);
      const std::optional<TokenId> token = sample(writing, mask);
      if (token == open_calls) {
        writing.add(*token);
        return write_calls(writing, matcher);
      }
      return write_text(writing, token);
    }
  }
  if (writing.options.require_calls) {
    throw Error(ErrorCode::kLimit,
                "a call does not fit into " + std::to_string(std::max(writing.tokens_left, 0)) + " tokens",
                "max_tokens", "allow more tokens, and give the conversation tools");
  }
  if (writing.tokens_left <= 0) {
    writing.turn.stop = StopReason::kLength;
    return;
  }
  write_text(writing, sample(writing, mask));
}

std::optional<TokenId> Conversation::sample(Writing& writing, const decode::TokenMask& mask) {
  const CancelFlag* cancel = writing.options.cancel;
  if (cancel != nullptr && cancel->cancelled()) {
    writing.turn.stop = StopReason::kCancelled;
    return std::nullopt;
  }
  const TokenId token = sampler_.sample(writing.drafting.logits(), &mask);
  if (writing.turn.usage.first_token_seconds == 0) {
    writing.turn.usage.first_token_seconds = writing.seconds();
  }
  return token;
}

void Conversation::write_text(Writing& writing, std::optional<TokenId> token) {
  const text::Tokenizer& tokenizer = model_->tokenizer();
  text::Utf8Stream stream;
  const auto emit = [&](const std::string& piece) {
    if (!piece.empty() && writing.options.on_text) {
      writing.options.on_text(piece);
    }
    writing.turn.text += piece;
  };
  while (token) {
    if (tokenizer.is_end(*token)) {
      writing.turn.stop = StopReason::kEnd;
      break;
    }
    writing.add(*token);
    emit(stream.push(tokenizer.token_bytes(*token)));
    if (writing.tokens_left <= 0) {
      writing.turn.stop = StopReason::kLength;
      break;
    }
    token = sample(writing, opening_->free_text);
  }
  emit(stream.finish());
}

void Conversation::write_calls(Writing& writing, decode::GrammarMatcher& matcher) {
  const text::Tokenizer& tokenizer = model_->tokenizer();
  const std::size_t begin = writing.tokens.size();
  std::string json;
  const auto write = [&](TokenId token) {
    matcher.accept(token);
    writing.add(token);
    json += tokenizer.token_bytes(token);
  };
  while (!matcher.is_complete()) {
    const std::string forced = matcher.forced_bytes();
    const std::size_t before = writing.tokens.size();
    if (forced.size() > 1) {
      const std::vector<TokenId> tokens =
          jump_tokens(tokenizer, std::span(writing.tokens).subspan(begin), json, forced);
      for (const TokenId token : tokens) {
        if (!allows(matcher.mask(writing.tokens_left), token)) {
          break;
        }
        write(token);
      }
    }
    if (writing.tokens.size() == before) {
      const std::optional<TokenId> token = sample(writing, matcher.mask(writing.tokens_left));
      if (!token) {
        return;
      }
      write(*token);
    }
  }
  writing.turn.stop = StopReason::kGrammar;
  writing.turn.calls = text::parse_calls(json);
}

}  // namespace oree::engine
