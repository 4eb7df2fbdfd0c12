#include "decode/language.h"

#include <algorithm>

#include "base/check.h"
#include "oree/error.h"
#include "text/utf8.h"

namespace oree::decode {
namespace {

constexpr std::uint32_t kNoLimit = kUnreachable;
// Longer literals are sequences of such: the rest of one is hashed byte by byte.
constexpr std::size_t kMaxLiteralPart = 64;

// Lengths add up and multiply to kNoLimit at most.
std::uint32_t add_lengths(std::uint32_t left, std::uint32_t right) noexcept {
  const std::uint64_t sum = std::uint64_t{left} + right;
  return sum >= kNoLimit ? kNoLimit : static_cast<std::uint32_t>(sum);
}
std::uint32_t multiply_lengths(std::uint32_t left, std::uint32_t right) noexcept {
  if (left == 0 || right == 0) return 0;
  const std::uint64_t product = std::uint64_t{left} * right;
  return product >= kNoLimit ? kNoLimit : static_cast<std::uint32_t>(product);
}
// A lower bound of a language that has strings must not say that it has none.
std::uint32_t as_lower_bound(std::uint32_t length) noexcept { return std::min(length, kNoLimit - 1); }

std::uint32_t mix(std::uint64_t hash, std::uint64_t value) noexcept {
  hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
  return static_cast<std::uint32_t>(hash ^ (hash >> 32));
}

}  // namespace

LanguagePool::WorkLimit::WorkLimit(LanguagePool& pool, std::size_t n_steps) noexcept
    : pool_(pool.steps_left_ == ~std::size_t{0} ? &pool : nullptr) {
  if (pool_ != nullptr) pool_->steps_left_ = n_steps;
}

LanguagePool::WorkLimit::~WorkLimit() {
  if (pool_ != nullptr) pool_->steps_left_ = ~std::size_t{0};
}

void LanguagePool::count_steps(std::size_t n) {
  if (steps_left_ == ~std::size_t{0}) return;
  if (steps_left_ < n) {
    throw Error(ErrorCode::kLimit,
                "a pattern or grammar takes more steps to follow than are allowed (kMaxLanguageSteps)", {},
                "use a simpler pattern, or smaller counts");
  }
  steps_left_ -= n;
}

LanguagePool::LanguagePool() {
  nodes_.reserve(64);
  rows_.reserve(64);
  slots_.assign(256, 0);
  rests_.push_back(kUnknown);
  classes_.emplace_back();  // partition 0: all bytes alike
  classes_.back().fill(0);
  n_classes_.push_back(1);

  nodes_.push_back({Kind::kNone, kText | kDead | kExactShortest, 0, 0, 0, 0, kUnreachable, 0, 0});
  nodes_.push_back({Kind::kEmpty, kAcceptsEmpty | kText | kLive | kExactShortest, 0, 0, 0, 0, 0, 0, 1});
  nodes_.push_back({Kind::kComplement, kAcceptsEmpty | kLive | kExactShortest, 1, kNothing, 0, 0, 0, kNoLimit, 2});
  rows_.resize(3);
  std::bitset<256> continuation;
  for (unsigned byte = 0x80; byte <= 0xBF; ++byte) continuation.set(byte);
  continuation_bytes_ = {kEmptyString, byte_set(continuation), kNothing, kNothing};
  for (std::size_t n = 2; n < 4; ++n) {
    continuation_bytes_[n] = concatenate_pair(continuation_bytes_[1], continuation_bytes_[n - 1]);
  }
  const CodePointRange all{0, 0x10FFFF};
  any_character_ = code_points(std::span(&all, 1));
  any_text_ = repeat(any_character_, 0, std::nullopt);
}

LanguageId LanguagePool::any_character() const noexcept { return any_character_; }
LanguageId LanguagePool::any_text() const noexcept { return any_text_; }

void LanguagePool::check_parts(std::size_t n) {
  if (n <= kMaxLanguageParts) return;
  throw Error(ErrorCode::kLimit,
              "the patterns need more than kMaxLanguageParts, " + std::to_string(kMaxLanguageParts) + ", parts", {},
              "use simpler patterns, or fewer");
}

// candidate.hash is made here of kind, a, b and c where is_same compares those; otherwise it comes with the candidate.
template <typename IsSame>
LanguageId LanguagePool::intern(Node candidate, IsSame is_same) {
  count_steps(1);
  candidate.hash = mix(candidate.hash, static_cast<std::uint64_t>(candidate.kind) + 1);
  const std::size_t bits = slots_.size() - 1;
  std::size_t slot = candidate.hash & bits;
  for (; slots_[slot] != 0; slot = (slot + 1) & bits) {
    const Node& other = nodes_[slots_[slot]];
    if (other.hash == candidate.hash && other.kind == candidate.kind && is_same(other)) return slots_[slot];
  }
  if (nodes_.size() == kMaxLanguages) {
    throw Error(ErrorCode::kLimit,
                "the patterns need more than kMaxLanguages, " + std::to_string(kMaxLanguages) + ", expressions", {},
                "use simpler patterns, or fewer");
  }
  if (candidate.depth > kMaxLanguageDepth) {
    throw Error(ErrorCode::kLimit,
                "expressions are nested deeper than kMaxLanguageDepth, " + std::to_string(kMaxLanguageDepth), {},
                "use a simpler pattern");
  }
  const auto number = static_cast<LanguageId>(nodes_.size());
  nodes_.push_back(candidate);
  rows_.push_back({});
  slots_[slot] = number;
  if (nodes_.size() * 2 > slots_.size()) {
    slots_.assign(slots_.size() * 4, 0);
    for (LanguageId id = kAnything + 1; id < nodes_.size(); ++id) {
      std::size_t place = nodes_[id].hash & (slots_.size() - 1);
      while (slots_[place] != 0) place = (place + 1) & (slots_.size() - 1);
      slots_[place] = id;
    }
  }
  return number;
}

LanguageId LanguagePool::intern_literal(std::uint32_t offset, std::uint32_t length) {
  if (length == 0) return kEmptyString;
  const std::string_view bytes = std::string_view(literal_bytes_).substr(offset, length);
  std::uint64_t hash = 0xCBF29CE484222325u;
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3u;
  Node literal{Kind::kLiteral, kLive | kExactShortest, 1, offset, length, 0, length, length, mix(hash, length)};
  if (!text::find_invalid_utf8(bytes)) literal.flags |= kText;
  return intern(literal, [&](const Node& other) {
    return other.b == length && std::string_view(literal_bytes_).substr(other.a, length) == bytes;
  });
}

LanguageId LanguagePool::literal(std::string_view bytes) {
  // Parts begin at characters, so that each is a text.
  std::vector<std::size_t> begins{0};
  while (bytes.size() - begins.back() > kMaxLiteralPart) {
    std::size_t begin = begins.back() + kMaxLiteralPart;
    for (int i = 0; i < 3 && (static_cast<unsigned char>(bytes[begin]) & 0xC0) == 0x80; ++i) --begin;
    begins.push_back(begin);
  }
  LanguageId result = kEmptyString;
  for (std::size_t i = begins.size(), end = bytes.size(); i > 0; end = begins[--i]) {
    const std::string_view part = bytes.substr(begins[i - 1], end - begins[i - 1]);
    const std::size_t offset = literal_bytes_.size();
    const std::size_t n_nodes = nodes_.size();
    check_parts(offset + part.size());
    literal_bytes_ += part;
    const LanguageId language =
        intern_literal(static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(part.size()));
    if (nodes_.size() == n_nodes) literal_bytes_.resize(offset);
    result = concatenate_pair(language, result);
  }
  return result;
}

LanguageId LanguagePool::byte_set(const std::bitset<256>& bytes) {
  const std::size_t n = bytes.count();
  if (n == 0) return kNothing;
  if (n == 1) {
    const char byte = static_cast<char>(bytes._Find_first());
    return literal(std::string_view(&byte, 1));
  }
  Node set{Kind::kBytes,
           kLive | kExactShortest,
           1,
           static_cast<std::uint32_t>(byte_sets_.size()),
           0,
           0,
           1,
           1,
           mix(0, std::hash<std::bitset<256>>()(bytes))};
  if ((bytes >> 128).none()) set.flags |= kText;
  byte_sets_.push_back(bytes);
  const std::size_t n_nodes = nodes_.size();
  const LanguageId result = intern(set, [&](const Node& other) { return byte_sets_[other.a] == bytes; });
  if (nodes_.size() == n_nodes) byte_sets_.pop_back();
  return result;
}

bool LanguagePool::is_byte_set(LanguageId language) const noexcept {
  const Node& node = nodes_[language];
  return node.kind == Kind::kBytes || (node.kind == Kind::kLiteral && node.b == 1);
}

std::bitset<256> LanguagePool::bytes_of(LanguageId language) const {
  const Node& node = nodes_[language];
  if (node.kind == Kind::kBytes) return byte_sets_[node.a];
  return std::bitset<256>().set(static_cast<unsigned char>(literal_bytes_[node.a]));
}

LanguageId LanguagePool::branch(std::span<const ByteBranch> edges, bool accepts_empty) {
  if (edges.empty()) return accepts_empty ? kEmptyString : kNothing;
  const bool same_target = std::all_of(edges.begin(), edges.end(),
                                       [&](const ByteBranch& edge) { return edge.target == edges.front().target; });
  if (same_target) {
    std::bitset<256> bytes;
    for (const ByteBranch& edge : edges) {
      for (unsigned byte = edge.first; byte <= edge.last; ++byte) bytes.set(byte);
    }
    const LanguageId language = concatenate_pair(byte_set(bytes), edges.front().target);
    if (!accepts_empty) return language;
    std::vector<LanguageId> members{kEmptyString, language};
    return unite_members(members, 0);
  }
  Node node{Kind::kBranch,
            kLive | kExactShortest | kText,
            1,
            static_cast<std::uint32_t>(edges_.size()),
            static_cast<std::uint32_t>(edges.size()),
            0,
            kNoLimit,
            0,
            0};
  std::uint64_t hash = accepts_empty;
  for (const ByteBranch& edge : edges) {
    const Node& target = nodes_[edge.target];
    if (edge.last >= 0x80) node.flags &= static_cast<std::uint8_t>(~kText);
    node.flags &= static_cast<std::uint8_t>(target.flags | ~(kText | kLive | kExactShortest));
    node.depth = std::max(node.depth, target.depth);
    node.shortest = std::min(node.shortest, add_lengths(target.shortest, 1));
    node.longest = std::max(node.longest, add_lengths(target.longest, 1));
    hash = (hash ^ (edge.first | (unsigned{edge.last} << 8) | (std::uint64_t{edge.target} << 16))) * 0x100000001B3u;
    hash ^= hash >> 29;
  }
  if (accepts_empty) {
    node.flags |= kAcceptsEmpty | kLive | kExactShortest;
    node.shortest = 0;
  }
  node.hash = mix(hash, edges.size());
  check_parts(edges_.size() + edges.size());
  edges_.insert(edges_.end(), edges.begin(), edges.end());
  const std::size_t n_nodes = nodes_.size();
  const LanguageId result = intern(node, [&](const Node& other) {
    return other.b == edges.size() && ((other.flags & kAcceptsEmpty) != 0) == accepts_empty &&
           std::equal(edges.begin(), edges.end(), edges_.begin() + other.a);
  });
  if (nodes_.size() == n_nodes) edges_.resize(edges_.size() - edges.size());
  return result;
}

LanguageId LanguagePool::branches(std::span<const ByteBranch> branches, bool accepts_empty) {
  std::vector<ByteBranch> edges;
  for (const ByteBranch& edge : branches) {
    if (has(edge.target, kDead)) continue;
    if (!edges.empty() && edges.back().target == edge.target && edges.back().last + 1 == edge.first) {
      edges.back().last = edge.last;
    } else {
      edges.push_back(edge);
    }
  }
  return branch(edges, accepts_empty);
}

std::optional<LanguageId> LanguagePool::find_named(const std::string& name) const {
  const auto found = names_.find(name);
  return found == names_.end() ? std::nullopt : std::optional(found->second);
}

void LanguagePool::set_name(const std::string& name, LanguageId language) { names_[name] = language; }

LanguageId LanguagePool::concatenate(LanguageId first, LanguageId second) { return concatenate_pair(first, second); }

LanguageId LanguagePool::concatenate_pair(LanguageId first, LanguageId second) {
  if (has(first, kDead) || has(second, kDead)) return kNothing;
  if (first == kEmptyString) return second;
  if (second == kEmptyString) return first;
  // A concatenation's parts are set before second one by one.
  if (nodes_[first].kind == Kind::kConcatenation) {
    std::vector<LanguageId> heads;
    while (nodes_[first].kind == Kind::kConcatenation) {
      heads.push_back(nodes_[first].a);
      first = nodes_[first].b;
    }
    heads.push_back(first);
    for (std::size_t i = heads.size(); i > 0; --i) second = concatenate_pair(heads[i - 1], second);
    return second;
  }
  const Node head = nodes_[first];
  const bool second_is_sequence = nodes_[second].kind == Kind::kConcatenation;
  const LanguageId neighbour = second_is_sequence ? nodes_[second].a : second;
  const LanguageId behind = second_is_sequence ? nodes_[second].b : kEmptyString;
  const Node right = nodes_[neighbour];
  if (head.kind == Kind::kLiteral && right.kind == Kind::kLiteral && head.b + right.b <= kMaxLiteralPart) {
    const std::string joined = literal_bytes_.substr(head.a, head.b) + literal_bytes_.substr(right.a, right.b);
    return concatenate_pair(literal(joined), behind);
  }
  if (const Counted counted = as_counted(neighbour); counted.base != neighbour) {
    const Counted more = as_counted(first);
    if (more.base == counted.base || first == counted.base) {
      const std::uint64_t min = std::uint64_t{counted.min} + (more.base == counted.base ? more.min : 1);
      const std::uint32_t max = add_lengths(counted.max, more.base == counted.base ? more.max : 1);
      const auto limit = max == kNoLimit ? std::nullopt : std::optional<std::uint64_t>(max);
      return concatenate_pair(repeat(counted.base, min, limit), behind);
    }
  }
  const Node tail = nodes_[second];
  Node node{Kind::kConcatenation,
            static_cast<std::uint8_t>(head.flags & tail.flags),
            std::max(static_cast<std::uint16_t>(head.depth + 1), tail.depth),
            first,
            second,
            0,
            as_lower_bound(add_lengths(head.shortest, tail.shortest)),
            add_lengths(head.longest, tail.longest),
            mix(first * std::uint64_t{0x100000001B3}, second)};
  return intern(node, [&](const Node& other) { return other.a == first && other.b == second; });
}

// X{2,5} is X from 2 to 5 times, X? from 0 times to 1, anything else itself once.
LanguagePool::Counted LanguagePool::as_counted(LanguageId language) const noexcept {
  const Node& node = nodes_[language];
  if (node.kind == Kind::kRepetition) return {node.a, node.b, node.c};
  if (node.kind == Kind::kUnion && node.b == 2 && members_[node.a] == kEmptyString) {
    return {members_[node.a + 1], 0, 1};
  }
  return {language, 1, 1};
}

LanguageId LanguagePool::repeat(LanguageId language, std::uint64_t min, std::optional<std::uint64_t> max) {
  if (min > kMaxRepetitions) {
    throw Error(ErrorCode::kLimit,
                "something is to be repeated " + std::to_string(min) + " times, more than kMaxRepetitions, " +
                    std::to_string(kMaxRepetitions),
                {}, "use a smaller minimum");
  }
  if (max && *max < min) return kNothing;
  if (max && *max == 0) return kEmptyString;
  if (has(language, kDead)) return min == 0 ? kEmptyString : kNothing;
  if (language == kEmptyString || language == kAnything || (min == 1 && max == 1)) return language;
  auto low = static_cast<std::uint32_t>(min);
  std::uint32_t high = !max || *max > kMaxRepetitions ? kNoLimit : static_cast<std::uint32_t>(*max);

  const Node base = nodes_[language];
  if (base.flags & kAcceptsEmpty) {
    low = 0;
    if (base.kind == Kind::kUnion && members_[base.a] == kEmptyString) {
      std::vector<LanguageId> members(members_.begin() + base.a + 1, members_.begin() + base.a + base.b);
      return repeat(unite_members(members, 0), 0, max);
    }
  }
  if (base.kind == Kind::kRepetition) {
    // Counts of the inner one add up to every number between, unless there are gaps.
    const bool has_gaps =
        low == 0 ? base.b > 1
                 : low != high && add_lengths(multiply_lengths(low, base.c), 1) < multiply_lengths(low + 1, base.b);
    if (!has_gaps) {
      const std::uint32_t new_high = multiply_lengths(high, base.c);
      return repeat(base.a, multiply_lengths(low, base.b),
                    new_high == kNoLimit ? std::nullopt : std::optional<std::uint64_t>(new_high));
    }
  }
  if (low == 0 && high == 1) {
    std::vector<LanguageId> members{kEmptyString, language};
    return unite_members(members, 0);
  }
  Node node{Kind::kRepetition,
            base.flags,
            static_cast<std::uint16_t>(base.depth + 1),
            language,
            low,
            high,
            as_lower_bound(multiply_lengths(base.shortest, low)),
            multiply_lengths(base.longest, high),
            mix(language * std::uint64_t{0x100000001B3}, low | (std::uint64_t{high} << 32))};
  if (low == 0) {
    node.flags |= kAcceptsEmpty | kLive | kExactShortest;
    node.shortest = 0;
  }
  return intern(node, [&](const Node& other) { return other.a == language && other.b == low && other.c == high; });
}

LanguageId LanguagePool::complement(LanguageId language) {
  if (has(language, kDead)) return kAnything;
  const Node inner = nodes_[language];
  if (inner.kind == Kind::kComplement) return inner.a;
  Node node{Kind::kComplement, 0, static_cast<std::uint16_t>(inner.depth + 1), language, 0, 0, 0, kNoLimit,
            mix(1, language)};
  if (inner.flags & kAcceptsEmpty) {
    node.shortest = 1;
    // What is left out has a longest string, so there are longer ones.
    if (inner.longest != kNoLimit) node.flags |= kLive;
  } else {
    node.flags |= kAcceptsEmpty | kLive | kExactShortest;
  }
  return intern(node, [&](const Node& other) { return other.a == language; });
}

// The members are the last of members_, from offset on.
LanguageId LanguagePool::intern_members(Kind kind, std::uint32_t offset, std::uint32_t c, Node facts) {
  check_parts(members_.size());
  const auto n = static_cast<std::uint32_t>(members_.size() - offset);
  std::uint64_t hash = c;
  for (std::uint32_t i = 0; i < n; ++i) {
    hash = (hash ^ members_[offset + i]) * 0x100000001B3u;
    hash ^= hash >> 29;
  }
  facts.kind = kind;
  facts.a = offset;
  facts.b = n;
  facts.c = c;
  facts.hash = mix(hash, n);
  const std::size_t n_nodes = nodes_.size();
  const LanguageId result = intern(facts, [&](const Node& other) {
    return other.b == n && other.c == c &&
           std::equal(members_.begin() + offset, members_.end(), members_.begin() + other.a);
  });
  if (nodes_.size() == n_nodes) members_.resize(offset);
  return result;
}

}  // namespace oree::decode
