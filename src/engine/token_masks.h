// Single tokens of a mask.
#pragma once

#include "decode/grammar.h"

namespace oree::engine {

inline void allow(decode::TokenMask& mask, TokenId token) {
  mask[static_cast<std::size_t>(token) / 64] |= std::uint64_t{1} << (static_cast<std::size_t>(token) % 64);
}

inline void forbid(decode::TokenMask& mask, TokenId token) {
  mask[static_cast<std::size_t>(token) / 64] &= ~(std::uint64_t{1} << (static_cast<std::size_t>(token) % 64));
}

inline bool allows(const decode::TokenMask& mask, TokenId token) {
  return ((mask[static_cast<std::size_t>(token) / 64] >> (static_cast<std::size_t>(token) % 64)) & 1U) != 0;
}

inline bool allows_any(const decode::TokenMask& mask) {
  for (const std::uint64_t word : mask) {
    if (word != 0) {
      return true;
    }
  }
  return false;
}

}  // namespace oree::engine
