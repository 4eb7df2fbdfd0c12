// The machine made deterministic as far as texts lead through it: states are sets of threads, made when first reached.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "decode/machine.h"

namespace oree::decode {

class LazyStates {
 public:
  using State = std::int32_t;
  static constexpr State kDead = -1;  // no sentence begins like this

  // The machine must outlive it.
  explicit LazyStates(Machine& machine);

  State start() const noexcept { return start_; }
  State next(State state, std::uint8_t byte) {
    if (rows_[static_cast<std::size_t>(state)] == nullptr) {
      make_row(state);
    }
    const State target = (*rows_[static_cast<std::size_t>(state)])[byte];
    return target == kUnknown ? make_target(state, byte) : target;
  }
  // The state of these threads; kDead for none.
  State intern(std::vector<Thread> threads);

  std::span<const Thread> threads(State state) const noexcept {
    return infos_[static_cast<std::size_t>(state)].threads;
  }
  // Whether a sentence may end here.
  bool accepts(State state) const noexcept { return infos_[static_cast<std::size_t>(state)].accepts; }
  // Whether the byte that led here has to be recorded, and whether what was recorded is wanted now (Machine::resolve).
  bool records(State state) const noexcept { return infos_[static_cast<std::size_t>(state)].records; }
  bool is_pending(State state) const noexcept { return infos_[static_cast<std::size_t>(state)].is_pending; }
  // As Machine::distance; of canonical grammars only.
  std::uint32_t distance(State state);
  // The byte that must follow; -1 when there is a choice, or when nothing has to follow.
  int forced_byte(State state);

  // Of working memory, about.
  std::size_t n_bytes() const noexcept { return n_bytes_; }

 private:
  static constexpr State kUnknown = -2;
  static constexpr std::uint32_t kUnmeasured = kUnreachable - 1;
  using Row = std::array<State, 256>;

  struct Info {
    std::span<const Thread> threads;  // the key's in numbers_
    std::uint32_t distance = kUnmeasured;
    bool accepts = false;
    bool records = false;
    bool is_pending = false;
  };
  struct ThreadsHash {
    std::size_t operator()(const std::vector<Thread>& threads) const noexcept;
  };

  State make_target(State state, std::uint8_t byte);
  void make_row(State state);
  State intern_scratch();

  Machine* machine_;
  std::vector<std::unique_ptr<Row>> rows_;
  std::vector<Info> infos_;
  std::unordered_map<std::vector<Thread>, State, ThreadsHash> numbers_;
  std::vector<Thread> scratch_;
  std::size_t n_bytes_ = 0;
  State start_;
};

}  // namespace oree::decode
