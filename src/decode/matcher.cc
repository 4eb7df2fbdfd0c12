#include <algorithm>
#include <unordered_map>

#include "base/check.h"
#include "decode/grammar_state.h"
#include "decode/lazy_dfa.h"
#include "oree/error.h"

namespace oree::decode {
namespace {

// Caches are emptied beyond these; both hold far more than a call needs.
constexpr std::size_t kMaxCachedMaskBytes = std::size_t{8} << 20;
constexpr std::size_t kMaxCachedStateBytes = std::size_t{32} << 20;
constexpr std::size_t kMaxForcedBytes = 4096;

}  // namespace

struct GrammarMatcher::State {
  // The tokens that may follow a state, whatever it costs to complete them.
  struct CachedMask {
    TokenMask mask;
    std::uint32_t nearest = kUnreachable;  // the fewest bytes to the end behind one of the tokens
    std::uint32_t farthest = 0;
  };

  State(const Grammar::State& grammar, const TokenTrie::State& tokens)
      : trie(tokens),
        own_distances(tokens.single_bytes.all() ? std::vector<std::uint32_t>()
                                                : grammar.automaton.distances(tokens.single_bytes)),
        dfa(grammar.automaton, own_distances.empty() ? grammar.distances : own_distances),
        path(tokens.max_depth + 1) {
    if (dfa.distance(dfa.start()) == kUnreachable) {
      throw Error(ErrorCode::kUnsupported, "the vocabulary lacks single bytes that JSON needs", "tokenizer",
                  "use a model whose vocabulary has all 256 bytes");
    }
    current = dfa.start();
  }

  // Walks trie and automaton together. Sets a bit for each token behind which the end is at most max_distance away.
  void walk(std::uint32_t max_distance, CachedMask& result) {
    result.mask.assign((static_cast<std::size_t>(trie.vocabulary_size) + 63) / 64, 0);
    path[0] = current;
    for (std::uint32_t i = 0; i < trie.nodes.size();) {
      const TokenTrie::State::Node& node = trie.nodes[i];
      const LazyDfa::State state = dfa.next(path[node.depth - 1u], node.byte);
      if (state == LazyDfa::kDead) {
        i = node.skip_to;
        continue;
      }
      path[node.depth] = state;
      ++i;
      if (node.n_tokens == 0) continue;
      const std::uint32_t distance = dfa.distance(state);
      if (distance == kUnreachable) continue;
      result.nearest = std::min(result.nearest, distance);
      result.farthest = std::max(result.farthest, distance);
      if (distance > max_distance) continue;
      for (std::uint32_t token = 0; token < node.n_tokens; ++token) {
        const auto id = static_cast<std::size_t>(trie.tokens[node.first_token + token]);
        result.mask[id / 64] |= std::uint64_t{1} << (id % 64);
      }
    }
  }

  const CachedMask& full_mask() {
    if (dfa.n_bytes() > kMaxCachedStateBytes) {
      masks.clear();
      current = dfa.forget_all_but(current);
    }
    const auto found = masks.find(current);
    if (found != masks.end()) return found->second;
    const std::size_t mask_bytes = static_cast<std::size_t>(trie.vocabulary_size) / 8 + 64;
    if (masks.size() * mask_bytes > kMaxCachedMaskBytes) masks.clear();
    CachedMask& made = masks[current];
    walk(kUnreachable, made);
    return made;
  }

  // kDead when the bytes cannot follow, or leave what the vocabulary cannot complete.
  LazyDfa::State after(std::string_view bytes) {
    LazyDfa::State state = current;
    for (const char byte : bytes) {
      state = dfa.next(state, static_cast<std::uint8_t>(byte));
      if (state == LazyDfa::kDead) return state;
    }
    return dfa.distance(state) == kUnreachable ? LazyDfa::kDead : state;
  }

  const TokenTrie::State& trie;
  std::vector<std::uint32_t> own_distances;  // only where the vocabulary lacks bytes
  LazyDfa dfa;
  LazyDfa::State current = LazyDfa::kDead;
  std::unordered_map<LazyDfa::State, CachedMask> masks;
  CachedMask limited;
  std::vector<LazyDfa::State> path;  // by depth in the trie
};

GrammarMatcher::GrammarMatcher(const Grammar& grammar, const TokenTrie& trie)
    : state_(std::make_unique<State>(grammar.state(), trie.state())) {}
GrammarMatcher::~GrammarMatcher() = default;
GrammarMatcher::GrammarMatcher(GrammarMatcher&&) noexcept = default;

const TokenMask& GrammarMatcher::mask(int tokens_left) {
  const State::CachedMask& full = state_->full_mask();
  // Every byte is a token at worst, so a token behind which the end is this far leaves a completion in time.
  const std::int64_t budget = std::int64_t{tokens_left} - 1;
  if (full.farthest <= budget) return full.mask;
  const bool in_time = state_->dfa.distance(state_->current) <= std::max<std::int64_t>(tokens_left, 0);
  if (in_time && budget < 0) {
    state_->limited.mask.assign(full.mask.size(), 0);
    return state_->limited.mask;
  }
  state_->walk(in_time ? static_cast<std::uint32_t>(budget) : full.nearest, state_->limited);
  return state_->limited.mask;
}

int GrammarMatcher::shortest_completion() const noexcept {
  return static_cast<int>(state_->dfa.distance(state_->current));
}

void GrammarMatcher::accept(TokenId token) {
  check(token >= 0 && token < state_->trie.vocabulary_size, "the token is outside the vocabulary");
  const std::string_view bytes = state_->trie.bytes[static_cast<std::size_t>(token)];
  const LazyDfa::State next = bytes.empty() ? LazyDfa::kDead : state_->after(bytes);
  check(next != LazyDfa::kDead, "the token is not in the grammar's mask");
  state_->current = next;
}

bool GrammarMatcher::is_complete() const noexcept { return state_->dfa.accepts(state_->current); }

std::string GrammarMatcher::forced_bytes() const {
  std::string forced;
  LazyDfa::State state = state_->current;
  while (forced.size() < kMaxForcedBytes) {
    const int byte = state_->dfa.forced_byte(state);
    if (byte < 0) break;
    forced += static_cast<char>(byte);
    state = state_->dfa.next(state, static_cast<std::uint8_t>(byte));
  }
  return forced;
}

bool GrammarMatcher::try_bytes(std::string_view bytes) {
  const LazyDfa::State next = state_->after(bytes);
  if (next == LazyDfa::kDead) return false;
  state_->current = next;
  return true;
}

}  // namespace oree::decode
