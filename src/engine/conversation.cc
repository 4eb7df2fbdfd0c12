#include "engine/conversation.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "engine/quotable_text.h"
#include "engine/read_opening.h"
#include "engine/token_masks.h"
#include "oree/error.h"

namespace oree::engine {
namespace {

// What instructions and tools must leave of the context.
constexpr std::size_t kMinRoom = 64;

// A turn is promised this part of the context before older exchanges are forgotten for it.
constexpr int kPartForTurn = 4;

decode::TokenMask empty_mask(const text::Tokenizer& tokenizer) {
  return decode::TokenMask((static_cast<std::size_t>(tokenizer.vocabulary_size()) + 63) / 64, 0);
}

decode::TokenMask end_mask(const text::Tokenizer& tokenizer) {
  decode::TokenMask mask = empty_mask(tokenizer);
  for (TokenId token = 0; token < tokenizer.vocabulary_size(); ++token) {
    if (tokenizer.is_end(token)) {
      allow(mask, token);
    }
  }
  return mask;
}

decode::TokenMask free_text_mask(const text::Tokenizer& tokenizer) {
  decode::TokenMask mask = end_mask(tokenizer);
  for (TokenId token = 0; token < tokenizer.vocabulary_size(); ++token) {
    if (!tokenizer.is_control(token) && !tokenizer.token_bytes(token).empty()) {
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
  std::vector<decode::Grammar> grammars;
  if (!tools.empty()) {
    for (const text::CallSyntax& syntax : model.conversation_format().tool_format().syntaxes) {
      grammars.push_back(decode::Grammar::from_tools(tools, decode::kMaxCalls, std::nullopt, syntax));
    }
  }
  const std::vector<TokenId> tokens = model.conversation_format().opening(instructions, tools);
  if (tokens.size() + kMinRoom > static_cast<std::size_t>(model.context())) {
    throw Error(ErrorCode::kLimit,
                "instructions and tools take " + std::to_string(tokens.size()) + " tokens of a context of " +
                    std::to_string(model.context()),
                "tools", "give the agent fewer tools or shorter instructions, or choose a larger --context");
  }
  return std::make_shared<const Opening>(Opening{tokens, std::move(grammars), free_text_mask(model.tokenizer()),
                                                 end_mask(model.tokenizer()), read_opening(model, tokens, others)});
}

}  // namespace

Conversation::Conversation(const LoadedModel& model, const std::string& instructions,
                           const std::vector<ToolDescription>& tools, const SamplingOptions& sampling,
                           WhenFull when_full)
    : model_(&model),
      format_(&model.conversation_format()),
      instructions_(instructions),
      tools_(tools),
      when_full_(when_full),
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
  cut_.reset();
  messages_.push_back(std::move(message));
  quotable_.push_back(std::move(quotable));
}

AssistantTurn Conversation::next(const TurnOptions& options) {
  if (messages_.empty() || (messages_.back().role == text::Message::Role::kAssistant && !cut_)) {
    throw Error(ErrorCode::kUsage, "there is nothing to answer", "conversation",
                "add a user message or a tool result first");
  }
  try {
    AssistantTurn turn = write_next(options);
    if (turn.stop == StopReason::kCancelled) {
      take_back_exchange();
    }
    return turn;
  } catch (...) {
    take_back_exchange();
    throw;
  }
}

AssistantTurn Conversation::write_next(const TurnOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const int max_tokens = std::max(options.max_tokens, 0);
  std::optional<CutTurn> cut = std::move(cut_);
  if (cut) {
    messages_.pop_back();
    quotable_.pop_back();
  }
  cut_.reset();
  const TurnWriter::GrammarOf grammar = grammars_of(cut ? cut->choice : options.tool_choice);
  const int n_cut = cut ? static_cast<int>(cut->tokens.size()) : 0;
  AssistantTurn turn;
  const int reserve = n_cut + std::min(max_tokens, model_->context() / kPartForTurn) + 1;
  std::optional<std::vector<TokenId>> prompt = fitting_prompt(reserve, options, turn);
  if (prompt && cut) {
    prompt->insert(prompt->end(), cut->tokens.begin(), cut->tokens.end());
  }
  if (!prompt || !prefill(*prompt, options.cancel)) {
    turn.stop = StopReason::kCancelled;
    return turn;
  }
  const int n_prompt = static_cast<int>(prompt->size());
  const int tokens_left = std::min(max_tokens, model_->context() - n_prompt - 1);
  TurnWriter writer(*model_, *opening_, sampler_, sequence_);
  const double seconds_before = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (cut) {
    writer.resume(*cut, options, tokens_left, grammar);
  } else {
    writer.write(options, tokens_left, grammar);
  }
  writer.turn.forgotten = std::move(turn.forgotten);
  writer.turn.usage.completion_tokens += turn.usage.completion_tokens;
  writer.turn.usage.prompt_tokens = n_prompt;
  if (writer.turn.usage.first_token_seconds > 0) {
    writer.turn.usage.first_token_seconds += seconds_before;
  }
  writer.turn.usage.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (writer.turn.stop != StopReason::kCancelled) {
    add({.role = text::Message::Role::kAssistant,
         .text = writer.turn.text + writer.turn.cut_call,
         .calls = writer.turn.calls,
         .written = std::move(writer.tokens)},
        quotable_strings(writer.turn.calls));
    cut_ = std::move(writer.cut);
  }
  return std::move(writer.turn);
}

TurnWriter::GrammarOf Conversation::grammars_of(const ToolChoice& choice) const {
  if (choice.kind == ToolChoice::Kind::kNone || (tools_.empty() && !choice.must_call())) {
    return {};
  }
  if (tools_.empty()) {
    throw Error(ErrorCode::kInvalid, "a call is required, and there are no tools", "tool_choice",
                "give the conversation tools, or let it answer with text");
  }
  std::vector<ToolDescription> tools = tools_;
  if (choice.kind == ToolChoice::Kind::kNamed) {
    std::erase_if(tools, [&](const ToolDescription& tool) { return tool.name != choice.tool; });
    if (tools.empty()) {
      throw Error(ErrorCode::kInvalid, "a call of \"" + choice.tool + "\" is required, and there is no such tool",
                  "tool_choice", "name one of the conversation's tools");
    }
  }
  const bool narrowed = tools.size() < tools_.size();
  if (!narrowed && !model_->quotes_arguments()) {
    return [opening = opening_](std::size_t syntax) -> const decode::Grammar& { return opening->grammars[syntax]; };
  }
  // Made when the model opens a call; until then nobody pays.
  const auto made = std::make_shared<std::vector<std::optional<decode::Grammar>>>(opening_->grammars.size());
  std::optional<std::string> quotable;
  if (model_->quotes_arguments()) {
    quotable = quotable_text();
  }
  return [this, made, tools, quotable](std::size_t syntax) -> const decode::Grammar& {
    std::optional<decode::Grammar>& grammar = (*made)[syntax];
    if (!grammar) {
      grammar.emplace(
          decode::Grammar::from_tools(tools, decode::kMaxCalls, quotable, format_->tool_format().syntaxes[syntax]));
    }
    return *grammar;
  };
}

std::string Conversation::quotable_text() const {
  // What the user said comes last, where a long result cannot crowd it out.
  std::vector<std::string_view> texts{instructions_, summary_};
  for (const bool of_user : {false, true}) {
    for (std::size_t i = 0; i < messages_.size(); ++i) {
      if ((messages_[i].role == text::Message::Role::kUser) == of_user) {
        texts.push_back(quotable_[i]);
      }
    }
  }
  return join_quotable(texts);
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

}  // namespace oree::engine
