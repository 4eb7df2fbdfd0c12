// Whether a language holds a string, how short its shortest is and how many there are, by walking its derivatives.
#include <algorithm>
#include <queue>

#include "decode/language.h"
#include "oree/error.h"

namespace oree::decode {
namespace {

// Languages that are seen but not looked at, of one that is.
constexpr std::size_t kMaxSeenPerExplored = 16;
// Steps of counting, of each language that it may look at.
constexpr std::size_t kMaxCountsPerExplored = 16;

void check_explored(std::size_t n_explored) {
  if (n_explored <= kMaxExplored) return;
  throw Error(ErrorCode::kLimit,
              "whether some text fits the patterns was not decided within kMaxExplored, " +
                  std::to_string(kMaxExplored) + ", steps",
              {}, "use simpler patterns, or smaller counts");
}

}  // namespace

// Best first by the lower bounds that languages carry: A* when the shortest string is asked, straight for a string
// otherwise.
bool LanguagePool::search(LanguageId start, bool find_shortest) {
  const WorkLimit limit(*this);
  const Flag settled = find_shortest ? kExactShortest : kLive;
  if (nodes_[start].flags & kDead) return false;
  if (nodes_[start].flags & settled) return true;

  struct Visit {
    LanguageId language;
    std::uint32_t depth;   // bytes from the start
    std::uint32_t parent;  // of visits
  };
  struct Candidate {
    std::uint64_t bound, depth;
    std::uint32_t visit;
    // The smaller bound first; among equals the deeper one, which is nearer to an end.
    bool operator<(const Candidate& other) const noexcept {
      return bound != other.bound ? bound > other.bound : depth < other.depth;
    }
  };
  std::vector<Visit> visits{{start, 0, 0}};
  std::unordered_map<LanguageId, std::uint32_t> depths{{start, 0}};
  std::priority_queue<Candidate> queue;
  const auto push = [&](std::uint32_t visit) {
    const std::uint64_t depth = visits[visit].depth;
    const LanguageId language = visits[visit].language;
    queue.push({find_shortest ? nodes_[language].shortest + depth : distance_guess(language), depth, visit});
  };
  push(0);
  std::size_t n_explored = 0;
  while (!queue.empty()) {
    const std::uint32_t number = queue.top().visit;
    queue.pop();
    const Visit visit = visits[number];
    if (depths[visit.language] < visit.depth) continue;  // a shorter way was found meanwhile
    const Node& found = nodes_[visit.language];
    if (found.flags & settled) {
      const std::uint32_t total = visit.depth + found.shortest;
      for (std::uint32_t i = number; i != 0;) {
        i = visits[i].parent;
        Node& passed = nodes_[visits[i].language];
        passed.flags |= kLive;
        if (find_shortest) {
          passed.flags |= kExactShortest;
          passed.shortest = total - visits[i].depth;
        }
      }
      return true;
    }
    check_explored(++n_explored);
    const Row row = ensure_row(visit.language);
    const std::uint32_t n_classes = n_classes_[row.partition];
    std::uint32_t next_class = 0;
    for (unsigned byte = 0; byte < 256 && next_class < n_classes; ++byte) {
      if (classes_[row.partition][byte] != next_class) continue;
      ++next_class;
      const LanguageId rest = derive(visit.language, static_cast<std::uint8_t>(byte));
      if (nodes_[rest].flags & kDead) continue;
      const auto [place, inserted] = depths.emplace(rest, visit.depth + 1);
      if (!inserted && (!find_shortest || place->second <= visit.depth + 1)) continue;
      place->second = visit.depth + 1;
      check_explored(visits.size() / kMaxSeenPerExplored);
      visits.push_back({rest, visit.depth + 1, number});
      push(static_cast<std::uint32_t>(visits.size() - 1));
    }
  }
  for (const Visit& visit : visits) {
    Node& passed = nodes_[visit.language];
    passed.flags |= kDead | kExactShortest;
    passed.shortest = kUnreachable;
  }
  return false;
}

// How far the end seems. What all members of an intersection still ask for often comes one after the other.
std::uint64_t LanguagePool::distance_guess(LanguageId language) const noexcept {
  const Node& node = nodes_[language];
  if (node.kind != Kind::kIntersection) return node.shortest;
  std::uint64_t sum = 0;
  for (std::uint32_t i = 0; i < node.b; ++i) sum += nodes_[members_[node.a + i]].shortest;
  return sum;
}

bool LanguagePool::is_empty(LanguageId language) { return !search(language, false); }

std::uint32_t LanguagePool::shortest(LanguageId language) {
  if (!has(language, kExactShortest)) search(language, true);
  return nodes_[language].shortest;
}

std::uint64_t LanguagePool::count(LanguageId language, std::uint64_t cap) {
  const WorkLimit limit(*this);
  if (cap == 0 || is_empty(language)) return 0;
  const Node& node = nodes_[language];
  if (node.kind == Kind::kLiteral) return 1;
  // Level by level, by length: how many prefixes lead to each language. Each is the beginning of a string at least.
  std::unordered_map<LanguageId, std::uint64_t> level{{language, 1}};
  std::unordered_map<LanguageId, bool> seen{{language, true}};
  std::uint64_t n_strings = 0;
  std::size_t n_counted = 0;
  for (std::size_t length = 0; !level.empty(); ++length) {
    std::unordered_map<LanguageId, std::uint64_t> next_level;
    std::uint64_t n_open = 0;
    for (const auto& [part, n_prefixes] : level) {
      if (accepts_empty(part)) n_strings = n_prefixes >= cap - n_strings ? cap : n_strings + n_prefixes;
      if (n_strings == cap) return cap;
      for (unsigned byte = 0; byte < 256; ++byte) {
        const LanguageId rest = next(part, static_cast<std::uint8_t>(byte));
        if (rest == kNothing) continue;
        std::uint64_t& n = next_level[rest];
        n = n_prefixes >= cap - std::min(n, cap) ? cap : n + n_prefixes;
        n_open = n_prefixes >= cap - std::min(n_open, cap) ? cap : n_open + n_prefixes;
        seen.emplace(rest, true);
      }
    }
    if (n_open >= cap - n_strings) return cap;
    // A way longer than there are languages comes by one twice: there is no end of strings.
    if (length > seen.size()) return cap;
    check_explored(seen.size());
    check_explored((n_counted += level.size()) / kMaxCountsPerExplored);
    level = std::move(next_level);
  }
  return n_strings;
}

std::size_t LanguagePool::n_bytes() const noexcept {
  const auto of = [](const auto& list) { return list.capacity() * sizeof(list[0]); };
  return of(nodes_) + of(rows_) + of(slots_) + of(members_) + of(edges_) + literal_bytes_.capacity() + of(byte_sets_) +
         of(rests_) + of(classes_) + of(n_classes_) + (partition_numbers_.size() + refinements_.size()) * 48;
}

}  // namespace oree::decode
