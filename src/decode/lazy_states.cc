#include "decode/lazy_states.h"

#include <algorithm>

namespace oree::decode {
namespace {

// Readings followed at once. Of more the rest is given up, which leaves fewer sentences, but none that is wrong.
constexpr std::size_t kMaxThreads = 4096;

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
  if (threads.empty()) {
    return kDead;
  }
  if (threads.size() > 1) {
    std::sort(threads.begin(), threads.end());
    threads.erase(std::unique(threads.begin(), threads.end()), threads.end());
    threads.resize(std::min(threads.size(), kMaxThreads));
  }
  const auto [found, is_new] = numbers_.try_emplace(std::move(threads), static_cast<State>(infos_.size()));
  if (is_new) {
    Info info;
    info.threads = found->first;
    for (const Thread& thread : info.threads) {
      info.accepts = info.accepts || machine_->accepts(thread);
      info.records = info.records || machine_->records(thread);
      info.is_pending = info.is_pending || machine_->is_pending(thread);
    }
    infos_.push_back(info);
    rows_.emplace_back();
    n_bytes_ += info.threads.size() * sizeof(Thread) + 150;
  }
  return found->second;
}

LazyStates::State LazyStates::make_target(State state, std::uint8_t byte) {
  std::unique_ptr<Row>& row = rows_[static_cast<std::size_t>(state)];
  if (!row) {
    row = std::make_unique<Row>();
    row->fill(kUnknown);
    n_bytes_ += sizeof(Row);
  }
  scratch_.clear();
  for (const Thread& thread : threads(state)) {
    machine_->step(thread, byte, scratch_);
  }
  const State target = intern(scratch_);
  (*rows_[static_cast<std::size_t>(state)])[byte] = target;
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
