// What a tokenizer's tables will take, before they are made.
#pragma once

#include <cstdint>

#include "gguf/file.h"

namespace oree::text {

struct PlannedTokenizer {
  std::uint64_t n_tokens = 0;
  std::uint64_t spelling_bytes = 0;  // of all tokens together
  std::uint64_t bytes = 0;           // of the tables
};

// From the lengths of the file's lists; 0 where it has no tokens. Throws Error kCorrupt (a key of another type).
PlannedTokenizer planned_tokenizer(const gguf::File& file);

}  // namespace oree::text
