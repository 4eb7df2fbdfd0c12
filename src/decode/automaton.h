// A finite automaton over bytes, built from the end to the start: each part is given the state that follows it.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace oree::decode {

using StateId = std::uint32_t;
inline constexpr StateId kNoState = ~StateId{0};

// About 30 bytes each. A string of at most 4,096 characters takes 60,000.
inline constexpr std::size_t kMaxAutomatonStates = std::size_t{1} << 21;

inline constexpr std::uint32_t kUnreachable = ~std::uint32_t{0};

struct Edge {
  std::uint8_t first, last;  // the bytes it takes
  StateId target;
};

// Nondeterministic, with edges that take no byte (epsilons).
struct Automaton {
  StateId start = kNoState;
  std::vector<bool> accepts;                  // [n]
  std::vector<std::uint32_t> edge_begins;     // [n + 1]
  std::vector<Edge> edges;                    // by state
  std::vector<std::uint32_t> epsilon_begins;  // [n + 1]
  std::vector<StateId> epsilons;              // targets, by state

  // Bytes no edge tells apart form a class; classes are ranges, numbered upwards.
  std::array<std::uint8_t, 256> byte_classes{};
  std::vector<std::uint8_t> class_first, class_last;

  std::size_t n_states() const noexcept { return accepts.size(); }
  std::span<const Edge> edges_of(StateId state) const noexcept {
    return std::span(edges).subspan(edge_begins[state], edge_begins[state + 1] - edge_begins[state]);
  }
  std::span<const StateId> epsilons_of(StateId state) const noexcept {
    return std::span(epsilons).subspan(epsilon_begins[state], epsilon_begins[state + 1] - epsilon_begins[state]);
  }

  // The fewest bytes to a sentence's end from each state, with these bytes only; kUnreachable where there is none.
  std::vector<std::uint32_t> distances(const std::bitset<256>& usable) const;
};

class AutomatonBuilder {
 public:
  // Throws Error kLimit beyond kMaxAutomatonStates.
  StateId add_state();
  void add_edge(StateId from, unsigned first, unsigned last, StateId target);
  void add_epsilon(StateId from, StateId target);
  void accept(StateId state) { accepts_[state] = true; }

  // A state from which one byte of the range leads to next.
  StateId add_range(unsigned first, unsigned last, StateId next);
  // The bytes of the text, then next.
  StateId add_literal(std::string_view text, StateId next);

  Automaton finish(StateId start) &&;

 private:
  struct From {
    StateId state;
    Edge edge;
  };
  std::vector<bool> accepts_;
  std::vector<From> edges_;
  std::vector<From> epsilons_;  // only state and edge.target
};

}  // namespace oree::decode
