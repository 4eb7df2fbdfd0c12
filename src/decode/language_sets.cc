// Unions, intersections and finite sets: their members in a normal form.
#include <algorithm>
#include <tuple>

#include "decode/language.h"
#include "text/utf8.h"

namespace oree::decode {
namespace {

constexpr std::uint32_t kNoLimit = kUnreachable;
// Tails are united behind a common head down to this depth.
constexpr int kMaxFactorDepth = 64;
// From so many literals on, a union is a trie.
constexpr std::ptrdiff_t kMinTrieLiterals = 4;

void sort_unique(std::vector<LanguageId>& members) {
  if (!std::is_sorted(members.begin(), members.end())) std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
}

}  // namespace

LanguageId LanguagePool::literals(std::span<const std::string> strings) {
  std::vector<std::string_view> sorted(strings.begin(), strings.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  const LanguageId result = trie(sorted, 0);
  const bool all_text = std::all_of(sorted.begin(), sorted.end(),
                                    [](std::string_view string) { return !text::find_invalid_utf8(string); });
  if (all_text) nodes_[result].flags |= kText;
  return result;
}

// strings: sorted, alike up to depth.
LanguageId LanguagePool::trie(std::span<const std::string_view> strings, std::size_t depth) {
  if (strings.empty()) return kNothing;
  const std::string_view first = strings.front();
  const std::string_view last = strings.back();
  std::size_t common = depth;
  while (common < first.size() && common < last.size() && first[common] == last[common]) ++common;
  const LanguageId prefix = literal(first.substr(depth, common - depth));
  if (strings.size() == 1) return prefix;

  const bool accepts_empty = first.size() == common;
  std::vector<ByteBranch> edges;
  for (std::size_t i = accepts_empty; i < strings.size();) {
    const auto byte = static_cast<std::uint8_t>(strings[i][common]);
    std::size_t end = i + 1;
    while (end < strings.size() && static_cast<std::uint8_t>(strings[end][common]) == byte) ++end;
    edges.push_back({byte, byte, trie(strings.subspan(i, end - i), common + 1)});
    i = end;
  }
  return concatenate_pair(prefix, branch(edges, accepts_empty));
}

LanguageId LanguagePool::unite(std::span<const LanguageId> languages) {
  std::vector<LanguageId> members(languages.begin(), languages.end());
  return unite_members(members, 0);
}

LanguageId LanguagePool::intersect(std::span<const LanguageId> languages) {
  std::vector<LanguageId> members(languages.begin(), languages.end());
  return intersect_members(members);
}

// Several sets of one byte become one.
void LanguagePool::merge_byte_sets(std::vector<LanguageId>& members) {
  const auto is_set = [this](LanguageId member) { return is_byte_set(member); };
  if (std::count_if(members.begin(), members.end(), is_set) < 2) return;
  std::bitset<256> bytes;
  for (const LanguageId member : members) {
    if (is_set(member)) bytes |= bytes_of(member);
  }
  members.erase(std::remove_if(members.begin(), members.end(), is_set), members.end());
  members.push_back(byte_set(bytes));
  sort_unique(members);
}

// X{1,3}T and X{2,7}T become X{1,7}T.
void LanguagePool::merge_repetitions(std::vector<LanguageId>& members) {
  struct Repeated {
    LanguageId base, tail;
    std::uint32_t min, max;
    auto key() const { return std::tuple(base, tail, min, max); }
  };
  std::vector<Repeated> counted;
  std::vector<LanguageId> others;
  for (const LanguageId member : members) {
    const Node& whole = nodes_[member];
    const bool is_sequence = whole.kind == Kind::kConcatenation;
    const Node& head = is_sequence ? nodes_[whole.a] : whole;
    if (head.kind == Kind::kRepetition) {
      counted.push_back({head.a, is_sequence ? whole.b : kEmptyString, head.b, head.c});
    } else {
      others.push_back(member);
    }
  }
  if (counted.size() < 2) return;
  const std::size_t n_before = counted.size();
  std::sort(counted.begin(), counted.end(), [](const Repeated& a, const Repeated& b) { return a.key() < b.key(); });
  std::size_t n = 1;
  for (std::size_t i = 1; i < counted.size(); ++i) {
    Repeated& merged = counted[n - 1];
    const Repeated& next = counted[i];
    if (merged.base == next.base && merged.tail == next.tail &&
        (merged.max == kNoLimit || next.min <= merged.max + 1)) {
      merged.max = std::max(merged.max, next.max);
    } else {
      counted[n++] = next;
    }
  }
  if (n == n_before) return;
  counted.resize(n);
  for (const Repeated& part : counted) {
    const LanguageId repetition =
        repeat(part.base, part.min, part.max == kNoLimit ? std::nullopt : std::optional<std::uint64_t>(part.max));
    others.push_back(concatenate_pair(repetition, part.tail));
  }
  members = std::move(others);
  sort_unique(members);
}

// XT, XU and X become X(T|U|).
void LanguagePool::factor_heads(std::vector<LanguageId>& members, int depth) {
  struct Part {
    LanguageId head, tail;
  };
  std::vector<Part> parts;
  parts.reserve(members.size());
  bool has_sequence = false;
  for (const LanguageId member : members) {
    const Node& whole = nodes_[member];
    const bool is_sequence = whole.kind == Kind::kConcatenation;
    has_sequence = has_sequence || is_sequence;
    parts.push_back({is_sequence ? whole.a : member, is_sequence ? whole.b : kEmptyString});
  }
  if (!has_sequence || depth > kMaxFactorDepth) return;
  std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.head < b.head; });
  const auto same_head = [](const Part& a, const Part& b) { return a.head == b.head; };
  if (std::adjacent_find(parts.begin(), parts.end(), same_head) == parts.end()) return;
  members.clear();
  for (std::size_t i = 0; i < parts.size();) {
    std::vector<LanguageId> tails;
    const LanguageId head = parts[i].head;
    for (; i < parts.size() && parts[i].head == head; ++i) tails.push_back(parts[i].tail);
    members.push_back(concatenate_pair(head, unite_members(tails, depth + 1)));
  }
  sort_unique(members);
}

LanguageId LanguagePool::unite_members(std::vector<LanguageId>& members, int depth) {
  count_steps(members.size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    const Node& member = nodes_[members[i]];
    if (member.kind != Kind::kUnion) continue;
    const std::vector<LanguageId> inner(members_.begin() + member.a, members_.begin() + member.a + member.b);
    members[i] = inner.front();
    members.insert(members.end(), inner.begin() + 1, inner.end());
  }
  count_steps(members.size());
  std::erase_if(members, [this](LanguageId member) { return has(member, kDead); });
  sort_unique(members);
  if (members.empty()) return kNothing;
  if (members.size() == 1) return members.front();
  if (std::binary_search(members.begin(), members.end(), kAnything)) return kAnything;

  merge_byte_sets(members);
  const auto is_literal = [this](LanguageId member) { return nodes_[member].kind == Kind::kLiteral; };
  if (std::count_if(members.begin(), members.end(), is_literal) >= kMinTrieLiterals) {
    std::vector<std::string> strings;
    for (const LanguageId member : members) {
      if (is_literal(member)) strings.push_back(literal_bytes_.substr(nodes_[member].a, nodes_[member].b));
    }
    std::erase_if(members, is_literal);
    members.push_back(literals(strings));
    sort_unique(members);
  }
  if (any_text_ != kNothing && std::binary_search(members.begin(), members.end(), any_text_)) {
    std::erase_if(members, [this](LanguageId member) { return member != any_text_ && has(member, kText); });
  }
  merge_repetitions(members);
  factor_heads(members, depth);
  if (members.front() == kEmptyString && members.size() > 1) {
    const bool another = std::any_of(members.begin() + 1, members.end(),
                                     [this](LanguageId member) { return has(member, kAcceptsEmpty); });
    if (another) members.erase(members.begin());
  }
  if (members.size() == 1) return members.front();

  Node facts{Kind::kUnion, kText, 0, 0, 0, 0, kNoLimit, 0, 0};
  for (const LanguageId id : members) {
    const Node& member = nodes_[id];
    if (member.kind == Kind::kComplement && std::binary_search(members.begin(), members.end(), member.a)) {
      return kAnything;
    }
    facts.flags &= static_cast<std::uint8_t>(member.flags | ~kText);
    facts.flags |= member.flags & (kAcceptsEmpty | kLive);
    facts.depth = std::max(facts.depth, static_cast<std::uint16_t>(member.depth + 1));
    facts.shortest = std::min(facts.shortest, member.shortest);
    facts.longest = std::max(facts.longest, member.longest);
  }
  // One member that is known to be as short as any may be settles it.
  const bool is_exact = std::any_of(members.begin(), members.end(), [&](LanguageId member) {
    return nodes_[member].shortest == facts.shortest && has(member, kExactShortest);
  });
  if (is_exact) facts.flags |= kExactShortest;
  const auto offset = static_cast<std::uint32_t>(members_.size());
  members_.insert(members_.end(), members.begin(), members.end());
  return intern_members(Kind::kUnion, offset, 0, facts);
}

LanguageId LanguagePool::intersect_members(std::vector<LanguageId>& members) {
  count_steps(members.size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    const Node& member = nodes_[members[i]];
    if (member.kind != Kind::kIntersection) continue;
    const std::vector<LanguageId> inner(members_.begin() + member.a, members_.begin() + member.a + member.b);
    members[i] = inner.front();
    members.insert(members.end(), inner.begin() + 1, inner.end());
  }
  std::erase(members, kAnything);
  sort_unique(members);
  if (members.empty()) return kAnything;
  if (members.size() == 1) return members.front();

  // .{2,9} and .{4,}: a character's bytes cannot be cut in two ways.
  std::uint32_t min = 0;
  std::uint32_t max = kNoLimit;
  const auto is_counted_text = [this](LanguageId id) {
    return nodes_[id].kind == Kind::kRepetition && nodes_[id].a == any_character_;
  };
  if (std::count_if(members.begin(), members.end(), is_counted_text) > 1) {
    for (const LanguageId id : members) {
      if (!is_counted_text(id)) continue;
      min = std::max(min, nodes_[id].b);
      max = std::min(max, nodes_[id].c);
    }
    std::erase_if(members, is_counted_text);
    members.push_back(repeat(any_character_, min, max == kNoLimit ? std::nullopt : std::optional<std::uint64_t>(max)));
    sort_unique(members);
  }
  if (std::binary_search(members.begin(), members.end(), any_text_)) {
    const bool another = std::any_of(members.begin(), members.end(),
                                     [this](LanguageId member) { return member != any_text_ && has(member, kText); });
    if (another) std::erase(members, any_text_);
  }
  if (members.size() == 1) return members.front();

  Node facts{Kind::kIntersection, kAcceptsEmpty, 0, 0, 0, 0, 0, kNoLimit, 0};
  std::bitset<256> first_bytes;
  first_bytes.set();
  for (const LanguageId id : members) {
    const Node& member = nodes_[id];
    if (member.flags & kDead) return kNothing;
    if (member.kind == Kind::kComplement && std::binary_search(members.begin(), members.end(), member.a)) {
      return kNothing;
    }
    const LanguageId head = member.kind == Kind::kConcatenation ? member.a : id;
    if (nodes_[head].kind == Kind::kBytes) {
      first_bytes &= byte_sets_[nodes_[head].a];
    } else if (nodes_[head].kind == Kind::kLiteral) {
      first_bytes &= std::bitset<256>().set(static_cast<unsigned char>(literal_bytes_[nodes_[head].a]));
    }
    facts.flags &= static_cast<std::uint8_t>(member.flags | ~kAcceptsEmpty);
    facts.flags |= member.flags & kText;
    facts.depth = std::max(facts.depth, static_cast<std::uint16_t>(member.depth + 1));
    facts.shortest = std::max(facts.shortest, member.shortest);
    facts.longest = std::min(facts.longest, member.longest);
  }
  if (facts.flags & kAcceptsEmpty) {
    if (facts.longest == 0) return kEmptyString;
    facts.flags |= kLive | kExactShortest;
  } else if (facts.shortest > facts.longest || facts.longest == 0 || first_bytes.none()) {
    return kNothing;
  }
  const auto offset = static_cast<std::uint32_t>(members_.size());
  members_.insert(members_.end(), members.begin(), members.end());
  return intern_members(Kind::kIntersection, offset, 0, facts);
}

}  // namespace oree::decode
