// How far it is to the end of a sentence.
#include <algorithm>
#include <array>
#include <queue>

#include "decode/array_length.h"
#include "decode/machine.h"
#include "oree/error.h"

namespace oree::decode {
namespace {

// Languages looked through for a shortest string in JSON's spelling.
constexpr std::size_t kMaxExploredForDistance = 50'000;

std::uint32_t sum(std::uint32_t left, std::uint32_t right) noexcept { return add_distances(left, right); }

unsigned escape_letter(unsigned byte) noexcept {
  switch (byte) {
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return byte;
  }
}

// Bytes that a character of a string takes in canonical JSON; 0 where it is never written.
std::uint32_t spelled_bytes(unsigned byte) noexcept {
  switch (byte) {
    case '"':
    case '\\':
    case '\b':
    case '\f':
    case '\n':
    case '\r':
    case '\t':
      return 2;
    default:
      return byte == 0 ? 0 : byte < 0x20 ? 6 : 1;
  }
}

// Of a key; kUnreachable where it has a NUL.
std::uint32_t spelled_bytes(std::string_view text) noexcept {
  std::uint32_t bytes = 0;
  for (const char byte : text) {
    const std::uint32_t one = spelled_bytes(static_cast<std::uint8_t>(byte));
    bytes = one == 0 ? kUnreachable : sum(bytes, one);
  }
  return bytes;
}

}  // namespace

std::uint32_t Machine::distance(const Thread& thread) {
  measure_rules();
  const auto behind = [&](std::uint32_t bytes) { return sum(bytes, close_distance(thread.frame)); };
  switch (thread.kind) {
    case Thread::Kind::kEnd:
      return 0;
    case Thread::Kind::kScalar:
      return behind(language_distance(thread.a, false));
    case Thread::Kind::kString:
      return thread.escape != 0 ? escape_distance(thread) : behind(sum(1, language_distance(thread.a, true)));
    case Thread::Kind::kName:
      return thread.escape != 0 ? escape_distance(thread) : name_distance(thread);
    case Thread::Kind::kOtherKey:
      return thread.escape != 0 ? escape_distance(thread)
                                : sum(language_distance(thread.a, true), other_key_distance(thread.frame, thread.b));
    case Thread::Kind::kColon:
      return behind(sum(2, node_distance(thread.a)));
    case Thread::Kind::kSpaceValue:
      return behind(sum(1, value_distance(thread)));
    case Thread::Kind::kValue:
      return behind(value_distance(thread));
    case Thread::Kind::kObjectStart: {
      const Frame frame = frames_[thread.frame];
      return std::min(may_close_object(frame) ? sum(1, close_distance(frame.parent)) : kUnreachable,
                      key_distance(thread.frame));
    }
    case Thread::Kind::kMemberEnd:
    case Thread::Kind::kItemEnd:
      return close_distance(thread.frame);
    case Thread::Kind::kSpaceKey:
      return sum(1, key_distance(thread.frame));
    case Thread::Kind::kKey:
      return key_distance(thread.frame);
    case Thread::Kind::kArrayStart: {
      const Frame frame = frames_[thread.frame];
      if (may_close_array(frame)) {
        return sum(1, close_distance(frame.parent));
      }
      return first_item_distance(thread.frame);
    }
  }
  return kUnreachable;
}

std::uint32_t Machine::value_distance(const Thread& thread) {
  const Frame frame = frames_[thread.frame];
  if (frame.kind != Frame::Kind::kArray || frame.used == 0) {
    return node_distance(thread.a);
  }
  const ValueNode& node = parts_->schema.nodes[thread.a];
  std::uint32_t best = language_distance(unused(node.scalar, frame.used, false), false);
  for (const LanguageId content : node.strings) {
    best = std::min(best, sum(2, language_distance(unused(content, frame.used, true), true)));
  }
  return best;
}

std::uint32_t Machine::name_distance(const Thread& thread) {
  const Frame frame = frames_[thread.frame];
  const ObjectOrder& order = order_of(frame);
  std::uint32_t best = kUnreachable;
  for (std::uint32_t i = thread.a; i < thread.b; ++i) {
    const std::uint32_t property = order.by_name[i];
    if (!may_name(frame, property)) {
      continue;
    }
    const ObjectShape::Property& named = order.shape->properties[property];
    std::uint32_t bytes = sum(3, spelled_bytes(std::string_view(named.name).substr(thread.c)));  // the quote, ": "
    bytes = sum(bytes, node_distance(named.value));
    best = std::min(best, sum(bytes, close_distance(frames_.intern(with_property(frame, property)))));
  }
  return best;
}

std::uint32_t Machine::other_key_distance(FrameId id, std::uint32_t other) {
  const Frame frame = frames_[id];
  const ObjectOrder& order = order_of(frame);
  Frame after = with_property(frame, static_cast<std::uint32_t>(order.by_name.size()));
  after.pending = remembers_keys(frame);
  return sum(sum(3, node_distance(order.shape->other_keys[other].value)), close_distance(frames_.intern(after)));
}

std::uint32_t Machine::key_distance(FrameId id) {
  std::vector<Thread> keys;
  start_keys(id, keys);
  std::uint32_t best = kUnreachable;
  for (const Thread& key : keys) {
    best = std::min(best, sum(1, distance(key)));
  }
  return best;
}

std::uint32_t Machine::close_distance(FrameId id) {
  if (id == kRootFrame) {
    return 0;
  }
  const auto found = close_distances_.find(id);
  if (found != close_distances_.end()) {
    return found->second;
  }
  // Counts stop where more makes no difference, so that an item can lead back to the very frame: no way to its end.
  close_distances_[id] = kUnreachable;
  const Frame frame = frames_[id];
  std::uint32_t bytes = 0;
  switch (frame.kind) {
    case Frame::Kind::kRoot:
      break;
    case Frame::Kind::kReturn: {
      const std::vector<ContextFreeGrammar::Symbol>& symbols = *alternatives_[frame.shape];
      for (std::size_t i = frame.seen; i < symbols.size(); ++i) {
        bytes = sum(bytes, symbol_distance(symbols[i]));
      }
      bytes = sum(bytes, close_distance(frame.parent));
      break;
    }
    case Frame::Kind::kObject:
      bytes = members_distance(frame);
      break;
    case Frame::Kind::kArray:
      bytes = sum(sum(1, close_distance(frame.parent)), more_items_distance(frame));
      break;
  }
  close_distances_[id] = bytes;
  return bytes;
}

// From behind a member to the end.
std::uint32_t Machine::members_distance(const Frame& frame) {
  const ObjectOrder& order = order_of(frame);
  const ObjectShape& shape = *order.shape;
  const auto member = [&](std::uint32_t property) {
    const std::uint32_t name = sum(6, spelled_bytes(shape.properties[property].name));  // quotes, ", ", ": "
    return sum(name, node_distance(shape.properties[property].value));
  };
  const std::vector<std::uint32_t> wanted = missing(frame);
  std::uint32_t bytes = sum(1, close_distance(frame.parent));
  for (const std::uint32_t property : wanted) {
    bytes = sum(bytes, member(property));
  }
  if (frame.count + wanted.size() >= shape.min_properties) {
    return bytes;
  }
  std::size_t n_more = shape.min_properties - frame.count - wanted.size();
  std::vector<std::uint32_t> costs;
  for (std::uint32_t property = 0; property < shape.properties.size(); ++property) {
    if (shape.properties[property].value != kNever &&
        std::find(wanted.begin(), wanted.end(), property) == wanted.end() &&
        (any_spelling_ ? !has_seen(frame, property) : property >= frame.last)) {
      costs.push_back(member(property));
    }
  }
  for (std::uint32_t other = 0; other < shape.other_keys.size(); ++other) {
    const std::uint32_t one = sum(6 + kRoomForOtherKey, sum(language_distance(other_key_language(frame, other), true),
                                                            node_distance(shape.other_keys[other].value)));
    costs.insert(costs.end(), one == kUnreachable ? 0 : pool_->count(other_key_language(frame, other), n_more), one);
  }
  std::sort(costs.begin(), costs.end());
  if (costs.size() < n_more) {
    return kUnreachable;
  }
  // One may bring others along: all of them is a way, if seldom the shortest.
  if (!shape.dependencies.empty()) {
    n_more = costs.size();
  }
  for (std::size_t i = 0; i < n_more; ++i) {
    bytes = sum(bytes, costs[i]);
  }
  return bytes;
}

// The items that are still wanted behind one, each with its ", ".
std::uint32_t Machine::more_items_distance(const Frame& frame) {
  const std::uint64_t bytes = shortest_items(*arrays_[frame.shape], frame.count, frame.fitting,
                                             [this](NodeId node) { return std::uint64_t{node_distance(node)}; });
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(bytes, kUnreachable));
}

// The first item of an array that must have some, and what follows it.
std::uint32_t Machine::first_item_distance(FrameId id) {
  std::vector<Thread> items;
  start_items(id, Thread::Kind::kValue, items);
  std::uint32_t best = kUnreachable;
  for (const Thread& item : items) {
    best = std::min(best, sum(value_distance(item), close_distance(item.frame)));
  }
  return best;
}

std::uint32_t Machine::node_distance(NodeId node) {
  if (all_usable_) {
    return parts_->schema.nodes[node].shortest;
  }
  if (node_distances_.empty()) {
    measure_nodes();
  }
  return node_distances_[node];
}

// For vocabularies that lack bytes: the least fixed point, as every value grows with the values inside it.
void Machine::measure_nodes() {
  const std::vector<ValueNode>& nodes = parts_->schema.nodes;
  node_distances_.assign(nodes.size(), kUnreachable);
  const auto of = [&](NodeId node) { return node == kNever ? kUnreachable : node_distances_[node]; };
  const auto usable = [&](std::string_view bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [&](char byte) { return usable_[static_cast<std::uint8_t>(byte)]; });
  };
  for (bool changes = true; changes;) {
    changes = false;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      std::uint32_t best = language_distance(nodes[i].scalar, false);
      for (const LanguageId content : nodes[i].strings) {
        best = std::min(best, usable("\"") ? sum(2, language_distance(content, true)) : kUnreachable);
      }
      for (const ObjectShape& shape : nodes[i].objects) {
        std::uint32_t bytes = usable("{}") ? 2 : kUnreachable;
        for (const ObjectShape::Property& property : shape.properties) {
          const std::string name = Json(property.name).dump();
          if (property.required) {
            bytes =
                sum(bytes, usable(name + ", :") ? sum(static_cast<std::uint32_t>(name.size()) + 4, of(property.value))
                                                : kUnreachable);
          }
        }
        best = std::min(best, shape.min_properties == 0 || usable("\", :") ? bytes : kUnreachable);
      }
      for (const ArrayShape& shape : nodes[i].arrays) {
        std::uint32_t bytes = usable("[]") ? 2 : kUnreachable;
        for (std::uint64_t item = 0; item < shape.min_items && bytes != kUnreachable; ++item) {
          const ArrayShape::Item& one = item < shape.prefix.size() ? shape.prefix[item] : shape.rest;
          bytes = sum(bytes, usable(", ") ? sum(2, std::min(of(one.other), of(one.fitting))) : kUnreachable);
        }
        best = std::min(best, bytes);
      }
      if (best < node_distances_[i]) {
        node_distances_[i] = best;
        changes = true;
      }
    }
  }
}

void Machine::measure_rules() {
  if (!rule_distances_.empty() || parts_->rules.rules.empty()) {
    return;
  }
  rule_distances_.assign(parts_->rules.rules.size(), kUnreachable);
  for (bool changes = true; changes;) {
    changes = false;
    for (std::size_t rule = 0; rule < rule_distances_.size(); ++rule) {
      for (const auto& alternative : parts_->rules.rules[rule].alternatives) {
        std::uint32_t bytes = 0;
        for (const ContextFreeGrammar::Symbol& symbol : alternative) {
          bytes = sum(bytes, symbol_distance(symbol));
        }
        if (bytes < rule_distances_[rule]) {
          rule_distances_[rule] = bytes;
          changes = true;
        }
      }
    }
  }
}

std::uint32_t Machine::symbol_distance(const ContextFreeGrammar::Symbol& symbol) {
  switch (symbol.kind) {
    case ContextFreeGrammar::Symbol::Kind::kLanguage:
      return language_distance(symbol.id, false);
    case ContextFreeGrammar::Symbol::Kind::kRule:
      return rule_distances_[symbol.id];
    case ContextFreeGrammar::Symbol::Kind::kValue:
      return node_distance(symbol.id);
  }
  return kUnreachable;
}

std::uint32_t Machine::language_distance(LanguageId language, bool in_string) {
  if (language == kNothing) {
    return kUnreachable;
  }
  LanguagePool& pool = *pool_;
  if (all_usable_ && !in_string) {
    return pool.shortest(language);
  }
  if (pool.accepts_empty(language)) {
    return 0;
  }
  const std::uint64_t key = std::uint64_t{language} * 2 + (in_string ? 1U : 0U);
  const auto found = language_distances_.find(key);
  if (found != language_distances_.end()) {
    return found->second;
  }
  // A shortest string whose bytes are all written as they are is as near as can be.
  if (all_usable_) {
    LanguageId at = language;
    std::uint32_t left = pool.shortest(language);
    const std::uint32_t shortest = left;
    while (left > 0) {
      unsigned byte = 0x20;
      for (; byte < 256; ++byte) {
        if (spelled_bytes(byte) == 1) {
          const LanguageId next = pool.next(at, static_cast<std::uint8_t>(byte));
          if (next != kNothing && pool.shortest(next) < left) {
            at = next;
            break;
          }
        }
      }
      if (byte == 256) {
        break;
      }
      --left;
    }
    if (left == 0) {
      return language_distances_[key] = shortest;
    }
  }
  return language_distances_[key] = searched_distance(language, in_string);
}

// Dijkstra over what may follow.
std::uint32_t Machine::searched_distance(LanguageId language, bool in_string) {
  LanguagePool& pool = *pool_;
  const auto usable = [&](unsigned byte) { return usable_[byte]; };
  std::array<std::uint32_t, 256> costs{};
  for (unsigned byte = 0; byte < 256; ++byte) {
    const std::uint32_t spelled = in_string ? spelled_bytes(byte) : 1;
    const bool possible = spelled == 1   ? usable(byte)
                          : spelled == 2 ? usable('\\') && usable(escape_letter(byte))
                                         : usable('\\') && usable('u') && usable('0') && usable('1');
    costs[byte] = possible ? spelled : 0;
  }
  using Entry = std::pair<std::uint32_t, LanguageId>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
  std::unordered_map<LanguageId, std::uint32_t> best;
  open.push({0, language});
  best[language] = 0;
  while (!open.empty()) {
    const auto [cost, at] = open.top();
    open.pop();
    if (cost > best[at]) {
      continue;
    }
    if (pool.accepts_empty(at)) {
      return cost;
    }
    for (unsigned byte = 0; byte < 256; ++byte) {
      if (costs[byte] == 0) {
        continue;
      }
      const LanguageId next = pool.next(at, static_cast<std::uint8_t>(byte));
      if (next == kNothing) {
        continue;
      }
      const auto [known, is_new] = best.try_emplace(next, kUnreachable);
      if (cost + costs[byte] < known->second) {
        known->second = cost + costs[byte];
        open.push({known->second, next});
      }
    }
    if (best.size() > kMaxExploredForDistance) {
      throw Error(ErrorCode::kLimit, "the shortest string of a pattern is too far to find (kMaxExploredForDistance)",
                  "pattern", "simplify it");
    }
  }
  return kUnreachable;
}

}  // namespace oree::decode
