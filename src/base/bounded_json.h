// JSON from outside.
#pragma once

#include <string_view>

#include "oree/json.h"

namespace oree {

inline constexpr int kMaxJsonDepth = 128;  // as deep as anybody needs, and no recursion over it is dangerous

// Throws Error kCorrupt (not JSON, with the byte), kLimit (nested deeper than kMaxJsonDepth).
Json parse_bounded_json(std::string_view text);

}  // namespace oree
