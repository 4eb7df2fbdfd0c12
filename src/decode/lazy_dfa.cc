#include "decode/lazy_dfa.h"

#include <algorithm>

namespace oree::decode {

std::size_t LazyDfa::KeyHash::operator()(const std::vector<std::uint32_t>& key) const noexcept {
  std::uint64_t hash = 0xCBF29CE484222325u;  // FNV-1a, by words
  for (const std::uint32_t part : key) hash = (hash ^ part) * 0x100000001B3u;
  return static_cast<std::size_t>(hash ^ (hash >> 32));
}

LazyDfa::LazyDfa(const Automaton& automaton, std::span<const std::uint32_t> distances)
    : automaton_(&automaton),
      distances_(distances),
      n_classes_(automaton.class_first.size()),
      visits_(automaton.n_states(), 0) {
  reached_.push_back(automaton.start);
  start_ = intern_reached(0);
}

LazyDfa::State LazyDfa::make_target(State state, std::uint8_t byte_class) {
  const std::vector<std::uint32_t>& key = *infos_[static_cast<std::size_t>(state)].key;
  const std::uint8_t byte = automaton_->class_first[byte_class];
  std::uint32_t count = key.back();
  reached_.clear();
  for (std::size_t i = 0; i + 1 < key.size(); ++i) {
    for (const Edge& edge : automaton_->edges_of(key[i])) {
      if (byte < edge.first || byte > edge.last) continue;
      if (edge.target == automaton_->counted_state) {
        if (count == automaton_->max_count) continue;
        ++count;
      }
      reached_.push_back(edge.target);
    }
  }
  const State target = intern_reached(count);
  targets_[static_cast<std::size_t>(state) * n_classes_ + byte_class] = target;
  return target;
}

LazyDfa::State LazyDfa::intern_reached(std::uint32_t count) {
  ++visit_;
  std::vector<std::uint32_t> key;
  while (!reached_.empty()) {
    const StateId state = reached_.back();
    reached_.pop_back();
    if (visits_[state] == visit_) continue;
    visits_[state] = visit_;
    // A state that only passes on is no part of what is ahead.
    if (!automaton_->edges_of(state).empty() || automaton_->accepts[state]) key.push_back(state);
    for (const StateId target : automaton_->epsilons_of(state)) reached_.push_back(target);
  }
  if (key.empty()) return kDead;
  std::sort(key.begin(), key.end());
  key.push_back(count);
  return intern(std::move(key));
}

LazyDfa::State LazyDfa::intern(std::vector<std::uint32_t> key) {
  const auto [place, inserted] = numbers_.emplace(std::move(key), static_cast<State>(infos_.size()));
  if (!inserted) return place->second;
  Info info{&place->first, kUnreachable, false};
  for (std::size_t i = 0; i + 1 < info.key->size(); ++i) {
    const StateId state = (*info.key)[i];
    info.distance = std::min(info.distance, distances_[state]);
    info.accepts = info.accepts || automaton_->accepts[state];
  }
  infos_.push_back(info);
  key_bytes_ += info.key->capacity() * sizeof(info.key->front());
  targets_.resize(targets_.size() + n_classes_, kUnknown);
  return place->second;
}

int LazyDfa::forced_byte(State state) {
  if (accepts(state)) return -1;
  int forced = -1;
  for (std::size_t i = 0; i < n_classes_; ++i) {
    if (next(state, automaton_->class_first[i]) == kDead) continue;
    if (forced >= 0 || automaton_->class_first[i] != automaton_->class_last[i]) return -1;
    forced = automaton_->class_first[i];
  }
  return forced;
}

LazyDfa::State LazyDfa::forget_all_but(State state) {
  std::vector<std::uint32_t> key = *infos_[static_cast<std::size_t>(state)].key;
  std::vector<std::uint32_t> start_key = *infos_[static_cast<std::size_t>(start_)].key;
  targets_.clear();
  infos_.clear();
  numbers_.clear();
  key_bytes_ = 0;
  start_ = intern(std::move(start_key));
  return intern(std::move(key));
}

}  // namespace oree::decode
