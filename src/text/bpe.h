// Byte-level BPE: inside each word of the pre-tokeniser, the pair of neighbours that was merged first in training is
// merged first, until none is left. Source: Sennrich et al. 2016, arXiv 1508.07909; GPT-2's encoder.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gguf/file.h"
#include "oree/engine.h"
#include "text/pretokenizer.h"
#include "text/vocabulary.h"

namespace oree::text {

class BytePairEncoder {
 public:
  // Throws Error kCorrupt (a merge whose parts or whole are no tokens, a byte without a token), kUnsupported
  // (pre-tokeniser). The vocabulary must outlive it.
  BytePairEncoder(const gguf::File& file, const Vocabulary& vocabulary);

  // text: valid UTF-8. Cost: n log n in the longest word, otherwise linear. Thread-safe.
  void encode(std::string_view text, std::vector<TokenId>& tokens) const;

  bool adds_bos() const noexcept { return pre_tokenizer_.adds_bos(); }

 private:
  struct Merge {
    std::uint64_t pair = kEmpty;  // left id << 32 | right id
    std::uint32_t rank = 0;
    TokenId whole = 0;
  };
  static constexpr std::uint64_t kEmpty = ~std::uint64_t{0};
  struct Workspace;

  const Merge* find_merge(TokenId left, TokenId right) const noexcept;
  void insert_merge(const Merge& merge);
  void encode_word(std::string_view word, Workspace& workspace, std::vector<TokenId>& tokens) const;

  PreTokenizer pre_tokenizer_;
  std::array<TokenId, 256> byte_tokens_{};
  std::vector<Merge> merges_;                            // open addressing, a power of two of places
  std::unordered_map<std::string_view, TokenId> words_;  // by bytes; only for whole_words_first
};

}  // namespace oree::text
