#include <algorithm>

#include "base/check.h"
#include "decode/grammar_state.h"
#include "oree/error.h"

namespace oree::decode {
namespace {

constexpr std::size_t kMaxForcedBytes = 4096;
// So many tokens are as good as any number: what a turn may have at most is far less.
constexpr int kUnbounded = 1 << 24;

}  // namespace

struct GrammarMatcher::State {
  State(const Grammar::State& owner, const std::shared_ptr<const TokenTrie::State>& tokens)
      : grammar(owner), trie(*tokens) {
    const std::lock_guard lock(grammar.mutex);
    shared = &grammar.masks_for(tokens);
    generation = shared->generation();
    current = shared->states().start();
  }

  // Under the lock: makes `current` valid again where states were forgotten.
  void refresh() {
    shared->bound_memory();
    if (generation != shared->generation()) {
      generation = shared->generation();
      recorded.clear();
      current = shared->after(shared->states().start(), written, recorded);
      check(current != LazyStates::kDead, "the text that was written fits the grammar no more");
      shared->allow_twice_of_now();
    }
  }
  bool try_bytes(std::string_view bytes) {
    std::string keeps = recorded;
    const LazyStates::State next = shared->after(current, bytes, keeps);
    if (next == LazyStates::kDead) {
      return false;
    }
    recorded = std::move(keeps);
    written += bytes;
    current = next;
    return true;
  }
  bool is_canonical() const noexcept { return grammar.parts.spelling == Spelling::kCanonical; }

  const Grammar::State& grammar;
  const TokenTrie::State& trie;
  SharedMasks* shared = nullptr;  // the grammar's
  int generation = 0;
  LazyStates::State current = LazyStates::kDead;
  std::string written;
  std::string recorded;
  std::shared_ptr<const SharedMasks::Mask> mask;
  TokenMask none;
};

GrammarMatcher::GrammarMatcher(const Grammar& grammar, const TokenTrie& trie)
    : state_(std::make_unique<State>(grammar.state(), trie.state())) {}
GrammarMatcher::~GrammarMatcher() = default;
GrammarMatcher::GrammarMatcher(GrammarMatcher&&) noexcept = default;

const TokenMask& GrammarMatcher::mask(int tokens_left) {
  State& state = *state_;
  const std::lock_guard lock(state.grammar.mutex);
  state.refresh();
  SharedMasks& shared = *state.shared;
  const bool bounded = state.is_canonical() && tokens_left < kUnbounded;
  state.mask = shared.mask(state.current, bounded);
  // Every byte is a token at worst, so a token behind which the end is this far leaves a completion in time.
  const std::int64_t budget = std::int64_t{tokens_left} - 1;
  if (!bounded || state.mask->farthest <= budget) {
    return state.mask->tokens;
  }
  const std::uint32_t distance = shared.states().distance(state.current);
  const bool in_time = distance <= std::max<std::int64_t>(tokens_left, 0);
  if (in_time && budget < 0) {
    state.none.assign(state.mask->tokens.size(), 0);
    return state.none;
  }
  // Without the time a shortest way is followed: each byte of it leads one nearer.
  const std::uint32_t most = in_time ? static_cast<std::uint32_t>(budget) : distance - std::min(distance, 1U);
  state.mask = shared.mask_within(state.current, most);
  return state.mask->tokens;
}

int GrammarMatcher::shortest_completion() const {
  State& state = *state_;
  const std::lock_guard lock(state.grammar.mutex);
  state.refresh();
  return static_cast<int>(std::min<std::uint32_t>(state.shared->states().distance(state.current), 1U << 30));
}

void GrammarMatcher::accept(TokenId token) {
  State& state = *state_;
  check(token >= 0 && token < state.trie.vocabulary_size, "the token is outside the vocabulary");
  const std::string_view bytes = state.trie.bytes[static_cast<std::size_t>(token)];
  const std::lock_guard lock(state.grammar.mutex);
  state.refresh();
  check(!bytes.empty() && state.try_bytes(bytes), "the token is not in the grammar's mask");
}

bool GrammarMatcher::is_complete() const {
  State& state = *state_;
  const std::lock_guard lock(state.grammar.mutex);
  state.refresh();
  return state.shared->states().accepts(state.current);
}

std::string GrammarMatcher::forced_bytes() const {
  State& state = *state_;
  const std::lock_guard lock(state.grammar.mutex);
  state.refresh();
  LazyStates& states = state.shared->states();
  std::string forced;
  for (LazyStates::State at = state.current; forced.size() < kMaxForcedBytes;) {
    const int byte = states.forced_byte(at);
    if (byte < 0) {
      break;
    }
    forced += static_cast<char>(byte);
    at = states.next(at, static_cast<std::uint8_t>(byte));
  }
  return forced;
}

bool GrammarMatcher::try_bytes(std::string_view bytes) {
  const std::lock_guard lock(state_->grammar.mutex);
  state_->refresh();
  return state_->try_bytes(bytes);
}

}  // namespace oree::decode
