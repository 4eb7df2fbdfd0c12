// The tokens of a model file: their spellings, kinds and the bytes they stand for.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gguf/file.h"
#include "oree/engine.h"
#include "text/piece_trie.h"

namespace oree::text {

// The ids of GGUF's tokenizer.ggml.token_type.
enum class TokenType : std::uint8_t { kNormal = 1, kUnknown, kControl, kUserDefined, kUnused, kByte };

// More tokens than any model has; larger counts are refused (kLimit).
inline constexpr std::size_t kMaxVocabulary = 1u << 22;
// The longest spelling of a token that is cut out of texts as a whole (control and user-defined).
inline constexpr std::size_t kMaxSpecialTokenBytes = 512;

// Strings one after the other in one block of memory.
class StringTable {
 public:
  void add(std::string_view text) {
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    ends_.push_back(bytes_.size());
  }
  std::string_view operator[](std::size_t index) const noexcept {
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return {bytes_.data() + begin, ends_[index] - begin};
  }
  std::size_t size() const noexcept { return ends_.size(); }

 private:
  std::vector<char> bytes_;  // unlike a string's, its views outlive a move
  std::vector<std::size_t> ends_;
};

// How the spelling of a token encodes its bytes.
enum class Spelling {
  kByteAlphabet,   // each byte is a printable character (GPT-2)
  kSentencePiece,  // U+2581 is a space, <0xNN> a byte
};

// Movable, not copyable: ids holds views into spellings.
struct Vocabulary {
  Vocabulary() = default;
  Vocabulary(Vocabulary&&) = default;
  Vocabulary& operator=(Vocabulary&&) = default;

  StringTable spellings;  // [n]
  StringTable bytes;      // [n]; empty for control, unknown and unused tokens
  std::vector<TokenType> types;
  std::unordered_map<std::string_view, TokenId> ids;    // by spelling; the views point into spellings
  std::array<std::optional<TokenId>, 256> byte_tokens;  // the token that is this one byte
  std::optional<TokenId> bos, unknown;
  std::vector<TokenId> ends;  // tokens that end a generation

  std::size_t size() const noexcept { return types.size(); }
  TokenType type(TokenId id) const noexcept { return types[static_cast<std::size_t>(id)]; }
  std::optional<TokenId> find(std::string_view spelling) const {
    const auto found = ids.find(spelling);
    return found == ids.end() ? std::nullopt : std::optional(found->second);
  }
};

// Throws Error kCorrupt about a metadata key of the file.
[[noreturn]] void throw_corrupt(const gguf::File& file, const std::string& what, std::string_view key);

// Throws Error kCorrupt (missing or contradicting arrays, duplicate or empty tokens, ids outside), kLimit.
Vocabulary read_vocabulary(const gguf::File& file, Spelling spelling);

// Cuts tokens that are spelled in a text out of it: at each place the longest that fits.
class SpecialTokens {
 public:
  // kMarked: spelled with U+2581 for spaces, whatever the file has.
  enum class Spaces { kAsTheyAre, kMarked };
  // The tokens of these types. Throws Error kLimit on a spelling beyond kMaxSpecialTokenBytes.
  SpecialTokens(const Vocabulary& vocabulary, std::span<const TokenType> types, Spaces spaces = Spaces::kAsTheyAre);

  struct Piece {
    std::string_view text;
    std::optional<TokenId> token;  // nullopt: ordinary text, not empty
  };
  std::vector<Piece> cut(std::string_view text) const;
  // The longest that the text begins with.
  std::optional<Piece> at_start(std::string_view text) const;
  bool empty() const noexcept { return empty_; }

 private:
  PieceTrie trie_;
  std::array<bool, 256> begins_{};  // whether a token begins with this byte
  bool empty_ = true;
};

}  // namespace oree::text
