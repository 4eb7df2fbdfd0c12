#include "decode/lazy_states.h"

#include <algorithm>
#include <string>

#include "oree/error.h"

namespace oree::decode {
namespace {

// Readings followed at once.
constexpr std::size_t kMaxReadings = 2048;

// In a JSON string.
bool stands_for_itself(unsigned byte) noexcept { return byte >= 0x20 && byte != '"' && byte != '\\'; }

}  // namespace

std::size_t LazyStates::ThreadsHash::operator()(const std::vector<Thread>& threads) const noexcept {
  std::uint64_t hash = threads.size();
  const auto add = [&hash](std::uint64_t value) {
    hash = (hash ^ value) * 0x9E3779B97F4A7C15U;
    hash ^= hash >> 29;
  };
  for (const Thread& thread : threads) {
    add((static_cast<std::uint64_t>(thread.kind) << 32) | thread.a);
    add((std::uint64_t{thread.b} << 32) | thread.c);
    add((std::uint64_t{thread.escape} << 32) | thread.frame);
  }
  return hash;
}

LazyStates::LazyStates(Machine& machine) : machine_(&machine) {
  std::vector<Thread> threads;
  machine.start(threads);
  start_ = intern(std::move(threads));
}

LazyStates::State LazyStates::intern(std::vector<Thread> threads) {
  scratch_ = std::move(threads);
  return intern_scratch();
}

LazyStates::State LazyStates::intern_scratch() {
  std::vector<Thread>& threads = scratch_;
  if (threads.empty()) {
    return kDead;
  }
  if (threads.size() > 1) {
    std::sort(threads.begin(), threads.end());
    threads.erase(std::unique(threads.begin(), threads.end()), threads.end());
    if (threads.size() > kMaxReadings) {
      throw Error(ErrorCode::kLimit,
                  "the text can be read in more than kMaxReadings ways, " + std::to_string(kMaxReadings), "grammar",
                  "let alternatives differ where they begin, not where they end");
    }
  }
  const auto known = numbers_.find(threads);
  if (known != numbers_.end()) {
    return known->second;
  }
  const auto state = static_cast<State>(infos_.size());
  Info info;
  info.threads = numbers_.emplace(threads, state).first->first;
  for (const Thread& thread : info.threads) {
    info.accepts = info.accepts || machine_->accepts(thread);
    info.records = info.records || machine_->records(thread);
    info.is_pending = info.is_pending || machine_->is_pending(thread);
  }
  infos_.push_back(info);
  rows_.emplace_back();
  n_bytes_ += info.threads.size() * sizeof(Thread) + 150;
  return state;
}

void LazyStates::make_row(State state) {
  std::bitset<256> possible;
  for (const Thread& thread : threads(state)) {
    machine_->add_possible_bytes(thread, possible);
  }
  auto row = std::make_unique<Row>();
  for (std::size_t byte = 0; byte < row->size(); ++byte) {
    (*row)[byte] = possible[byte] ? kUnknown : kDead;
  }
  rows_[static_cast<std::size_t>(state)] = std::move(row);
  n_bytes_ += sizeof(Row);
}

LazyStates::State LazyStates::make_target(State state, std::uint8_t byte) {
  scratch_.clear();
  for (const Thread& thread : threads(state)) {
    machine_->step(thread, byte, scratch_);
  }
  const State target = intern_scratch();
  Row& row = *rows_[static_cast<std::size_t>(state)];
  row[byte] = target;
  const std::span<const Thread> from = threads(state);
  if (from.size() != 1 || !stands_for_itself(byte)) {
    return target;
  }
  // Inside a string most bytes lead to the same, and finding that out one by one takes long.
  if (const auto classes = machine_->plain_classes(from.front())) {
    for (unsigned other = 0; other < row.size(); ++other) {
      if ((*classes)[other] == (*classes)[byte] && stands_for_itself(other)) {
        row[other] = target;
      }
    }
  }
  return target;
}

std::uint32_t LazyStates::distance(State state) {
  std::uint32_t& distance = infos_[static_cast<std::size_t>(state)].distance;
  if (distance == kUnmeasured) {
    std::uint32_t nearest = kUnreachable;
    for (const Thread& thread : threads(state)) {
      nearest = std::min(nearest, machine_->distance(thread));
    }
    distance = nearest;
  }
  return distance;
}

int LazyStates::forced_byte(State state) {
  if (accepts(state)) {
    return -1;
  }
  // Inside a string there is a choice as a rule, and asking for every byte would cost a state for each.
  int forced = -1;
  for (const Thread& thread : threads(state)) {
    if (machine_->plain_run(thread, nullptr)) {
      return -1;
    }
  }
  for (int byte = 0; byte < 256; ++byte) {
    if (next(state, static_cast<std::uint8_t>(byte)) == kDead) {
      continue;
    }
    if (forced >= 0) {
      return -1;
    }
    forced = byte;
  }
  return forced;
}

}  // namespace oree::decode
