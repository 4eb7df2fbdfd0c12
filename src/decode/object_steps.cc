// Inside objects: which keys may follow, and when the object may end.
#include <algorithm>
#include <bit>

#include "decode/machine.h"

namespace oree::decode {
namespace {

bool test_bit(const std::vector<std::uint64_t>& words, std::size_t bit) noexcept {
  return bit / 64 < words.size() && ((words[bit / 64] >> (bit % 64)) & 1U) != 0;
}

void set_bit(std::vector<std::uint64_t>& words, std::size_t bit) {
  words.resize(std::max(words.size(), bit / 64 + 1));
  words[bit / 64] |= std::uint64_t{1} << (bit % 64);
}

}  // namespace

std::uint32_t Machine::number_of(const ObjectShape& shape) {
  const auto [found, is_new] = object_numbers_.try_emplace(&shape, static_cast<std::uint32_t>(objects_.size()));
  if (!is_new) {
    return found->second;
  }
  auto order = std::make_unique<ObjectOrder>();
  const std::size_t n = shape.properties.size();
  order->shape = &shape;
  order->counts = shape.min_properties != 0 || shape.max_properties.has_value();
  order->tracks_seen = any_spelling_ || !shape.dependencies.empty();
  order->by_name.resize(n);
  for (std::uint32_t i = 0; i < n; ++i) {
    order->by_name[i] = i;
  }
  std::sort(order->by_name.begin(), order->by_name.end(), [&](std::uint32_t left, std::uint32_t right) {
    return shape.properties[left].name < shape.properties[right].name;
  });
  order->next_required.assign(n + 1, static_cast<std::uint32_t>(n));
  order->n_required_from.assign(n + 1, 0);
  order->n_possible_from.assign(n + 1, 0);
  for (std::size_t i = n; i-- > 0;) {
    const bool required = shape.properties[i].required;
    if (required) {
      set_bit(order->required, i);
    }
    order->next_required[i] = required ? static_cast<std::uint32_t>(i) : order->next_required[i + 1];
    order->n_required_from[i] = order->n_required_from[i + 1] + (required ? 1U : 0U);
    order->n_possible_from[i] = order->n_possible_from[i + 1] + (shape.properties[i].value != kNever ? 1U : 0U);
  }
  objects_.push_back(std::move(order));
  return found->second;
}

FrameId Machine::open_object(const ObjectShape& shape, FrameId parent) {
  return frames_.intern({.kind = Frame::Kind::kObject, .parent = parent, .shape = number_of(shape)});
}

void Machine::step_object(const Thread& thread, std::uint8_t byte, std::vector<Thread>& threads) {
  if (is_space(byte)) {
    threads.push_back(thread);
    return;
  }
  const Frame frame = frames_[thread.frame];
  const Thread::Kind value = any_spelling_ ? Thread::Kind::kValue : Thread::Kind::kSpaceValue;
  switch (thread.kind) {
    case Thread::Kind::kColon:
      if (byte == ':') {
        threads.push_back({.kind = value, .a = thread.a, .frame = thread.frame});
      }
      return;
    case Thread::Kind::kSpaceKey:
      if (byte == ' ') {
        threads.push_back({.kind = Thread::Kind::kKey, .frame = thread.frame});
      }
      return;
    case Thread::Kind::kKey:
      if (byte == '"') {
        start_keys(thread.frame, threads);
      }
      return;
    case Thread::Kind::kObjectStart:
      if (byte == '"') {
        start_keys(thread.frame, threads);
      }
      break;
    default:
      if (byte == ',' && may_continue_object(frame)) {
        threads.push_back(
            {.kind = any_spelling_ ? Thread::Kind::kKey : Thread::Kind::kSpaceKey, .frame = thread.frame});
      }
      break;
  }
  if (byte == '}' && may_close_object(frame)) {
    end_value(frame.parent, threads);
  }
}

void Machine::start_keys(FrameId id, std::vector<Thread>& threads) {
  const Frame frame = frames_[id];
  const ObjectOrder& order = order_of(frame);
  const auto n = static_cast<std::uint32_t>(order.by_name.size());
  if (may_name_any(frame, 0, n)) {
    threads.push_back({.kind = Thread::Kind::kName, .a = 0, .b = n, .frame = id});
  }
  if (!may_other_key(frame)) {
    return;
  }
  for (std::uint32_t other = 0; other < order.shape->other_keys.size(); ++other) {
    const LanguageId keys = other_key_language(frame, other);
    if (keys != kNothing) {
      threads.push_back({.kind = Thread::Kind::kOtherKey, .a = keys, .b = other, .frame = id});
    }
  }
}

void Machine::end_name(const Thread& thread, std::vector<Thread>& threads) {
  const Frame frame = frames_[thread.frame];
  const ObjectOrder& order = order_of(frame);
  // The shortest of the names with a common beginning is the first.
  const std::uint32_t property = order.by_name[thread.a];
  if (order.shape->properties[property].name.size() == thread.c && may_name(frame, property)) {
    threads.push_back({.kind = Thread::Kind::kColon,
                       .a = order.shape->properties[property].value,
                       .frame = frames_.intern(with_property(frame, property))});
  }
}

void Machine::end_other_key(const Thread& thread, std::vector<Thread>& threads) {
  if (!pool_->accepts_empty(thread.a)) {
    return;
  }
  Frame frame = frames_[thread.frame];
  const ObjectOrder& order = order_of(frame);
  const NodeId value = order.shape->other_keys[thread.b].value;
  frame = with_property(frame, static_cast<std::uint32_t>(order.by_name.size()));
  frame.pending = remembers_keys(frame);
  threads.push_back({.kind = Thread::Kind::kColon, .a = value, .frame = frames_.intern(frame)});
}

// property: its number; one beyond the last for a key that is no property's name.
Frame Machine::with_property(const Frame& before, std::uint32_t property) {
  Frame frame = before;
  const ObjectOrder& order = order_of(frame);
  const std::size_t n = order.by_name.size();
  if (order.tracks_seen && property < n) {
    std::vector<std::uint64_t> seen = seen_[frame.seen];
    set_bit(seen, property);
    frame.seen = seen_.intern(std::move(seen));
  }
  if (order.counts) {
    const std::uint64_t enough = order.shape->max_properties.value_or(order.shape->min_properties);
    frame.count = static_cast<std::uint32_t>(std::min<std::uint64_t>(enough, frame.count + std::uint64_t{1}));
  }
  if (!any_spelling_) {
    frame.last = static_cast<std::uint32_t>(std::min<std::size_t>(n, property + std::size_t{1}));
  }
  return frame;
}

bool Machine::has_seen(const Frame& frame, std::uint32_t property) const {
  return test_bit(seen_[frame.seen], property);
}

std::vector<std::uint32_t> Machine::missing(const Frame& frame) const {
  const ObjectOrder& order = order_of(frame);
  if (order.tracks_seen) {
    return missing(order, seen_[frame.seen]);
  }
  const auto n = static_cast<std::uint32_t>(order.by_name.size());
  std::vector<std::uint32_t> result;
  for (std::uint32_t i = order.next_required[frame.last]; i < n; i = order.next_required[i + 1]) {
    result.push_back(i);
  }
  return result;
}

std::vector<std::uint32_t> Machine::missing(const ObjectOrder& order, const std::vector<std::uint64_t>& seen) {
  std::vector<std::uint32_t> result;
  std::vector<std::uint64_t> wanted = order.required;
  // What is wanted because something is there may itself want something.
  for (bool grows = !order.shape->dependencies.empty(); grows;) {
    grows = false;
    for (const ObjectShape::Dependency& dependency : order.shape->dependencies) {
      if (!test_bit(seen, dependency.property) && !test_bit(wanted, dependency.property)) {
        continue;
      }
      for (const std::uint32_t property : dependency.required) {
        grows = grows || !test_bit(wanted, property);
        set_bit(wanted, property);
      }
    }
  }
  for (std::size_t word = 0; word < wanted.size(); ++word) {
    std::uint64_t left = wanted[word] & ~(word < seen.size() ? seen[word] : 0);
    for (; left != 0; left &= left - 1) {
      result.push_back(static_cast<std::uint32_t>(word * 64 + static_cast<std::size_t>(std::countr_zero(left))));
    }
  }
  return result;
}

std::uint32_t Machine::n_missing(const Frame& frame) const {
  const ObjectOrder& order = order_of(frame);
  if (!order.tracks_seen) {
    return order.n_required_from[frame.last];
  }
  if (!order.shape->dependencies.empty()) {
    return static_cast<std::uint32_t>(missing(frame).size());
  }
  const std::vector<std::uint64_t>& seen = seen_[frame.seen];
  std::uint32_t count = 0;
  for (std::size_t word = 0; word < order.required.size(); ++word) {
    count += static_cast<std::uint32_t>(
        std::popcount(order.required[word] & ~(word < seen.size() ? seen[word] : std::uint64_t{0})));
  }
  return count;
}

bool Machine::may_close_object(const Frame& frame) const {
  return frame.count >= order_of(frame).shape->min_properties && n_missing(frame) == 0;
}

bool Machine::may_name(const Frame& frame, std::uint32_t property) const {
  const ObjectOrder& order = order_of(frame);
  const ObjectShape& shape = *order.shape;
  if (shape.properties[property].value == kNever) {
    return false;
  }
  if (any_spelling_ ? has_seen(frame, property) : property < frame.last || order.next_required[frame.last] < property) {
    return false;
  }
  if (shape.dependencies.empty() && !order.counts) {
    return true;
  }
  std::uint32_t n_left = 0;  // required ones that are still missing behind it
  if (!shape.dependencies.empty()) {
    std::vector<std::uint64_t> seen = seen_[frame.seen];
    set_bit(seen, property);
    const std::vector<std::uint32_t> left = missing(order, seen);
    // In order, nothing that is left out now can be written later.
    if (!any_spelling_ && !left.empty() && left.front() < property) {
      return false;
    }
    n_left = static_cast<std::uint32_t>(left.size());
  } else {
    n_left = n_missing(frame) - (shape.properties[property].required ? 1U : 0U);
  }
  if (shape.max_properties && frame.count + std::uint64_t{1} + n_left > *shape.max_properties) {
    return false;
  }
  if (any_spelling_ || frame.count + std::uint64_t{1} >= shape.min_properties) {
    return true;
  }
  // In order, what is passed over is lost: enough must be left.
  const std::uint64_t wanted = shape.min_properties - frame.count - 1;
  return n_possible_behind(frame, property) + n_other_keys(frame, wanted) >= wanted;
}

// Properties behind this one that may stand there, it and what was seen given.
std::uint64_t Machine::n_possible_behind(const Frame& frame, std::uint32_t property) const {
  const ObjectOrder& order = order_of(frame);
  if (order.shape->dependencies.empty()) {
    return order.n_possible_from[property + 1];
  }
  std::uint64_t count = 0;
  for (std::uint32_t later = property + 1; later < order.by_name.size(); ++later) {
    std::vector<std::uint64_t> seen = seen_[frame.seen];
    set_bit(seen, property);
    set_bit(seen, later);
    const std::vector<std::uint32_t> left = missing(order, seen);
    count += order.shape->properties[later].value != kNever && (left.empty() || left.front() > property) ? 1U : 0U;
  }
  return count;
}

// min(keys that are no property's name and were not used, enough)
std::uint64_t Machine::n_other_keys(const Frame& frame, std::uint64_t enough) const {
  std::uint64_t count = 0;
  for (const ObjectShape::OtherKeys& other : order_of(frame).shape->other_keys) {
    count += pool_->count(other.keys, enough + used_[frame.used].size());
  }
  return std::min(enough, count - std::min<std::uint64_t>(count, used_[frame.used].size()));
}

bool Machine::may_name_any(const Frame& frame, std::uint32_t begin, std::uint32_t end) const {
  const ObjectOrder& order = order_of(frame);
  return std::any_of(order.by_name.begin() + begin, order.by_name.begin() + end,
                     [&](std::uint32_t property) { return may_name(frame, property); });
}

bool Machine::may_other_key(const Frame& frame) const {
  const ObjectShape& shape = *order_of(frame).shape;
  // Which key was closed last is not known yet, so this one could repeat it.
  if (shape.other_keys.empty() || frame.pending) {
    return false;
  }
  const std::uint32_t n_left = n_missing(frame);
  if (!any_spelling_ && frame.count < shape.min_properties) {
    const std::uint64_t wanted = shape.min_properties - frame.count;
    if (n_other_keys(frame, wanted) < wanted) {
      return false;
    }
  }
  return (any_spelling_ || n_left == 0) &&
         (!shape.max_properties || frame.count + std::uint64_t{1} + n_left <= *shape.max_properties);
}

bool Machine::may_continue_object(const Frame& frame) {
  const ObjectOrder& order = order_of(frame);
  if (may_name_any(frame, 0, static_cast<std::uint32_t>(order.by_name.size()))) {
    return true;
  }
  Frame known = frame;
  known.pending = false;
  if (!may_other_key(known)) {
    return false;
  }
  for (std::uint32_t other = 0; other < order.shape->other_keys.size(); ++other) {
    if (other_key_language(frame, other) != kNothing) {
      return true;
    }
  }
  return false;
}

LanguageId Machine::other_key_language(const Frame& frame, std::uint32_t other) {
  return unused(order_of(frame).shape->other_keys[other].keys, frame.used, true);
}

}  // namespace oree::decode
