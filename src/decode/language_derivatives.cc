// What is left of a language behind one byte, and which bytes are alike to it.
#include <algorithm>

#include "base/check.h"
#include "decode/language.h"
#include "oree/error.h"

namespace oree::decode {
namespace {

constexpr std::size_t kMaxPartitions = std::size_t{1} << 15;  // 256 bytes each

}  // namespace

// classes: numbered by their first byte.
std::uint32_t LanguagePool::intern_partition(const ByteClasses& classes, std::uint32_t n_classes) {
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < classes.size(); i += 8) {
    std::uint64_t word = 0;
    for (std::size_t j = 0; j < 8; ++j) word = (word << 8) | classes[i + j];
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    hash ^= hash >> 29;
  }
  const auto [first, last] = partition_numbers_.equal_range(hash);
  for (auto place = first; place != last; ++place) {
    if (classes_[place->second] == classes) return place->second;
  }
  if (classes_.size() == kMaxPartitions) {
    throw Error(
        ErrorCode::kLimit,
        "the patterns tell bytes apart in more than kMaxPartitions, " + std::to_string(kMaxPartitions) + ", ways", {},
        "use simpler patterns, or fewer");
  }
  const auto number = static_cast<std::uint32_t>(classes_.size());
  classes_.push_back(classes);
  n_classes_.push_back(n_classes);
  partition_numbers_.emplace(hash, number);
  return number;
}

std::uint32_t LanguagePool::refine(std::uint32_t left, std::uint32_t right) {
  if (left == right || right == 0) return left;
  if (left == 0) return right;
  const std::uint64_t key = (std::uint64_t{std::min(left, right)} << 32) | std::max(left, right);
  if (const auto known = refinements_.find(key); known != refinements_.end()) return known->second;
  ByteClasses classes;
  // Pairs of classes, by the left one: the number of each, or none yet.
  std::vector<std::int16_t> numbers(std::size_t{n_classes_[left]} * n_classes_[right], -1);
  std::int16_t n = 0;
  for (std::size_t byte = 0; byte < 256; ++byte) {
    std::int16_t& number = numbers[classes_[left][byte] * std::size_t{n_classes_[right]} + classes_[right][byte]];
    if (number < 0) number = n++;
    classes[byte] = static_cast<std::uint8_t>(number);
  }
  const std::uint32_t partition = intern_partition(classes, static_cast<std::uint32_t>(n));
  refinements_.emplace(key, partition);
  return partition;
}

std::uint32_t LanguagePool::set_partition(const std::bitset<256>& bytes) {
  if (bytes.all() || bytes.none()) return 0;
  ByteClasses classes;
  const bool first = bytes.test(0);
  for (std::size_t byte = 0; byte < 256; ++byte) classes[byte] = bytes.test(byte) != first;
  return intern_partition(classes, 2);
}

std::uint32_t LanguagePool::find_partition(LanguageId language) {
  std::uint32_t partition = 0;
  while (nodes_[language].kind == Kind::kConcatenation) {
    count_steps(1);
    const LanguageId head = nodes_[language].a;
    partition = refine(partition, ensure_row(head).partition);
    if (!accepts_empty(head)) return partition;
    language = nodes_[language].b;
  }
  const Node node = nodes_[language];
  switch (node.kind) {
    case Kind::kNone:
    case Kind::kEmpty:
      return partition;
    case Kind::kBytes:
      return refine(partition, set_partition(byte_sets_[node.a]));
    case Kind::kLiteral:
      return refine(partition,
                    set_partition(std::bitset<256>().set(static_cast<unsigned char>(literal_bytes_[node.a]))));
    case Kind::kBranch: {
      ByteClasses classes;
      std::vector<LanguageId> targets;  // by class
      std::uint32_t edge = 0;
      for (unsigned byte = 0; byte < 256; ++byte) {
        while (edge < node.b && edges_[node.a + edge].last < byte) ++edge;
        const bool hit = edge < node.b && edges_[node.a + edge].first <= byte;
        const LanguageId target = hit ? edges_[node.a + edge].target : kNothing;
        if (byte > 0 && targets[classes[byte - 1]] == target) {
          classes[byte] = classes[byte - 1];
          continue;
        }
        const auto known = std::find(targets.begin(), targets.end(), target);
        classes[byte] = static_cast<std::uint8_t>(known - targets.begin());
        if (known == targets.end()) targets.push_back(target);
      }
      return refine(partition, intern_partition(classes, static_cast<std::uint32_t>(targets.size())));
    }
    case Kind::kRepetition:
    case Kind::kComplement:
      return refine(partition, ensure_row(node.a).partition);
    case Kind::kUnion:
    case Kind::kIntersection:
      for (std::uint32_t i = 0; i < node.b; ++i) {
        partition = refine(partition, ensure_row(members_[node.a + i]).partition);
      }
      return partition;
    case Kind::kStates:
      return refine(partition, automata_[node.c].partition);
    case Kind::kConcatenation:
      break;
  }
  check(false, "a concatenation has no partition of its own");
  return 0;
}

LanguagePool::Row LanguagePool::ensure_row(LanguageId language) {
  if (rows_[language].row != 0) return rows_[language];
  count_steps(1);
  Row row;
  row.partition = find_partition(language);
  row.row = static_cast<std::uint32_t>(rests_.size());
  check_parts(rests_.size() + n_classes_[row.partition]);
  rests_.resize(rests_.size() + n_classes_[row.partition], kUnknown);
  rows_[language] = row;
  return row;
}

// What is left, perhaps without knowing that it is nothing.
LanguageId LanguagePool::derive(LanguageId language, std::uint8_t byte) {
  const Row row = ensure_row(language);
  const std::size_t place = row.row + classes_[row.partition][byte];
  if (rests_[place] != kUnknown) return rests_[place] & ~kUndecided;
  count_steps(1);
  const LanguageId rest = find_derivative(language, byte);
  rests_[place] = has(rest, kLive) || rest == kNothing ? rest : rest | kUndecided;
  return rest;
}

LanguageId LanguagePool::find_derivative(LanguageId language, std::uint8_t byte) {
  const Node node = nodes_[language];
  switch (node.kind) {
    case Kind::kNone:
    case Kind::kEmpty:
      return kNothing;
    case Kind::kBytes:
      return byte_sets_[node.a].test(byte) ? kEmptyString : kNothing;
    case Kind::kLiteral:
      if (static_cast<unsigned char>(literal_bytes_[node.a]) != byte) return kNothing;
      return intern_literal(node.a + 1, node.b - 1);
    case Kind::kBranch: {
      const auto begin = edges_.begin() + node.a;
      const auto edge = std::lower_bound(begin, begin + node.b, byte,
                                         [](const ByteBranch& left, std::uint8_t right) { return left.last < right; });
      return edge != begin + node.b && edge->first <= byte ? edge->target : kNothing;
    }
    case Kind::kConcatenation: {
      if (!accepts_empty(node.a)) return concatenate_pair(derive(node.a, byte), node.b);
      std::vector<LanguageId> rests;
      LanguageId part = language;
      while (nodes_[part].kind == Kind::kConcatenation) {
        const LanguageId head = nodes_[part].a;
        const LanguageId tail = nodes_[part].b;
        count_steps(1);
        rests.push_back(concatenate_pair(derive(head, byte), tail));
        part = tail;
        if (!accepts_empty(head)) break;
        if (nodes_[tail].kind != Kind::kConcatenation) rests.push_back(derive(tail, byte));
      }
      return unite_members(rests, 0);
    }
    case Kind::kRepetition: {
      const std::uint32_t max = node.c == kUnreachable ? node.c : node.c - 1;
      const LanguageId behind = repeat(node.a, node.b == 0 ? 0 : node.b - 1,
                                       max == kUnreachable ? std::nullopt : std::optional<std::uint64_t>(max));
      return concatenate_pair(derive(node.a, byte), behind);
    }
    case Kind::kUnion: {
      std::vector<LanguageId> rests;
      rests.reserve(node.b);
      for (std::uint32_t i = 0; i < node.b; ++i) rests.push_back(derive(members_[node.a + i], byte));
      return unite_members(rests, 0);
    }
    case Kind::kIntersection: {
      std::vector<LanguageId> rests;
      rests.reserve(node.b);
      for (std::uint32_t i = 0; i < node.b; ++i) {
        rests.push_back(derive(members_[node.a + i], byte));
        if (has(rests.back(), kDead)) return kNothing;
      }
      return intersect_members(rests);
    }
    case Kind::kComplement:
      return complement(derive(node.a, byte));
    case Kind::kStates: {
      const Automaton& automaton = *automata_[node.c].automaton;
      std::vector<StateId> reached;
      for (std::uint32_t i = 0; i < node.b; ++i) {
        for (const Edge& edge : automaton.edges_of(members_[node.a + i])) {
          if (byte >= edge.first && byte <= edge.last) reached.push_back(edge.target);
        }
      }
      return states_after(node.c, std::move(reached));
    }
  }
  check(false, "every kind of language has a derivative");
  return kNothing;
}

LanguageId LanguagePool::automaton(std::shared_ptr<const Automaton> automaton) {
  check(automaton != nullptr, "a language needs an automaton");
  StoredAutomaton stored{automaton, automaton->distances(std::bitset<256>().set()), 0};
  stored.partition =
      intern_partition(automaton->byte_classes, static_cast<std::uint32_t>(automaton->class_first.size()));
  automata_.push_back(std::move(stored));
  return states_after(static_cast<std::uint32_t>(automata_.size() - 1), {automaton->start});
}

// The language of the states that can be reached from these without a byte.
LanguageId LanguagePool::states_after(std::uint32_t number, std::vector<StateId> reached) {
  const StoredAutomaton& stored = automata_[number];
  const Automaton& automaton = *stored.automaton;
  std::vector<StateId> states;
  Node facts{Kind::kStates, kLive | kExactShortest, 1, 0, 0, 0, kUnreachable, kUnreachable, 0};
  std::vector<StateId> seen;
  while (!reached.empty()) {
    const StateId state = reached.back();
    reached.pop_back();
    if (stored.distances[state] == kUnreachable) continue;
    if (std::find(seen.begin(), seen.end(), state) != seen.end()) continue;
    count_steps(1);
    seen.push_back(state);
    if (automaton.accepts[state]) facts.flags |= kAcceptsEmpty;
    facts.shortest = std::min(facts.shortest, stored.distances[state]);
    // A state that only passes on is no part of what is ahead.
    if (!automaton.edges_of(state).empty() || automaton.accepts[state]) states.push_back(state);
    for (const StateId target : automaton.epsilons_of(state)) reached.push_back(target);
  }
  if (states.empty()) return kNothing;
  std::sort(states.begin(), states.end());
  const auto offset = static_cast<std::uint32_t>(members_.size());
  members_.insert(members_.end(), states.begin(), states.end());
  return intern_members(Kind::kStates, offset, number, facts);
}

LanguageId LanguagePool::find_next(LanguageId language, std::uint8_t byte) {
  const WorkLimit limit(*this);
  const LanguageId rest = derive(language, byte);
  const Row row = rows_[language];
  const std::size_t place = row.row + classes_[row.partition][byte];
  const bool is_live = rest != kNothing && (has(rest, kLive) || search(rest, false));
  rests_[place] = is_live ? rest : kNothing;
  return rests_[place];
}

std::span<const std::uint8_t, 256> LanguagePool::byte_classes(LanguageId language) {
  const WorkLimit limit(*this);
  return classes_[ensure_row(language).partition];
}

bool LanguagePool::accepts(LanguageId language, std::string_view bytes) {
  for (const char byte : bytes) {
    language = next(language, static_cast<std::uint8_t>(byte));
    if (language == kNothing) return false;
  }
  return accepts_empty(language);
}

}  // namespace oree::decode
