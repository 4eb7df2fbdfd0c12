#include "text/planned_bytes.h"

#include <bit>
#include <optional>
#include <string_view>
#include <vector>

#include "text/merge_table.h"

namespace oree::text {
namespace {

// Vocabulary: two ends, a type, and of the map of spellings a node with malloc's header and its bucket.
constexpr std::uint64_t kTokenBytes = 2 * 8 + 1 + 48 + 8;
// Of the map of words that are not merged: the same node and bucket.
constexpr std::uint64_t kWordBytes = 48 + 8;
// Pairs of pieces that make another one, where the file does not list them: 1.9 a piece in Llama 2, 2.3 in Gemma 2.
constexpr std::uint64_t kPairsOfFourPieces = 9;
// PieceTrie: an entry for about every second byte of the spellings.
constexpr std::uint64_t kTrieBytesOfTwo = 12;

std::uint64_t merge_table_bytes(std::uint64_t n_merges) noexcept {
  return std::bit_ceil(n_merges * 2 + 1) * sizeof(Merge);
}

}  // namespace

PlannedTokenizer planned_tokenizer(const gguf::File& file) {
  PlannedTokenizer planned;
  const std::optional<std::vector<std::string_view>> tokens = file.find_strings("tokenizer.ggml.tokens");
  if (!tokens) {
    return planned;
  }
  planned.n_tokens = tokens->size();
  for (const std::string_view token : *tokens) {
    planned.spelling_bytes += token.size();
  }
  planned.bytes = 2 * planned.spelling_bytes + planned.n_tokens * kTokenBytes;
  const std::string_view kind = file.find_string("tokenizer.ggml.model").value_or("");
  const auto merges = file.find_strings("tokenizer.ggml.merges");
  if (kind == "gpt2") {
    planned.bytes += merge_table_bytes(merges ? merges->size() : 0);
    const std::string_view pre = file.find_string("tokenizer.ggml.pre").value_or("");
    if (file.find_bool("oree.tokenizer.whole_words").value_or(pre == "tekken" || pre == "llama-bpe")) {
      planned.bytes += planned.n_tokens * kWordBytes;
    }
  } else if (kind == "llama") {
    planned.bytes += merge_table_bytes(merges ? merges->size() : planned.n_tokens * kPairsOfFourPieces / 4);
  } else {
    planned.bytes += planned.n_tokens * sizeof(float) + planned.spelling_bytes / 2 * kTrieBytesOfTwo;
  }
  return planned;
}

}  // namespace oree::text
