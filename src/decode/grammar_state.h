// What a Grammar and a TokenTrie hold, for the matcher.
#pragma once

#include <bitset>
#include <cstdint>
#include <string_view>
#include <vector>

#include "decode/automaton.h"
#include "decode/grammar.h"

namespace oree::decode {

struct Grammar::State {
  explicit State(Automaton made) : automaton(std::move(made)), distances(automaton.distances(~std::bitset<256>())) {}

  Automaton automaton;
  std::vector<std::uint32_t> distances;  // bytes to the end, by state, with every byte at hand
};

struct TokenTrie::State {
  // The nodes in the order of a depth-first walk, the root left out. A walk that stops at a node goes on at skip_to.
  struct Node {
    std::uint32_t skip_to;
    std::uint32_t first_token;  // into tokens
    std::uint16_t n_tokens;     // tokens that end here
    std::uint16_t depth;        // bytes, from 1
    std::uint8_t byte;
  };

  std::vector<std::string_view> bytes;  // [vocabulary_size]; they point into the tokenizer
  std::vector<Node> nodes;
  std::vector<TokenId> tokens;
  int vocabulary_size = 0;
  std::size_t max_depth = 0;      // bytes of the longest token
  std::bitset<256> single_bytes;  // bytes that are a token
};

}  // namespace oree::decode
