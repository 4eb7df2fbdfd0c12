// SentencePiece's unigram model ("t5"): of all ways to cut a text into pieces the one whose scores, logarithms of
// probabilities, add up to most. Source: Kudo 2018, arXiv 1804.10959; sentencepiece's unigram_model.
#pragma once

#include <string_view>
#include <vector>

#include "gguf/file.h"
#include "oree/engine.h"
#include "text/piece_trie.h"
#include "text/sentencepiece_normalizer.h"
#include "text/sentencepiece_pieces.h"
#include "text/vocabulary.h"

namespace oree::text {

class UnigramEncoder {
 public:
  // Throws Error kCorrupt (scores, character map; no way to write unknown characters), kLimit.
  // The vocabulary must outlive it.
  UnigramEncoder(const gguf::File& file, const Vocabulary& vocabulary);

  // text: valid UTF-8. Cost: the length times that of the longest piece. Thread-safe.
  void encode(std::string_view text, std::vector<TokenId>& tokens, bool cuts_user_defined = true) const;

  bool adds_space() const noexcept { return normalizer_.adds_space(); }

 private:
  float score_of(TokenId piece, std::size_t length) const noexcept;

  const Vocabulary* vocabulary_;
  SentencePieceNormalizer normalizer_;
  UnknownCharacters unknown_characters_;
  PieceTrie trie_;
  std::vector<float> scores_;  // [n]
  float best_score_ = 0;       // of the ordinary pieces
  float unknown_score_ = 0;
};

}  // namespace oree::text
