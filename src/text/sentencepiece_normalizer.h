// What SentencePiece does to a text before it looks for pieces. Source: sentencepiece's Normalizer; Kudo and
// Richardson 2018, arXiv 1808.06226.
#pragma once

#include <string>
#include <string_view>

#include "gguf/file.h"
#include "text/character_map.h"
#include "text/vocabulary.h"

namespace oree::text {

class SentencePieceNormalizer {
 public:
  // removes_extra_spaces: where the file does not say. Throws Error kCorrupt, kLimit (character map).
  SentencePieceNormalizer(const gguf::File& file, const Vocabulary& vocabulary, bool removes_extra_spaces);

  // Characters replaced by the file's map, spaces marked, one put in front and surplus ones left out as the file says.
  // User-defined tokens stay as they are. Cost: linear. Thread-safe.
  std::string normalize(std::string_view text) const;

  // The user-defined tokens of a normalised text.
  const SpecialTokens& user_defined() const noexcept { return user_defined_; }
  bool adds_space() const noexcept { return adds_space_; }

 private:
  bool has_own_space(std::string_view text) const noexcept;
  struct Step {
    std::size_t length;  // bytes of the text
    std::string_view replacement;
  };
  Step first_step(std::string_view text) const;
  std::string normalize_step_by_step(std::string_view text) const;

  SpecialTokens user_defined_;
  CharacterMap map_;
  bool space_once_;  // none is put in front of a text that begins with one
  bool adds_space_ = true;
  bool removes_extra_spaces_ = false;
};

}  // namespace oree::text
