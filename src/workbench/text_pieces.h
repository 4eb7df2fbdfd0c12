// Pieces of texts as contexts and what comes after them.
#pragma once

#include <string>
#include <vector>

#include "oree/engine.h"

namespace oree::workbench {

// n_pieces of n_tokens each, BOS included where the model has one, from places of the texts that do not overlap, drawn
// by the seed. Throws Error kInvalid when the texts have too few tokens; invalid UTF-8.
std::vector<std::vector<TokenId>> draw_pieces(const Engine& engine, const std::vector<std::string>& texts, int n_pieces,
                                              int n_tokens, std::uint64_t seed);

}  // namespace oree::workbench
