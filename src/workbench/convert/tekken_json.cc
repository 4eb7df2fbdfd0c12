// tekken.json: Mistral's byte-level BPE. Source: mistral-common, tokens/tokenizers/tekken.py (format) and tiktoken
// (neighbours merge whose bytes together are the token of the lowest rank).
#include <algorithm>
#include <array>

#include "oree/error.h"
#include "text/byte_alphabet.h"
#include "text/pretokenizer.h"
#include "workbench/convert/base64.h"
#include "workbench/convert/tokenizer_json_pipeline.h"
#include "workbench/convert/tokenizer_metadata.h"

namespace oree::workbench {
namespace {

using text::TokenType;

constexpr std::uint64_t kUnknown = 0, kBos = 1, kEos = 2;

// The special tokens of files that do not list them (up to version v7).
constexpr std::array<std::string_view, 20> kFirstSpecials = {"<unk>",
                                                             "<s>",
                                                             "</s>",
                                                             "[INST]",
                                                             "[/INST]",
                                                             "[AVAILABLE_TOOLS]",
                                                             "[/AVAILABLE_TOOLS]",
                                                             "[TOOL_RESULTS]",
                                                             "[/TOOL_RESULTS]",
                                                             "[TOOL_CALLS]",
                                                             "[IMG]",
                                                             "<pad>",
                                                             "[IMG_BREAK]",
                                                             "[IMG_END]",
                                                             "[PREFIX]",
                                                             "[MIDDLE]",
                                                             "[SUFFIX]",
                                                             "[SYSTEM_PROMPT]",
                                                             "[/SYSTEM_PROMPT]",
                                                             "[TOOL_CONTENT]"};

std::uint64_t number_of(const TokenizerJson& object, const char* name, const std::string& where) {
  const TokenizerJson& value = member_of(object, name);
  if (!value.is_number_unsigned()) throw_corrupt_tokenizer(std::string(name) + " is missing or no number", where);
  return value.get<std::uint64_t>();
}

std::string spell(std::string_view bytes) {
  std::string spelling;
  for (const char byte : bytes) spelling += text::byte_to_character(static_cast<unsigned char>(byte));
  return spelling;
}

void read_specials(const TokenizerJson& tekken, std::uint64_t count, const std::string& where,
                   TokenizerMetadata& metadata) {
  for (std::uint64_t id = 0; id < count; ++id) {
    const std::string filler = "<SPECIAL_" + std::to_string(id) + ">";
    metadata.set_token(id, filler, 0, TokenType::kControl);
  }
  const TokenizerJson& listed = member_of(tekken, "special_tokens");
  if (listed.is_null()) {
    for (std::size_t id = 0; id < kFirstSpecials.size() && id < count; ++id) {
      metadata.set_token(id, kFirstSpecials[id], 0, TokenType::kControl);
    }
    return;
  }
  for (const TokenizerJson& token : listed) {
    const std::uint64_t id = number_of(token, "rank", where + ", special_tokens");
    const TokenizerJson& spelling = member_of(token, "token_str");
    if (id >= count || !spelling.is_string()) {
      throw_corrupt_tokenizer(
          "special token " + std::to_string(id) + " has no spelling or lies outside " + std::to_string(count),
          where + ", special_tokens");
    }
    metadata.set_token(id, spelling.get_ref<const std::string&>(), 0, TokenType::kControl);
  }
}

// The tokens' bytes by rank. vocab: entries {rank, token_bytes}; those from count on are left out.
std::vector<std::string> read_bytes(const TokenizerJson& vocabulary, std::uint64_t count, const std::string& where) {
  if (!vocabulary.is_array() || vocabulary.size() < count || count < 256) {
    throw_corrupt_tokenizer("the vocabulary has not the " + std::to_string(count) + " tokens it should", where);
  }
  std::vector<std::string> by_rank(count);
  for (const TokenizerJson& token : vocabulary) {
    const std::uint64_t rank = number_of(token, "rank", where + ", vocab");
    if (rank >= count) continue;
    const TokenizerJson& text = member_of(token, "token_bytes");
    const auto bytes = text.is_string() ? decode_base64(text.get_ref<const std::string&>()) : std::nullopt;
    const bool is_byte = bytes && bytes->size() == 1 && static_cast<unsigned char>((*bytes)[0]) == rank;
    if (!bytes || bytes->empty() || bytes->size() > kMaxTokenBytes || (rank < 256 && !is_byte)) {
      throw_corrupt_tokenizer("token " + std::to_string(rank) + " has no bytes, too many, or other than its own",
                              where + ", vocab");
    }
    by_rank[rank] = *bytes;
  }
  for (std::size_t rank = 0; rank < by_rank.size(); ++rank) {
    if (by_rank[rank].empty()) throw_corrupt_tokenizer("token " + std::to_string(rank) + " is missing", where);
  }
  return by_rank;
}

// Every way to put each token together from two others, in the order of the tokens.
void derive_merges(const std::vector<std::string>& by_rank, const std::string& where, TokenizerMetadata& metadata) {
  std::unordered_map<std::string_view, std::uint32_t> ranks;
  ranks.reserve(by_rank.size());
  for (std::size_t rank = 0; rank < by_rank.size(); ++rank) {
    if (!ranks.emplace(by_rank[rank], static_cast<std::uint32_t>(rank)).second) {
      throw_corrupt_tokenizer("token " + std::to_string(rank) + " is there twice", where + ", vocab");
    }
  }
  struct Pair {
    std::uint32_t left, right;
  };
  std::vector<Pair> pairs;
  for (std::size_t rank = 256; rank < by_rank.size(); ++rank) {
    const std::string_view whole = by_rank[rank];
    pairs.clear();
    for (std::size_t length = 1; length < whole.size(); ++length) {
      const auto left = ranks.find(whole.substr(0, length));
      if (left == ranks.end()) continue;
      const auto right = ranks.find(whole.substr(length));
      if (right != ranks.end()) pairs.push_back({left->second, right->second});
    }
    std::sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.left < b.left; });
    if (metadata.merges.size() + pairs.size() > kMaxMerges) {
      throw Error(ErrorCode::kLimit, "more merges than kMaxMerges, " + std::to_string(kMaxMerges), where);
    }
    for (const Pair& pair : pairs) {
      metadata.merges.push_back(spell(by_rank[pair.left]) + " " + spell(by_rank[pair.right]));
    }
  }
}

}  // namespace

void read_tekken_json(std::string_view bytes, const std::string& where, TokenizerMetadata& metadata) {
  const TokenizerJson tekken = parse_tokenizer_json(bytes, where);
  const TokenizerJson& config = member_of(tekken, "config");
  const std::uint64_t size = number_of(config, "default_vocab_size", where + ", config");
  const std::uint64_t specials = number_of(config, "default_num_special_tokens", where + ", config");
  if (size > text::kMaxVocabulary) {
    throw Error(ErrorCode::kLimit,
                std::to_string(size) + " tokens; kMaxVocabulary is " + std::to_string(text::kMaxVocabulary), where);
  }
  if (specials <= kEos || specials >= size) {
    throw_corrupt_tokenizer(std::to_string(specials) + " special tokens of " + std::to_string(size),
                            where + ", config");
  }
  const auto by_rank = read_bytes(member_of(tekken, "vocab"), size - specials, where);
  read_specials(tekken, specials, where, metadata);
  for (std::size_t rank = 0; rank < by_rank.size(); ++rank) {
    metadata.set_token(specials + rank, spell(by_rank[rank]), 0, TokenType::kNormal);
  }
  derive_merges(by_rank, where, metadata);

  const TokenizerJson& pattern = member_of(config, "pattern");
  if (!pattern.is_string()) throw_corrupt_tokenizer("there is no pattern", where + ", config");
  const std::vector<std::string> regexes = {pattern.get<std::string>()};
  const auto name = text::find_pre_tokenizer(regexes);
  metadata.model = "gpt2";
  metadata.pre = name ? std::string(*name) : "oree";
  if (!name) metadata.pre_regexes = regexes;
  metadata.whole_words = true;
  metadata.merges_rank_by_token = true;
  metadata.composes = false;
  metadata.unknown = kUnknown;
  metadata.bos = kBos;
  metadata.eos = kEos;
  metadata.add_bos = true;
  metadata.add_eos = false;
  const auto ids = metadata.ids();
  const auto padding = ids.find("<pad>");
  if (padding != ids.end()) metadata.padding = padding->second;
}

}  // namespace oree::workbench
