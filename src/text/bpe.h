// Byte-level BPE: inside each word of the pre-tokeniser, the pair of neighbours that was merged first in training is
// merged first, until none is left. Source: Sennrich et al. 2016, arXiv 1508.07909; GPT-2's encoder.
#pragma once

#include <array>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gguf/file.h"
#include "oree/engine.h"
#include "text/merge_table.h"
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
  PreTokenizer pre_tokenizer_;
  bool composes_ = false;
  std::array<TokenId, 256> byte_tokens_{};
  MergeTable merges_;
  std::unordered_map<std::string_view, TokenId> words_;  // by bytes; only when words that are tokens are not merged
};

}  // namespace oree::text
