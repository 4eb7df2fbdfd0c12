// A guess of what comes next, for nothing: what came next the last time.
#pragma once

#include <span>

#include "oree/engine.h"

namespace oree::decode {

// What followed the earlier occurrence of the longest suffix of the text, of 2 to 16 tokens, that occurs earlier in it;
// of several the last one. At most max_tokens tokens; empty when there is none. The result points into the text.
// Cost: linear in the text. Source: prompt lookup decoding (Saxena 2023), a draft model replaced by the prompt.
std::span<const TokenId> look_up_continuation(std::span<const TokenId> text, std::size_t max_tokens) noexcept;

}  // namespace oree::decode
