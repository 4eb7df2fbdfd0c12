// What a model file will say about its tokenizer: the values of the keys tokenizer.ggml.* before they are written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "text/vocabulary.h"

namespace oree::workbench {

// Larger files of a tokenizer are refused (kLimit); the largest in use have 35 MB.
inline constexpr std::size_t kMaxTokenizerFileBytes = std::size_t{256} << 20;
// Longer tokens and more merges are refused (kLimit).
inline constexpr std::size_t kMaxTokenBytes = 1024;
inline constexpr std::size_t kMaxMerges = std::size_t{1} << 22;

// Unlike oree::Json, quick with the 100,000 members of a vocabulary; their order does not matter.
using TokenizerJson = nlohmann::json;

struct TokenizerMetadata {
  std::string model;                     // "gpt2": byte-level BPE; "llama": SentencePiece BPE; "t5": its unigram
  std::string pre;                       // pre-tokeniser; empty: none
  std::vector<std::string> pre_regexes;  // of the pre-tokeniser "oree"
  std::vector<std::string> tokens;       // [n], and so are scores and types
  std::vector<float> scores;
  std::vector<text::TokenType> types;
  std::vector<std::string> merges;  // "left right"
  std::optional<std::uint32_t> bos, eos, unknown, padding;
  std::vector<std::uint32_t> more_ends;  // tokens that end a generation besides eos
  std::optional<bool> add_bos, add_eos, add_space_prefix, remove_extra_whitespaces;
  std::optional<bool> space_prefix_once;  // no space is put in front of a text that begins with one
  std::string character_map;              // SentencePiece's precompiled normaliser
  std::optional<bool> composes;           // Unicode NFC before anything else
  std::optional<bool> whole_words;        // words that are tokens are taken without merging
  // Merges that make the same token have the same rank, as in tiktoken; otherwise each line has its own.
  std::optional<bool> merges_rank_by_token;
  bool is_from_json = false;  // tokenizer.json alone, which says all there is to say
  std::string chat_template;
  std::vector<std::pair<std::string, std::string>> named_chat_templates;

  // Sets a token; ids between are unused until they are set too. Throws Error kLimit beyond text::kMaxVocabulary and
  // kMaxTokenBytes, kCorrupt on an empty token.
  void set_token(std::uint64_t id, std::string_view spelling, float score, text::TokenType type);
  // The id of each spelling; of equal ones the first. Valid until the tokens change.
  std::unordered_map<std::string_view, std::uint32_t> ids() const;
};

// Reads the folder; see import_tokenizer().
TokenizerMetadata read_tokenizer(const std::filesystem::path& folder, std::uint64_t vocabulary_size);

// The content of each kind of file. where: what errors call it.
void read_sentencepiece_model(std::string_view bytes, const std::string& where, TokenizerMetadata& metadata);
void read_tokenizer_json(std::string_view bytes, const std::string& where, TokenizerMetadata& metadata);
// Only the tokens that were added to a model, over those of a SentencePiece file that does not know them.
void read_added_tokens(std::string_view bytes, const std::string& where, TokenizerMetadata& metadata);
void read_tekken_json(std::string_view bytes, const std::string& where, TokenizerMetadata& metadata);

// Ids, flags and templates from the files beside the tokenizer; those the tokenizer gave itself are the last resort.
// Throws Error kCorrupt, kLimit.
void read_tokenizer_settings(const std::filesystem::path& folder, TokenizerMetadata& metadata);

// JSON from outside: bounded in depth. Throws Error kCorrupt with the position.
TokenizerJson parse_tokenizer_json(std::string_view bytes, const std::string& where);
// A file of the folder; nullopt when it is not there. Throws Error kPermission, kIo, kLimit.
std::optional<std::string> read_tokenizer_file(const std::filesystem::path& path);

[[noreturn]] void throw_corrupt_tokenizer(const std::string& what, const std::string& where);
[[noreturn]] void throw_unsupported_tokenizer(const std::string& what, const std::string& where,
                                              const std::string& supported);

}  // namespace oree::workbench
