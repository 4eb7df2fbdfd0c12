// SentencePiece's BPE ("llama"): spaces are U+2581, neighbours merge into the piece with the best score, and characters
// without a piece become bytes. Source: Kudo and Richardson 2018, arXiv 1808.06226; sentencepiece's bpe_model.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "gguf/file.h"
#include "oree/engine.h"
#include "text/vocabulary.h"

namespace oree::text {

class SentencePieceEncoder {
 public:
  // Throws Error kCorrupt (scores missing, of another number or not finite; no way to write unknown characters).
  // The vocabulary must outlive it.
  SentencePieceEncoder(const gguf::File& file, const Vocabulary& vocabulary);

  // text: valid UTF-8. Puts a space in front when the file says so. Cost: n log n. Thread-safe.
  void encode(std::string_view text, std::vector<TokenId>& tokens) const;

  bool adds_space() const noexcept { return adds_space_; }

 private:
  struct Work;

  std::optional<TokenId> find_piece(std::string_view piece) const;
  void emit(std::string_view piece, const Work& work, std::vector<TokenId>& tokens) const;

  const Vocabulary* vocabulary_;
  SpecialTokens user_defined_;
  std::vector<float> scores_;      // [n]
  std::size_t longest_piece_ = 0;  // bytes
  bool adds_space_ = true;
};

}  // namespace oree::text
