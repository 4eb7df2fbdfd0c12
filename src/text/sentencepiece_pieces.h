// What SentencePiece's two encoders share: which tokens are pieces of a text, and what becomes of other characters.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "gguf/file.h"
#include "oree/engine.h"
#include "text/vocabulary.h"

namespace oree::text {

// The piece with this spelling; control, unknown and byte tokens never come from their spelling in a text.
std::optional<TokenId> find_piece(const Vocabulary& vocabulary, std::string_view spelling);
bool is_piece(TokenType type) noexcept;
// Spaces, tabs, line ends and U+2581 alone: nothing that could steer a model.
bool is_white_space(std::string_view spelling) noexcept;

// Throws Error kCorrupt (scores missing, of another number, or not numbers).
std::vector<float> read_scores(const gguf::File& file, const Vocabulary& vocabulary);

// Characters without a piece become their bytes, or the unknown token: one for a row of them.
class UnknownCharacters {
 public:
  // Throws Error kCorrupt when there is no way to write them. The vocabulary must outlive it.
  UnknownCharacters(const gguf::File& file, const Vocabulary& vocabulary);

  // after_unknown: whether what was written last is the unknown token; kept up to date.
  void write(std::string_view character, bool& after_unknown, std::vector<TokenId>& tokens) const;

 private:
  const Vocabulary* vocabulary_;
};

}  // namespace oree::text
