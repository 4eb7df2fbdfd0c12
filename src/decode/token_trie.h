// What a TokenTrie holds, for the masks.
#pragma once

#include <bitset>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <vector>

#include "decode/grammar.h"

namespace oree::decode {

// Tokens as a trie of their bytes.
struct TokenBranches {
  // The nodes in the order of a depth-first walk, the root left out. A walk that stops at a node goes on at skip_to.
  struct Node {
    std::uint32_t skip_to;
    std::uint32_t first_token;  // into tokens
    std::uint16_t n_tokens;     // tokens that end here
    std::uint16_t depth;        // bytes, from 1
    std::uint8_t byte;
  };
  std::vector<Node> nodes;
  std::vector<TokenId> tokens;
};

struct TokenTrie::State {
  std::vector<std::string_view> bytes;  // [vocabulary_size]; they point into the tokenizer
  int vocabulary_size = 0;
  std::size_t max_depth = 0;      // bytes of the longest token
  std::bitset<256> single_bytes;  // bytes that are a token, and those of no UTF-8 text
  TokenBranches all;
  // [Machine::kMaxPlainRun + 1]: the tokens of at most so many characters that all stand for themselves in a string.
  std::vector<TokenMask> plain_masks;
  TokenBranches others;  // the tokens that are in none of these masks
  TokenBranches tails;   // the same without the characters that stand for themselves before the first other byte

  // JSON's white space: the tokens of nothing else, and all others without what they begin with of it. Made when first
  // asked for, as only grammars of any spelling do.
  struct Trimmed {
    TokenMask spaces;
    TokenBranches tokens;
  };
  const Trimmed& trimmed() const;

 private:
  mutable std::once_flag trimmed_once_;
  mutable Trimmed trimmed_;
};

}  // namespace oree::decode
