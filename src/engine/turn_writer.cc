#include "engine/turn_writer.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "engine/jump_forward.h"
#include "engine/token_masks.h"
#include "text/tool_formats/syntax_tokens.h"

namespace oree::engine {
namespace {

std::size_t control_index(char byte) noexcept { return 0xFFu - static_cast<unsigned char>(byte); }

}  // namespace

TurnWriter::TurnWriter(const LoadedModel& model, const Opening& opening, decode::Sampler& sampler, Sequence& sequence)
    : model_(&model),
      opening_(&opening),
      format_(&model.conversation_format().tool_format()),
      sampler_(&sampler),
      drafting_(sequence, model.draft()),
      trigger_({}) {}

void TurnWriter::write(const TurnOptions& options, int max_tokens, const GrammarOf& grammar) {
  options_ = &options;
  grammar_ = &grammar;
  tokens_left_ = max_tokens;
  if (options.tool_choice.must_call()) {
    begin_calls(0);
    return write_calls();
  }
  if (grammar) {
    trigger_ = CallTrigger(format_->syntaxes);
  }
  write_text();
}

void TurnWriter::resume(const CutTurn& cut_turn, const TurnOptions& options, int max_tokens, const GrammarOf& grammar) {
  options_ = &options;
  grammar_ = &grammar;
  tokens_left_ = max_tokens;
  begin_calls(cut_turn.syntax);
  check(matcher_->try_bytes(cut_turn.sentence), "calls that were cut fit their grammar no more");
  calls_ = cut_turn;
  tokens = cut_turn.tokens;
  turn.text = cut_turn.text;
  write_calls();
}

void TurnWriter::add(TokenId token) {
  tokens.push_back(token);
  drafting_.push(token);
  --tokens_left_;
  ++turn.usage.completion_tokens;
}

std::optional<TokenId> TurnWriter::sample(const decode::TokenMask& mask) {
  const CancelFlag* cancel = options_->cancel;
  if (cancel != nullptr && cancel->cancelled()) {
    turn.stop = StopReason::kCancelled;
    return std::nullopt;
  }
  const TokenId token = sampler_->sample(drafting_.logits(), &mask);
  if (turn.usage.first_token_seconds == 0) {
    turn.usage.first_token_seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  }
  return token;
}

// Text.

decode::TokenMask TurnWriter::text_mask() const {
  decode::TokenMask mask = opening_->free_text;
  if (*grammar_) {
    for (const text::CallSyntax& syntax : format_->syntaxes) {
      const std::string trigger = syntax.trigger();
      if (text::is_control_byte(trigger.front()) && (trigger_.at_start() || !syntax.only_first)) {
        allow(mask, format_->controls[control_index(trigger.front())]);
      }
    }
  }
  return mask;
}

void TurnWriter::hold(std::string_view bytes) {
  held_ += bytes;
  trigger_.push(bytes);
  release(held_.size() - (*grammar_ ? std::min(trigger_.n_held(), held_.size()) : 0));
}

void TurnWriter::release(std::size_t n_bytes) {
  say(stream_.push(std::string_view(held_).substr(0, n_bytes)));
  held_.erase(0, n_bytes);
}

void TurnWriter::release_all() {
  release(held_.size());
  say(stream_.finish());
}

void TurnWriter::say(const std::string& piece) {
  if (!piece.empty() && options_->on_text) {
    options_->on_text(piece);
  }
  turn.text += piece;
}

TurnWriter::Role TurnWriter::role_of(TokenId token) {
  const auto control = std::find(format_->controls.begin(), format_->controls.end(), token);
  std::size_t syntax = 0;
  std::size_t end_of_text = 0;
  std::string_view rest;
  if (control != format_->controls.end()) {
    const char byte = text::control_byte(static_cast<std::size_t>(control - format_->controls.begin()));
    const auto opened = std::find_if(format_->syntaxes.begin(), format_->syntaxes.end(),
                                     [&](const auto& each) { return each.trigger().front() == byte; });
    check(opened != format_->syntaxes.end(), "a control token that opens no calls was sampled");
    syntax = static_cast<std::size_t>(opened - format_->syntaxes.begin());
  } else {
    const std::string_view bytes = model_->tokenizer().token_bytes(token);
    const auto opened = trigger_.would_open(bytes);
    if (!opened) {
      return Role::kText;
    }
    syntax = opened->syntax;
    end_of_text = opened->end_of_text;
    rest = bytes.substr(end_of_text);
  }
  const std::string trigger = format_->syntaxes[syntax].trigger();
  begin_calls(syntax);
  if (!matcher_->try_bytes(trigger + std::string(rest))) {
    matcher_.reset();
    return Role::kVetoed;
  }
  // The text is what stands before the trigger, without the white space in between.
  const bool is_control = control != format_->controls.end();
  if (!is_control) {
    held_ += model_->tokenizer().token_bytes(token).substr(0, end_of_text);
    held_.erase(held_.size() - trigger.size());
  }
  held_.erase(held_.find_last_not_of(" \t\r\n") + 1);
  release_all();
  calls_.text = turn.text;
  calls_.sentence = trigger + std::string(rest);
  calls_.spelled = is_control ? std::string(model_->tokenizer().token_spelling(token)) : calls_.sentence;
  add(token);
  calls_.segment_begin = is_control ? tokens.size() : tokens.size() - 1;
  calls_.segment = is_control ? std::string() : std::string(model_->tokenizer().token_bytes(token));
  return Role::kOpens;
}

void TurnWriter::write_text() {
  const text::Tokenizer& tokenizer = model_->tokenizer();
  while (true) {
    if (tokens_left_ <= 0) {
      turn.stop = StopReason::kLength;
      break;
    }
    decode::TokenMask mask = text_mask();
    std::optional<TokenId> token = sample(mask);
    Role role = Role::kText;
    while (token && *grammar_ && (role = role_of(*token)) == Role::kVetoed) {
      forbid(mask, *token);
      token = sample(mask);
    }
    if (role == Role::kOpens) {
      return write_calls();
    }
    if (!token) {
      break;
    }
    if (tokenizer.is_end(*token)) {
      turn.stop = StopReason::kEnd;
      break;
    }
    add(*token);
    hold(tokenizer.token_bytes(*token));
  }
  release_all();
}

// Calls.

void TurnWriter::begin_calls(std::size_t syntax) {
  matcher_.emplace((*grammar_)(syntax), model_->token_trie());
  calls_ = {};
  calls_.syntax = syntax;
  calls_.choice = options_->tool_choice;
  calls_.segment_begin = tokens.size();
}

void TurnWriter::note_of_calls(TokenId token, std::string_view bytes) {
  add(token);
  const bool is_control = !bytes.empty() && text::is_control_byte(bytes.front());
  calls_.sentence += bytes;
  calls_.spelled += is_control ? model_->tokenizer().token_spelling(token) : bytes;
  if (is_control) {
    calls_.segment_begin = tokens.size();
    calls_.segment.clear();
  } else {
    calls_.segment += bytes;
  }
}

void TurnWriter::write_of_calls(TokenId token) {
  matcher_->accept(token);
  const auto control = std::find(format_->controls.begin(), format_->controls.end(), token);
  if (control == format_->controls.end()) {
    return note_of_calls(token, model_->tokenizer().token_bytes(token));
  }
  const char byte = text::control_byte(static_cast<std::size_t>(control - format_->controls.begin()));
  note_of_calls(token, std::string_view(&byte, 1));
}

void TurnWriter::write_forced() {
  std::string forced = matcher_->forced_bytes();
  if (!forced.empty() && text::is_control_byte(forced.front())) {
    const TokenId token = format_->controls[control_index(forced.front())];
    if (allows(matcher_->mask(tokens_left_), token)) {
      write_of_calls(token);
    }
    return;
  }
  forced.erase(std::find_if(forced.begin(), forced.end(), text::is_control_byte), forced.end());
  if (forced.size() < 2) {
    return;
  }
  const auto so_far = std::span(tokens).subspan(calls_.segment_begin);
  for (const TokenId token : jump_tokens(model_->tokenizer(), so_far, calls_.segment, forced)) {
    if (tokens_left_ <= 0 || !allows(matcher_->mask(tokens_left_), token)) {
      break;
    }
    write_of_calls(token);
  }
}

void TurnWriter::write_calls() {
  while (true) {
    const bool whole = matcher_->is_complete();
    if (tokens_left_ <= 0) {
      return end_calls(whole ? StopReason::kGrammar : StopReason::kLength);
    }
    const std::size_t before = tokens.size();
    if (!whole) {
      write_forced();
    }
    if (tokens.size() != before) {
      continue;
    }
    decode::TokenMask mask = matcher_->mask(tokens_left_);
    if (whole) {
      if (!allows_any(mask)) {
        return end_calls(StopReason::kGrammar);
      }
      std::transform(mask.begin(), mask.end(), opening_->ends.begin(), mask.begin(), std::bit_or<>());
    }
    const std::optional<TokenId> token = sample(mask);
    if (!token) {
      return end_calls(StopReason::kCancelled);
    }
    if (whole && model_->tokenizer().is_end(*token)) {
      return end_calls(StopReason::kGrammar);
    }
    write_of_calls(*token);
  }
}

void TurnWriter::end_calls(StopReason stop) {
  turn.stop = stop;
  if (stop == StopReason::kGrammar) {
    turn.calls = format_->parse(calls_.spelled);
    return;
  }
  turn.cut_call = calls_.spelled;
  calls_.tokens = tokens;
  cut = std::move(calls_);
}

}  // namespace oree::engine
