// The merges that a model file lists, as tokens.
#pragma once

#include <cstdint>
#include <vector>

#include "gguf/file.h"
#include "text/vocabulary.h"

namespace oree::text {

struct ListedMerge {
  TokenId left, right, whole;
  std::uint32_t rank;  // its line
};

// Without those whose whole is no token that text may become.
// Throws Error kCorrupt (no list; a merge whose parts or whole are no tokens), kLimit.
std::vector<ListedMerge> read_merges(const gguf::File& file, const Vocabulary& vocabulary);

}  // namespace oree::text
