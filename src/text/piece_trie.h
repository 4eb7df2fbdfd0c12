// Finds all pieces that a text begins with.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "oree/engine.h"

namespace oree::text {

class PieceTrie {
 public:
  using Node = std::uint32_t;
  static constexpr Node kRoot = 0;
  static constexpr Node kNowhere = ~Node{0};
  static constexpr TokenId kNoPiece = -1;

  PieceTrie() : PieceTrie(std::vector<std::pair<std::string_view, TokenId>>()) {}
  // pieces: none empty; of those spelled alike the lowest id counts. Their spellings are not kept.
  explicit PieceTrie(std::vector<std::pair<std::string_view, TokenId>> pieces);

  // The node one byte further, kNowhere when no piece goes on like that.
  Node next(Node node, unsigned char byte) const noexcept;
  // The piece that ends here.
  TokenId piece(Node node) const noexcept { return nodes_[node].piece; }

 private:
  struct Entry {
    std::uint32_t first_child;
    std::uint16_t n_children;
    unsigned char byte;  // that leads here
    TokenId piece;
  };
  std::vector<Entry> nodes_;  // the children of a node are neighbours, in the order of their bytes
};

}  // namespace oree::text
