// SentencePiece's precompiled normaliser: a double-array trie from character sequences to what replaces them.
// Source: sentencepiece's precompiled_charsmap; Yata et al. 2007 (double arrays), the layout of darts-clone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oree::text {

class CharacterMap {
 public:
  // No replacements.
  CharacterMap() = default;
  // bytes: size of the trie in bytes (uint32, little-endian), the trie, then the replacements, each ended by a zero.
  // Throws Error kCorrupt. where: what errors call the bytes.
  CharacterMap(std::string_view bytes, const std::string& where);

  struct Match {
    std::size_t length;  // bytes of the text, at least 1
    std::string_view replacement;
  };
  // The longest sequence that the text begins with. Any bytes are allowed, in the map too: outside it is no match.
  std::optional<Match> find(std::string_view text) const noexcept;

  bool empty() const noexcept { return units_.empty(); }

 private:
  std::vector<std::uint32_t> units_;
  std::string replacements_;
};

}  // namespace oree::text
