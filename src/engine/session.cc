#include <chrono>
#include <utility>

#include "decode/sampler.h"
#include "engine/constrained.h"
#include "engine/drafting.h"
#include "engine/session_file.h"
#include "engine/session_state.h"
#include "oree/error.h"
#include "text/utf8.h"

namespace oree {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

}  // namespace

Session::Session(std::unique_ptr<State> state) : state_(std::move(state)) {}
Session::~Session() = default;
Session::Session(Session&&) noexcept = default;

int Session::n_tokens() const noexcept { return state_->sequence.n_tokens() + (state_->pending ? 1 : 0); }

Session Session::fork() const {
  auto state = std::make_unique<State>(*state_->model);
  state->sequence.restart(state_->sequence);
  state->pending = state_->pending;
  state->prompt_is_open = state_->prompt_is_open;
  return Session(std::move(state));
}

void Session::save(const std::filesystem::path& path) {
  state_->run_pending();
  const engine::Sequence& sequence = state_->sequence;
  engine::save_sequence(engine::SavedKind::kSession,
                        {.tokens = sequence.tokens(),
                         .logits = sequence.logits(),
                         .prompt_is_open = state_->prompt_is_open,
                         .cache = sequence.cache()},
                        state_->model->fingerprint(), path, engine::Durability::kNow);
}

void Session::compress(const CacheOptions& options) {
  state_->run_pending();
  state_->sequence.compress(options);
}

std::vector<std::vector<std::vector<int>>> Session::kept() const {
  const cache::KvCache& cache = state_->sequence.cache();
  std::vector<std::vector<std::vector<int>>> result(static_cast<std::size_t>(cache.n_layers()));
  for (int layer = 0; layer < cache.n_layers(); ++layer) {
    for (int head = 0; head < cache.layout().n_kv_heads; ++head) {
      result[static_cast<std::size_t>(layer)].push_back(cache.kept(layer, head));
    }
  }
  return result;
}

std::size_t Session::cache_bytes() const noexcept { return state_->sequence.cache().bytes(); }

void Session::append(std::span<const TokenId> tokens, std::vector<float>* logits) {
  const Clock::time_point start = Clock::now();
  state_->run_pending();
  state_->sequence.append(tokens, logits);
  state_->prompt_is_open = true;
  state_->prefill_seconds += seconds_since(start);
}

Generation Session::generate(const GenerateOptions& options) {
  if (n_tokens() == 0) {
    throw Error(ErrorCode::kInvalid, "there is nothing to continue: the sequence is empty", "prompt",
                "give a prompt of at least one token");
  }
  const Clock::time_point start = Clock::now();
  const double before = std::exchange(state_->prefill_seconds, 0);
  const text::Tokenizer& tokenizer = state_->model->tokenizer();
  decode::Sampler sampler(options.sampling);
  text::Utf8Stream stream;
  Generation result;
  result.usage.prompt_tokens = n_tokens();
  const auto emit = [&](std::string piece) {
    if (piece.empty()) {
      return;
    }
    if (options.on_text) {
      options.on_text(piece);
    }
    result.text += piece;
  };

  if (state_->prompt_is_open) {
    state_->prompt_is_open = false;
    state_->sequence.finish_prompt();
  }
  std::optional<engine::Constrained> constrained;
  if (options.constraint) {
    constrained.emplace(*options.constraint, *state_->model);
  }
  engine::DraftingSequence drafting(state_->sequence, state_->model->draft());
  if (state_->pending) {
    drafting.push(*state_->pending);
  }
  // The sequence may hold guesses: it is counted here.
  int n_held = n_tokens();
  while (true) {
    if (options.cancel != nullptr && options.cancel->cancelled()) {
      result.stop = StopReason::kCancelled;
      break;
    }
    if (static_cast<int>(result.tokens.size()) >= options.max_tokens || n_held >= state_->model->context()) {
      // A text that is whole is not cut.
      result.stop = constrained && constrained->is_finished(0) ? StopReason::kGrammar : StopReason::kLength;
      break;
    }
    const int tokens_left =
        std::min(options.max_tokens - static_cast<int>(result.tokens.size()), state_->model->context() - n_held);
    if (constrained && constrained->is_finished(tokens_left)) {
      result.stop = StopReason::kGrammar;
      break;
    }
    const std::span<const float> logits = drafting.logits();
    state_->pending.reset();
    const TokenId token = sampler.sample(logits, constrained ? &constrained->mask(tokens_left) : nullptr);
    if (result.tokens.empty()) {
      result.usage.first_token_seconds = before + seconds_since(start);
    }
    if (tokenizer.is_end(token)) {
      result.stop = StopReason::kEnd;
      break;
    }
    if (constrained) {
      constrained->accept(token);
    }
    drafting.push(token);
    ++n_held;
    if (drafting.n_waiting() > 0) {
      state_->pending = token;
    }
    result.tokens.push_back(token);
    emit(stream.push(tokenizer.token_bytes(token)));
  }
  if (result.stop != StopReason::kEnd && !result.tokens.empty()) {
    drafting.leave_last_waiting();
    state_->pending = result.tokens.back();
  }
  emit(stream.finish());
  result.usage.completion_tokens = static_cast<int>(result.tokens.size());
  result.usage.seconds = before + seconds_since(start);
  return result;
}

}  // namespace oree
