#include "text/merge_table.h"

#include <algorithm>
#include <bit>
#include <functional>

namespace oree::text {
namespace {

constexpr std::uint64_t kEmpty = ~std::uint64_t{0};
constexpr std::uint32_t kNone = ~std::uint32_t{0};

// Up to here looking at every pair is quicker than keeping them in a heap.
constexpr std::size_t kShortWord = 48;  // symbols

std::uint64_t pair_of(SymbolId left, SymbolId right) noexcept {
  return (std::uint64_t{static_cast<std::uint32_t>(left)} << 32) | static_cast<std::uint32_t>(right);
}

// The finaliser of MurmurHash3: neighbouring ids end far from each other.
std::uint64_t mix(std::uint64_t value) noexcept {
  value ^= value >> 33;
  value *= 0xFF51AFD7ED558CCDu;
  value ^= value >> 33;
  value *= 0xC4CEB9FE1A85EC53u;
  return value ^ (value >> 33);
}

}  // namespace

void MergeTable::reserve(std::size_t count) { places_.assign(std::bit_ceil(count * 2 + 1), {kEmpty, 0, 0}); }

void MergeTable::insert(SymbolId left, SymbolId right, std::uint32_t rank, SymbolId whole) {
  const std::uint64_t pair = pair_of(left, right);
  const std::size_t last = places_.size() - 1;
  std::size_t place = mix(pair) & last;
  while (places_[place].pair != kEmpty && places_[place].pair != pair) place = (place + 1) & last;
  if (places_[place].pair == kEmpty) places_[place] = {pair, rank, whole};
}

const Merge* MergeTable::find(SymbolId left, SymbolId right) const noexcept {
  const std::uint64_t pair = pair_of(left, right);
  const std::size_t last = places_.size() - 1;
  for (std::size_t place = mix(pair) & last; places_[place].pair != kEmpty; place = (place + 1) & last) {
    if (places_[place].pair == pair) return &places_[place];
  }
  return nullptr;
}

void Merger::RankGroup::add(const Candidate& candidate) {
  if (cursor == in_order.size() || in_order.back().left < candidate.left) {
    in_order.push_back(candidate);
    return;
  }
  late.push_back(candidate);
  std::push_heap(late.begin(), late.end(), [](const auto& a, const auto& b) { return a.left > b.left; });
}

Merger::Candidate Merger::RankGroup::take_leftmost() {
  if (late.empty() || (cursor < in_order.size() && in_order[cursor].left < late.front().left)) {
    return in_order[cursor++];
  }
  std::pop_heap(late.begin(), late.end(), [](const auto& a, const auto& b) { return a.left > b.left; });
  const Candidate leftmost = late.back();
  late.pop_back();
  return leftmost;
}

void Merger::merge(const MergeTable& table, std::vector<SymbolId>& symbols, LastMerges* last_merges) {
  if (symbols.size() <= kShortWord && last_merges == nullptr) {
    merge_short(table, symbols);
  } else {
    merge_long(table, symbols, last_merges);
  }
}

void Merger::merge_short(const MergeTable& table, std::vector<SymbolId>& symbols) {
  if (symbols.size() < 2) return;
  pairs_.resize(symbols.size() - 1);
  for (std::size_t i = 0; i < pairs_.size(); ++i) pairs_[i] = table.find(symbols[i], symbols[i + 1]);
  for (;;) {
    const Merge* best = nullptr;
    std::size_t at = 0;
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      if (pairs_[i] != nullptr && (best == nullptr || pairs_[i]->rank < best->rank)) {
        best = pairs_[i];
        at = i;
      }
    }
    if (best == nullptr) return;
    symbols[at] = best->whole;
    symbols.erase(symbols.begin() + static_cast<std::ptrdiff_t>(at) + 1);
    pairs_.erase(pairs_.begin() + static_cast<std::ptrdiff_t>(at));
    if (at > 0) pairs_[at - 1] = table.find(symbols[at - 1], symbols[at]);
    if (at < pairs_.size()) pairs_[at] = table.find(symbols[at], symbols[at + 1]);
  }
}

void Merger::add_candidate(const MergeTable& table, std::uint32_t left, std::uint32_t right, LastMerges* last_merges) {
  const Merge* const merge = table.find(nodes_[left].symbol, nodes_[right].symbol);
  if (merge == nullptr) return;
  if (last_merges != nullptr) (*last_merges)[merge->whole] = merge;
  const auto [place, is_new] = group_of_rank_.try_emplace(merge->rank, n_groups_);
  if (is_new && n_groups_++ == groups_.size()) groups_.emplace_back();
  RankGroup& group = groups_[place->second];
  if (group.empty()) {
    waiting_ranks_.push_back(merge->rank);
    std::push_heap(waiting_ranks_.begin(), waiting_ranks_.end(), std::greater<>());
  }
  group.add({merge, left, right});
}

void Merger::merge_long(const MergeTable& table, std::vector<SymbolId>& symbols, LastMerges* last_merges) {
  if (symbols.empty()) return;
  const auto n = static_cast<std::uint32_t>(symbols.size());
  nodes_.resize(n);
  group_of_rank_.clear();
  waiting_ranks_.clear();
  for (std::size_t i = 0; i < n_groups_; ++i) {
    groups_[i].in_order.clear();
    groups_[i].cursor = 0;
  }
  n_groups_ = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    nodes_[i] = {symbols[i], i == 0 ? kNone : i - 1, i + 1 == n ? kNone : i + 1};
  }
  for (std::uint32_t i = 0; i + 1 < n; ++i) add_candidate(table, i, i + 1, last_merges);
  while (!waiting_ranks_.empty()) {
    RankGroup& group = groups_[group_of_rank_.at(waiting_ranks_.front())];
    if (group.empty()) {
      std::pop_heap(waiting_ranks_.begin(), waiting_ranks_.end(), std::greater<>());
      waiting_ranks_.pop_back();
      continue;
    }
    const Candidate best = group.take_leftmost();
    Node& left = nodes_[best.left];
    // A node that was merged into its left neighbour is no longer the next of any.
    if (left.next != best.right || pair_of(left.symbol, nodes_[best.right].symbol) != best.merge->pair) continue;
    left.symbol = best.merge->whole;
    left.next = nodes_[best.right].next;
    if (left.next != kNone) nodes_[left.next].previous = best.left;
    nodes_[best.right].next = best.right;
    if (left.previous != kNone) add_candidate(table, left.previous, best.left, last_merges);
    if (left.next != kNone) add_candidate(table, best.left, left.next, last_merges);
  }
  symbols.clear();
  for (std::uint32_t i = 0; i != kNone; i = nodes_[i].next) symbols.push_back(nodes_[i].symbol);
}

}  // namespace oree::text
