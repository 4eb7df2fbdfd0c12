// What a Grammar holds, for the matcher: its parts, and what has been worked out of it, which all matchers share.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "decode/grammar.h"
#include "decode/lazy_states.h"
#include "decode/machine.h"
#include "decode/token_trie.h"

namespace oree::decode {

// Of one grammar and one vocabulary. Everything is called under Grammar::State::mutex.
class SharedMasks {
 public:
  // trie: nullptr for texts without tokens; then there are no masks.
  SharedMasks(const GrammarParts& parts, std::shared_ptr<const TokenTrie::State> trie);

  struct Mask {
    TokenMask tokens;
    bool measured = false;                 // whether nearest and farthest are known
    std::uint32_t nearest = kUnreachable;  // at most the fewest bytes to the end behind one of the tokens
    std::uint32_t farthest = 0;            // at least the most
  };
  // The tokens that may follow; with distances only if asked for.
  std::shared_ptr<const Mask> mask(LazyStates::State state, bool measured);
  // Those behind which the end is at most max_distance bytes away; of a text that may not end here never none.
  std::shared_ptr<const Mask> mask_within(LazyStates::State state, std::uint32_t max_distance);
  // kDead when the bytes cannot follow. recorded: what the matcher keeps for Machine::resolve.
  LazyStates::State after(LazyStates::State state, std::string_view bytes, std::string& recorded);

  LazyStates& states() noexcept { return *states_; }
  // Of working memory, about.
  std::size_t n_bytes() const noexcept { return states_->n_bytes() + machine_->n_bytes(); }
  // Grows each time everything was forgotten, and states have to be found anew.
  int generation() const noexcept { return generation_; }
  // Forgets what was worked out when it takes too much memory.
  void bound_memory();
  // What was found anew is needed: only twice as much is too much.
  void allow_twice_of_now();

 private:
  void walk(const TokenBranches& branches, LazyStates::State from, std::uint32_t max_distance, bool measured,
            Mask& result);
  void walk_strings(LazyStates::State from, bool measured, Mask& result);
  bool is_settled(LazyStates::State state);
  // Whether white space changes nothing.
  bool ignores_space(LazyStates::State state);
  void restart();

  const GrammarParts* parts_;
  std::shared_ptr<const TokenTrie::State> trie_;
  std::bitset<256> usable_;
  LanguagePool pool_;  // the grammar's, and what was derived from it
  std::unique_ptr<Machine> machine_;
  std::unique_ptr<LazyStates> states_;
  std::unordered_map<LazyStates::State, std::shared_ptr<const Mask>> masks_;
  std::vector<LazyStates::State> path_;  // by depth in the trie
  std::size_t most_bytes_;
  int generation_ = 0;
};

struct Grammar::State {
  explicit State(GrammarParts made) : parts(std::move(made)) {}

  // Under the lock. Throws Error kUnsupported when the vocabulary cannot write the grammar.
  SharedMasks& masks_for(const std::shared_ptr<const TokenTrie::State>& trie) const;

  mutable std::mutex mutex;
  const GrammarParts parts;
  mutable std::map<std::shared_ptr<const TokenTrie::State>, std::unique_ptr<SharedMasks>> masks;
};

}  // namespace oree::decode
