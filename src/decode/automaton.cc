#include "decode/automaton.h"

#include <deque>
#include <string>

#include "oree/error.h"

namespace oree::decode {

StateId AutomatonBuilder::add_state() {
  if (accepts_.size() == kMaxAutomatonStates) {
    throw Error(ErrorCode::kLimit,
                "the schemas need more than kMaxAutomatonStates, " + std::to_string(kMaxAutomatonStates) + ", states",
                {}, "lower minLength, maxLength, minItems and maxItems, or offer fewer tools");
  }
  accepts_.push_back(false);
  return static_cast<StateId>(accepts_.size() - 1);
}

void AutomatonBuilder::add_edge(StateId from, unsigned first, unsigned last, StateId target) {
  edges_.push_back({from, {static_cast<std::uint8_t>(first), static_cast<std::uint8_t>(last), target}});
}

void AutomatonBuilder::add_epsilon(StateId from, StateId target) { epsilons_.push_back({from, {0, 0, target}}); }

StateId AutomatonBuilder::add_range(unsigned first, unsigned last, StateId next) {
  const StateId state = add_state();
  add_edge(state, first, last, next);
  return state;
}

StateId AutomatonBuilder::add_literal(std::string_view text, StateId next) {
  for (std::size_t i = text.size(); i > 0; --i) {
    const auto byte = static_cast<unsigned char>(text[i - 1]);
    next = add_range(byte, byte, next);
  }
  return next;
}

Automaton AutomatonBuilder::finish(StateId start) && {
  Automaton automaton;
  automaton.start = start;
  automaton.accepts = std::move(accepts_);
  const std::size_t n = automaton.n_states();

  const auto begins_of = [n](const std::vector<From>& list) {
    std::vector<std::uint32_t> begins(n + 1, 0);
    for (const From& from : list) ++begins[from.state + 1];
    for (std::size_t i = 0; i < n; ++i) begins[i + 1] += begins[i];
    return begins;
  };
  automaton.edge_begins = begins_of(edges_);
  automaton.edges.resize(edges_.size());
  std::vector<std::uint32_t> places(automaton.edge_begins.begin(), automaton.edge_begins.end() - 1);
  for (const From& from : edges_) automaton.edges[places[from.state]++] = from.edge;
  automaton.epsilon_begins = begins_of(epsilons_);
  automaton.epsilons.resize(epsilons_.size());
  places.assign(automaton.epsilon_begins.begin(), automaton.epsilon_begins.end() - 1);
  for (const From& from : epsilons_) automaton.epsilons[places[from.state]++] = from.edge.target;

  std::bitset<257> borders;
  for (const Edge& edge : automaton.edges) {
    borders.set(edge.first);
    borders.set(edge.last + 1u);
  }
  borders.set(0);
  for (unsigned byte = 0; byte < 256; ++byte) {
    if (borders.test(byte)) {
      automaton.class_first.push_back(static_cast<std::uint8_t>(byte));
      automaton.class_last.push_back(0);
    }
    automaton.class_last.back() = static_cast<std::uint8_t>(byte);
    automaton.byte_classes[byte] = static_cast<std::uint8_t>(automaton.class_first.size() - 1);
  }
  return automaton;
}

std::vector<std::uint32_t> Automaton::distances(const std::bitset<256>& usable) const {
  // usable_before[b]: how many bytes below b are usable.
  std::array<std::uint32_t, 257> usable_before{};
  for (std::size_t byte = 0; byte < 256; ++byte) usable_before[byte + 1] = usable_before[byte] + usable.test(byte);

  // The edges backwards, grouped by target; cost 0 for epsilons.
  struct Backward {
    StateId source;
    std::uint32_t cost;
  };
  const std::size_t n = n_states();
  const auto for_each_edge = [&](const auto& visit) {
    for (StateId state = 0; state < n; ++state) {
      for (const Edge& edge : edges_of(state)) {
        if (usable_before[edge.last + 1u] > usable_before[edge.first]) visit(state, edge.target, 1u);
      }
      for (const StateId target : epsilons_of(state)) visit(state, target, 0u);
    }
  };
  std::vector<std::uint32_t> begins(n + 1, 0);
  for_each_edge([&](StateId, StateId target, std::uint32_t) { ++begins[target + 1]; });
  for (std::size_t i = 0; i < n; ++i) begins[i + 1] += begins[i];
  std::vector<Backward> backward(begins[n]);
  std::vector<std::uint32_t> places(begins.begin(), begins.end() - 1);
  for_each_edge([&](StateId source, StateId target, std::uint32_t cost) {
    backward[places[target]++] = {source, cost};
  });

  // Breadth first from the ends; what costs nothing goes to the front.
  std::vector<std::uint32_t> distance(n, kUnreachable);
  std::deque<StateId> queue;
  for (StateId state = 0; state < n; ++state) {
    if (!accepts[state]) continue;
    distance[state] = 0;
    queue.push_back(state);
  }
  while (!queue.empty()) {
    const StateId state = queue.front();
    queue.pop_front();
    for (std::uint32_t i = begins[state]; i < begins[state + 1]; ++i) {
      const auto [source, cost] = backward[i];
      if (distance[state] + cost >= distance[source]) continue;
      distance[source] = distance[state] + cost;
      if (cost == 0) {
        queue.push_front(source);
      } else {
        queue.push_back(source);
      }
    }
  }
  return distance;
}

}  // namespace oree::decode
