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
// among equals the leftmost. Cost: n log n, no allocation when the workspace has seen a word as long.
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
    std::uint32_t rank;
    std::uint32_t left, right;
    std::uint64_t pair;
    SymbolId whole;
  };
  struct Later;

  void merge_short(const MergeTable& table, std::vector<SymbolId>& symbols);
  void merge_long(const MergeTable& table, std::vector<SymbolId>& symbols, LastMerges* last_merges);

  std::vector<const Merge*> pairs_;  // of symbol i and its right neighbour
  std::vector<Node> nodes_;
  std::vector<Candidate> heap_;
};

}  // namespace oree::text
