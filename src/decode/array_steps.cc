// Inside arrays: which items may follow, and when the array may end.
#include <algorithm>

#include "decode/decimal.h"
#include "decode/machine.h"
#include "decode/number_language.h"

namespace oree::decode {
namespace {

const ArrayShape::Item& item_at(const ArrayShape& shape, std::uint64_t position) noexcept {
  return position < shape.prefix.size() ? shape.prefix[position] : shape.rest;
}

bool has_item(const ArrayShape& shape, std::uint64_t position) noexcept {
  const ArrayShape::Item& item = item_at(shape, position);
  return (item.other != kNever || item.fitting != kNever) && (!shape.max_items || position < *shape.max_items);
}

// Items that may still fit from this position on, as far as `enough`.
std::uint64_t n_fitting_from(const ArrayShape& shape, std::uint64_t position, std::uint64_t enough) noexcept {
  std::uint64_t count = 0;
  for (; position < shape.prefix.size() && count < enough && has_item(shape, position); ++position) {
    count += shape.prefix[position].fitting != kNever ? 1U : 0U;
  }
  if (position < shape.prefix.size() || shape.rest.fitting == kNever || !has_item(shape, position)) {
    return count;
  }
  return shape.max_items ? std::min(enough, count + (*shape.max_items - position)) : enough;
}

}  // namespace

std::uint32_t Machine::number_of(const ArrayShape& shape) {
  const auto [found, is_new] = array_numbers_.try_emplace(&shape, static_cast<std::uint32_t>(arrays_.size()));
  if (is_new) {
    arrays_.push_back(&shape);
  }
  return found->second;
}

FrameId Machine::open_array(const ArrayShape& shape, FrameId parent) {
  return frames_.intern({.kind = Frame::Kind::kArray, .parent = parent, .shape = number_of(shape)});
}

void Machine::step_array(const Thread& thread, std::uint8_t byte, std::vector<Thread>& threads) {
  if (is_space(byte)) {
    threads.push_back(thread);
    return;
  }
  const Frame frame = frames_[thread.frame];
  if (byte == ']') {
    if (may_close_array(frame)) {
      end_value(frame.parent, threads);
    }
    return;
  }
  if (thread.kind == Thread::Kind::kArrayStart) {
    std::vector<Thread> items;
    start_items(thread.frame, Thread::Kind::kValue, items);
    for (const Thread& item : items) {
      step_value(item, byte, threads);
    }
  } else if (byte == ',') {
    start_items(thread.frame, any_spelling_ ? Thread::Kind::kValue : Thread::Kind::kSpaceValue, threads);
  }
}

void Machine::start_items(FrameId id, Thread::Kind kind, std::vector<Thread>& threads) {
  const Frame frame = frames_[id];
  const ArrayShape& shape = *arrays_[frame.shape];
  if (!has_item(shape, frame.count)) {
    return;
  }
  const ArrayShape::Item& item = item_at(shape, frame.count);
  Frame inside = frame;
  // Beyond the bounds one more makes no difference.
  const std::uint64_t enough = shape.max_items.value_or(std::max<std::uint64_t>(shape.prefix.size(), shape.min_items));
  inside.count = static_cast<std::uint32_t>(std::min<std::uint64_t>(enough, frame.count + std::uint64_t{1}));
  const std::uint64_t wanted = shape.min_contains - std::min<std::uint64_t>(shape.min_contains, frame.fitting);
  if (item.other != kNever && n_fitting_from(shape, frame.count + std::uint64_t{1}, wanted) >= wanted) {
    threads.push_back({.kind = kind, .a = item.other, .frame = frames_.intern(inside)});
  }
  const auto may_fit = [&] {
    if (item.fitting == kNever || !shape.max_contains) return item.fitting != kNever;
    const std::uint64_t left = *shape.max_contains - frame.fitting;
    return left > shape.n_forced_from(frame.count + std::uint64_t{1});
  };
  if (may_fit()) {
    const std::uint64_t most = shape.max_contains.value_or(shape.min_contains);
    inside.fitting = static_cast<std::uint32_t>(std::min<std::uint64_t>(most, frame.fitting + std::uint64_t{1}));
    threads.push_back({.kind = kind, .a = item.fitting, .frame = frames_.intern(inside)});
  }
}

bool Machine::may_close_array(const Frame& frame) const {
  const ArrayShape& shape = *arrays_[frame.shape];
  return frame.count >= shape.min_items && frame.fitting >= shape.min_contains;
}

LanguageId Machine::unused(LanguageId language, std::uint32_t used, bool strings) {
  if (used == 0 || language == kNothing) {
    return language;
  }
  const auto found = unused_.find({language, used, strings});
  if (found != unused_.end()) {
    return found->second;
  }
  LanguagePool& pool = *pool_;
  std::vector<std::string> texts;
  std::vector<LanguageId> taken;
  for (const std::string& text : used_[used]) {
    if (text.starts_with('"')) {
      if (strings) {
        texts.push_back(text.substr(1));
      }
    } else if (!strings && (text[0] == '-' || (text[0] >= '0' && text[0] <= '9'))) {
      taken.push_back(number_equal(pool, parse_decimal(text), Spelling::kAny));
    } else if (!strings) {
      texts.push_back(text);
    }
  }
  taken.push_back(pool.literals(texts));
  const LanguageId parts[] = {language, pool.complement(pool.unite(taken))};
  LanguageId left = pool.intersect(parts);
  if (pool.is_empty(left)) {
    left = kNothing;
  }
  unused_[Used{language, used, strings}] = left;
  return left;
}

Thread Machine::resolve(const Thread& thread, const std::string& recorded) {
  Frame frame = frames_[thread.frame];
  frame.pending = false;
  std::vector<std::string> used = used_[frame.used];
  std::string text = recorded;
  if (text.starts_with('"')) {
    text = '"' + Json::parse(recorded + '"').get<std::string>();
  }
  const auto place = std::lower_bound(used.begin(), used.end(), text);
  if (place == used.end() || *place != text) {
    used.insert(place, std::move(text));
  }
  frame.used = used_.intern(std::move(used));
  Thread resolved = thread;
  resolved.frame = frames_.intern(frame);
  return resolved;
}

}  // namespace oree::decode
