#include "workbench/text_pieces.h"

#include <algorithm>

#include "oree/error.h"
#include "workbench/choices.h"

namespace oree::workbench {

std::vector<std::vector<TokenId>> draw_pieces(const Engine& engine, const std::vector<std::string>& texts, int n_pieces,
                                              int n_tokens, std::uint64_t seed) {
  const std::vector<TokenId> opening = engine.tokenize("", {});  // BOS, where the model has one
  const std::size_t of_text = static_cast<std::size_t>(n_tokens) - opening.size();
  std::vector<std::vector<TokenId>> pieces;
  for (const std::string& text : texts) {
    const std::vector<TokenId> tokens = engine.tokenize(text, TokenizeOptions{.add_bos = false});
    for (std::size_t begin = 0; begin + of_text <= tokens.size(); begin += of_text) {
      const auto first = tokens.begin() + static_cast<std::ptrdiff_t>(begin);
      pieces.push_back(opening);
      pieces.back().insert(pieces.back().end(), first, first + static_cast<std::ptrdiff_t>(of_text));
    }
  }
  if (pieces.size() < static_cast<std::size_t>(n_pieces)) {
    throw Error(ErrorCode::kInvalid,
                "the texts have " + std::to_string(pieces.size()) + " pieces of " + std::to_string(n_tokens) +
                    " tokens, and " + std::to_string(n_pieces) + " are needed",
                "-f", "give more text, or lower --length or --samples");
  }
  Choices choices(seed, {static_cast<std::uint32_t>(n_tokens)});
  choices.shuffle(std::span(pieces));
  pieces.resize(static_cast<std::size_t>(n_pieces));
  return pieces;
}

}  // namespace oree::workbench
