// The automaton made deterministic as far as a text leads through it: states are sets, made when first reached.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "decode/automaton.h"

namespace oree::decode {

class LazyDfa {
 public:
  using State = std::int32_t;
  static constexpr State kDead = -1;  // no sentence begins like this

  // distances: of automaton, [n_states]. Both must outlive it.
  LazyDfa(const Automaton& automaton, std::span<const std::uint32_t> distances);

  State start() const noexcept { return start_; }
  State next(State state, std::uint8_t byte) {
    const State target = targets_[static_cast<std::size_t>(state) * n_classes_ + automaton_->byte_classes[byte]];
    return target == kUnknown ? make_target(state, automaton_->byte_classes[byte]) : target;
  }
  // Whether a sentence may end here.
  bool accepts(State state) const noexcept { return infos_[static_cast<std::size_t>(state)].accepts; }
  // The fewest bytes from here to the end of a sentence; kUnreachable when the bytes at hand do not suffice.
  std::uint32_t distance(State state) const noexcept { return infos_[static_cast<std::size_t>(state)].distance; }
  // The byte that must follow; -1 when there is a choice or nothing may follow.
  int forced_byte(State state);

  // Of working memory, about.
  std::size_t n_bytes() const noexcept { return key_bytes_ + infos_.size() * (n_classes_ * sizeof(State) + 100); }
  // Forgets every state but this one; returns its new number.
  State forget_all_but(State state);

 private:
  static constexpr State kUnknown = -2;

  struct Info {
    const std::vector<std::uint32_t>* key;  // the set's states, sorted, then the count
    std::uint32_t distance;
    bool accepts;
  };
  struct KeyHash {
    std::size_t operator()(const std::vector<std::uint32_t>& key) const noexcept;
  };

  State make_target(State state, std::uint8_t byte_class);
  // The set of what can be reached from reached_ without a byte. kDead when it is empty.
  State intern_reached(std::uint32_t count);
  State intern(std::vector<std::uint32_t> key);

  const Automaton* automaton_;
  std::span<const std::uint32_t> distances_;
  std::size_t n_classes_;
  std::size_t key_bytes_ = 0;
  State start_;
  std::vector<State> targets_;  // [n_states, n_classes]
  std::vector<Info> infos_;
  std::unordered_map<std::vector<std::uint32_t>, State, KeyHash> numbers_;
  std::vector<StateId> reached_;       // scratch
  std::vector<std::uint32_t> visits_;  // [automaton states]: the last visit_ that saw it
  std::uint32_t visit_ = 0;
};

}  // namespace oree::decode
