// SentencePiece's BPE ("llama"): spaces are U+2581, neighbours merge into the piece with the best score, and characters
// without a piece become bytes. Source: Kudo and Richardson 2018, arXiv 1808.06226; sentencepiece's bpe_model.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "gguf/file.h"
#include "oree/engine.h"
#include "text/merge_table.h"
#include "text/sentencepiece_normalizer.h"
#include "text/sentencepiece_pieces.h"
#include "text/vocabulary.h"

namespace oree::text {

class SentencePieceEncoder {
 public:
  // A file that lists merges (made from Hugging Face's tokenizer.json) is merged in their order, others by score.
  // Throws Error kCorrupt (scores missing, of another number or not finite; no way to write unknown characters).
  // The vocabulary must outlive it.
  SentencePieceEncoder(const gguf::File& file, const Vocabulary& vocabulary);

  // text: valid UTF-8. Puts a space in front when the file says so. Cost: n log n in the longest word, or in the text
  // when the vocabulary has pieces across words. Thread-safe.
  void encode(std::string_view text, std::vector<TokenId>& tokens, bool cuts_user_defined = true) const;

  bool adds_space() const noexcept { return normalizer_.adds_space(); }

 private:
  struct Work;

  void add_merges_by_score(const std::vector<float>& scores);
  void add_listed_merges(const gguf::File& file);
  void note_piece(TokenId id);
  SymbolId symbol_of(std::string_view character) const;
  std::optional<SymbolId> part_of(std::string_view spelling) const;

  void encode_text(std::string_view text, Work& work) const;
  void encode_word(std::string_view word, Work& work) const;
  void emit(SymbolId symbol, Work& work) const;

  const Vocabulary* vocabulary_;
  SentencePieceNormalizer normalizer_;
  UnknownCharacters unknown_characters_;
  MergeTable merges_;
  std::array<SymbolId, 128> ascii_symbols_{};
  SymbolId space_symbol_ = 0;
  // The bytes that stand before a space inside some piece: after others no piece reaches into the next word.
  std::array<bool, 256> joins_words_{};
  bool has_unused_ = false;  // pieces that merges pass through but no text keeps
};

}  // namespace oree::text
