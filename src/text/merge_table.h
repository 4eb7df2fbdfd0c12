// The merges of a byte-pair encoding: which neighbours become one symbol, and in which order.
// Source: Sennrich et al. 2016, arXiv 1508.07909.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace oree::text {

// A symbol is a token, or whatever an encoder has to say about a character without one.
using SymbolId = std::int32_t;

struct Merge {
  std::uint64_t pair;  // left << 32 | right
  std::uint32_t rank;  // the lowest is merged first
  SymbolId whole;
};

class MergeTable {
 public:
  // count: merges that will be inserted.
  void reserve(std::size_t count);
  // The first of two equal pairs wins.
  void insert(SymbolId left, SymbolId right, std::uint32_t rank, SymbolId whole);
  const Merge* find(SymbolId left, SymbolId right) const noexcept;

 private:
  std::vector<Merge> places_;  // open addressing, a power of two of places, at most half of them taken
};

// By what they make, the merges that came up last.
using LastMerges = std::unordered_map<SymbolId, const Merge*>;

// Merges the symbols of one word until none of the table's pairs is left: of all pairs the one of the lowest rank, and
// among equals the leftmost. Cost: linear but for what is found out of order, which costs a logarithm more.
class Merger {
 public:
  // last_merges: takes every merge that was possible at some time, also those not made; may be nullptr.
  void merge(const MergeTable& table, std::vector<SymbolId>& symbols, LastMerges* last_merges = nullptr);

 private:
  struct Node {
    SymbolId symbol;
    std::uint32_t previous, next;
  };
  // A pair that could be merged when it was found; stale when one of its symbols has changed since.
  struct Candidate {
    const Merge* merge;
    std::uint32_t left, right;
  };
  // The candidates of one rank. Nearly all are found from left to right.
  struct RankGroup {
    std::vector<Candidate> in_order;
    std::size_t cursor = 0;       // of in_order: those before were taken
    std::vector<Candidate> late;  // a heap of those found behind their place, the leftmost on top

    bool empty() const noexcept { return cursor == in_order.size() && late.empty(); }
    void add(const Candidate& candidate);
    Candidate take_leftmost();
  };

  void merge_short(const MergeTable& table, std::vector<SymbolId>& symbols);
  void merge_long(const MergeTable& table, std::vector<SymbolId>& symbols, LastMerges* last_merges);

  std::vector<const Merge*> pairs_;  // of symbol i and its right neighbour
  void add_candidate(const MergeTable& table, std::uint32_t left, std::uint32_t right, LastMerges* last_merges);

  std::vector<Node> nodes_;
  std::vector<RankGroup> groups_;  // those of this word first
  std::size_t n_groups_ = 0;
  std::unordered_map<std::uint32_t, std::size_t> group_of_rank_;
  std::vector<std::uint32_t> waiting_ranks_;  // a heap of those whose group is not empty, the lowest on top
};

}  // namespace oree::text
