#include "text/piece_trie.h"

#include <algorithm>

namespace oree::text {

PieceTrie::PieceTrie(std::vector<std::pair<std::string_view, TokenId>> pieces) {
  std::sort(pieces.begin(), pieces.end());
  // Breadth first: a node stands for the pieces that share its bytes, a range of the sorted ones.
  struct Range {
    std::size_t begin, end, depth;
  };
  std::vector<Range> ranges = {{0, pieces.size(), 0}};
  nodes_.push_back({0, 0, 0, kNoPiece});
  for (std::size_t node = 0; node < ranges.size(); ++node) {
    Range range = ranges[node];
    for (; range.begin < range.end && pieces[range.begin].first.size() == range.depth; ++range.begin) {
      if (nodes_[node].piece == kNoPiece) nodes_[node].piece = pieces[range.begin].second;
    }
    nodes_[node].first_child = static_cast<std::uint32_t>(nodes_.size());
    while (range.begin < range.end) {
      const char byte = pieces[range.begin].first[range.depth];
      std::size_t end = range.begin + 1;
      while (end < range.end && pieces[end].first[range.depth] == byte) ++end;
      nodes_.push_back({0, 0, static_cast<unsigned char>(byte), kNoPiece});
      ranges.push_back({range.begin, end, range.depth + 1});
      ++nodes_[node].n_children;
      range.begin = end;
    }
  }
}

PieceTrie::Node PieceTrie::next(Node node, unsigned char byte) const noexcept {
  const auto begin = nodes_.begin() + static_cast<std::ptrdiff_t>(nodes_[node].first_child);
  const auto end = begin + nodes_[node].n_children;
  const auto child =
      std::lower_bound(begin, end, byte, [](const Entry& entry, unsigned char b) { return entry.byte < b; });
  return child != end && child->byte == byte ? static_cast<Node>(child - nodes_.begin()) : kNowhere;
}

}  // namespace oree::text
