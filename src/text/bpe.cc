#include "text/bpe.h"

#include <algorithm>
#include <optional>
#include <string>

#include "oree/error.h"
#include "text/composition.h"
#include "text/merge_list.h"

namespace oree::text {
namespace {

// Symbols are counted in 32 bits; nothing is merged across this border, far beyond any natural word.
constexpr std::size_t kMaxWordBytes = std::size_t{1} << 30;

std::string_view pre_tokenizer_name(const gguf::File& file) {
  return file.find_string("tokenizer.ggml.pre").value_or("default");
}

PreTokenizer make_pre_tokenizer(const gguf::File& file) {
  constexpr std::string_view kRegexKey = "oree.tokenizer.pre_regex";
  std::vector<std::string_view> regexes;
  if (file.is_array(kRegexKey)) {
    regexes = file.find_strings(kRegexKey).value_or(regexes);
  } else if (const auto regex = file.find_string(kRegexKey)) {
    regexes.push_back(*regex);
  }
  std::erase(regexes, std::string_view());
  return PreTokenizer(pre_tokenizer_name(file), regexes);
}

}  // namespace

BytePairEncoder::BytePairEncoder(const gguf::File& file, const Vocabulary& vocabulary)
    : pre_tokenizer_(make_pre_tokenizer(file)),
      // Qwen's own files ask for it, and GGUF has no key to say so.
      composes_(file.find_bool("oree.tokenizer.compose").value_or(pre_tokenizer_name(file) == "qwen2")) {
  for (unsigned byte = 0; byte < 256; ++byte) {
    // Bytes that valid UTF-8 never holds may lack a token.
    const bool occurs = byte < 0xC0 || (byte > 0xC1 && byte < 0xF5);
    const auto token = vocabulary.byte_tokens[byte] ? vocabulary.byte_tokens[byte] : vocabulary.unknown;
    if (!token && occurs) {
      throw_corrupt(file, "byte " + std::to_string(byte) + " has no token, and there is none for unknown ones",
                    "tokenizer.ggml.tokens");
    }
    byte_tokens_[byte] = token.value_or(0);
  }
  std::vector<ListedMerge> merges = read_merges(file, vocabulary);
  if (file.find_bool("oree.tokenizer.merges_rank_by_token").value_or(pre_tokenizer_name(file) == "tekken")) {
    // tiktoken knows no list of merges, only the rank of the token that two neighbours make.
    std::unordered_map<TokenId, std::uint32_t> ranks;
    for (ListedMerge& merge : merges) merge.rank = ranks.emplace(merge.whole, merge.rank).first->second;
  }
  merges_.reserve(merges.size());
  for (const ListedMerge& merge : merges) merges_.insert(merge.left, merge.right, merge.rank, merge.whole);
  if (file.find_bool("oree.tokenizer.whole_words").value_or(pre_tokenizer_.whole_words_first())) {
    for (std::size_t i = 0; i < vocabulary.size(); ++i) {
      if (vocabulary.types[i] == TokenType::kNormal) words_.emplace(vocabulary.bytes[i], static_cast<TokenId>(i));
    }
  }
}

void BytePairEncoder::encode(std::string_view text, std::vector<TokenId>& tokens) const {
  const std::optional<std::string> composed = composes_ ? compose(text) : std::nullopt;
  if (composed) text = *composed;
  Merger merger;
  std::vector<SymbolId> symbols;
  pre_tokenizer_.for_each_word(text, [&](std::string_view word) {
    if (!words_.empty()) {
      const auto found = words_.find(word);
      if (found != words_.end()) {
        tokens.push_back(found->second);
        return;
      }
    }
    for (; !word.empty(); word.remove_prefix(std::min(word.size(), kMaxWordBytes))) {
      symbols.clear();
      for (const char byte : word.substr(0, kMaxWordBytes)) {
        symbols.push_back(byte_tokens_[static_cast<unsigned char>(byte)]);
      }
      merger.merge(merges_, symbols);
      tokens.insert(tokens.end(), symbols.begin(), symbols.end());
    }
  });
}

}  // namespace oree::text
