// Tokens that need no sampling: what a grammar forces, written as the tokenizer would write it.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "text/tokenizer.h"

namespace oree::engine {

// The tokens of `forced` behind `written`, as far as no continuation can change them. Empty when `so_far`, the tokens
// of `written`, is not how the tokenizer writes it: the model never saw such text cut that way, so it goes on by
// itself. Cost: a few encodings of `written` and `forced`.
std::vector<TokenId> jump_tokens(const text::Tokenizer& tokenizer, std::span<const TokenId> so_far,
                                 std::string_view written, std::string_view forced);

}  // namespace oree::engine
