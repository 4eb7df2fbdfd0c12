#include "workbench/convert/tokenizer_import.h"

#include <algorithm>

#include "oree/error.h"
#include "workbench/convert/tokenizer_metadata.h"

namespace oree::workbench {
namespace {

namespace fs = std::filesystem;

// Mistral's own folders number their SentencePiece models.
constexpr const char* kSentencePieceNames[] = {"tokenizer.model", "tokenizer.model.v7", "tokenizer.model.v3",
                                               "tokenizer.model.v2", "tokenizer.model.v1"};

// Llama 3's folders have a tokenizer.model too, a list of tokens in base64. A SentencePiece model begins with the tag
// of its first piece.
bool looks_like_sentencepiece(std::string_view bytes) { return bytes.starts_with('\n'); }

bool read_any_tokenizer(const fs::path& folder, TokenizerMetadata& metadata) {
  const auto json = read_tokenizer_file(folder / "tokenizer.json");
  for (const char* name : kSentencePieceNames) {
    const auto model = read_tokenizer_file(folder / name);
    if (!model || (json && !looks_like_sentencepiece(*model))) continue;
    read_sentencepiece_model(*model, (folder / name).string(), metadata);
    if (json) read_added_tokens(*json, (folder / "tokenizer.json").string(), metadata);
    return true;
  }
  if (json) {
    read_tokenizer_json(*json, (folder / "tokenizer.json").string(), metadata);
    metadata.is_from_json = true;
    return true;
  }
  if (const auto tekken = read_tokenizer_file(folder / "tekken.json")) {
    read_tekken_json(*tekken, (folder / "tekken.json").string(), metadata);
    return true;
  }
  return false;
}

// Embeddings are often padded to a round number of rows; a tokenizer may name tokens that the model never got.
void fit_to(std::uint64_t vocabulary_size, TokenizerMetadata& metadata) {
  if (vocabulary_size > text::kMaxVocabulary) {
    throw Error(ErrorCode::kLimit,
                std::to_string(vocabulary_size) + " rows; kMaxVocabulary is " + std::to_string(text::kMaxVocabulary),
                "the model's embedding");
  }
  while (metadata.tokens.size() < vocabulary_size) {
    const std::size_t id = metadata.tokens.size();
    metadata.set_token(id, "[PAD" + std::to_string(id) + "]", -10000.0f, text::TokenType::kUnused);
  }
  for (std::size_t id = vocabulary_size; id < metadata.tokens.size(); ++id) {
    const text::TokenType type = metadata.types[id];
    if (type == text::TokenType::kNormal || type == text::TokenType::kByte) {
      throw Error(ErrorCode::kCorrupt,
                  "the tokenizer has " + std::to_string(metadata.tokens.size()) + " tokens, the model's embedding " +
                      std::to_string(vocabulary_size) + " rows",
                  "token " + std::to_string(id), "use the tokenizer that belongs to the model");
    }
  }
  metadata.tokens.resize(vocabulary_size);
  metadata.scores.resize(vocabulary_size);
  metadata.types.resize(vocabulary_size);
  const auto outside = [&](std::uint32_t id) { return id >= vocabulary_size; };
  for (auto* id : {&metadata.bos, &metadata.eos, &metadata.unknown, &metadata.padding}) {
    if (*id && outside(**id)) id->reset();
  }
  std::erase_if(metadata.more_ends, outside);
}

void write_tokens(const TokenizerMetadata& metadata, gguf::Writer& writer) {
  writer.set_string("tokenizer.ggml.model", metadata.model);
  if (!metadata.pre.empty()) writer.set_string("tokenizer.ggml.pre", metadata.pre);
  writer.set_strings("tokenizer.ggml.tokens", std::span<const std::string>(metadata.tokens));
  if (metadata.model != "gpt2") writer.set_float32s("tokenizer.ggml.scores", metadata.scores);
  std::vector<std::int32_t> types;
  types.reserve(metadata.types.size());
  for (const text::TokenType type : metadata.types) types.push_back(static_cast<std::int32_t>(type));
  writer.set_int32s("tokenizer.ggml.token_type", types);
  if (metadata.model == "gpt2" || !metadata.merges.empty()) {
    writer.set_strings("tokenizer.ggml.merges", std::span<const std::string>(metadata.merges));
  }
}

void write_ids(const TokenizerMetadata& metadata, gguf::Writer& writer) {
  const auto set_id = [&](const char* key, const std::optional<std::uint32_t>& id) {
    if (id) writer.set_uint32(key, *id);
  };
  set_id("tokenizer.ggml.bos_token_id", metadata.bos);
  set_id("tokenizer.ggml.eos_token_id", metadata.eos);
  set_id("tokenizer.ggml.unknown_token_id", metadata.unknown);
  set_id("tokenizer.ggml.padding_token_id", metadata.padding);
  // GGUF has a place for three ends.
  if (!metadata.more_ends.empty()) writer.set_uint32("tokenizer.ggml.eot_token_id", metadata.more_ends[0]);
  if (metadata.more_ends.size() > 1) writer.set_uint32("tokenizer.ggml.eom_token_id", metadata.more_ends[1]);
}

void write_text_steps(const TokenizerMetadata& metadata, gguf::Writer& writer) {
  const auto set_flag = [&](const char* key, const std::optional<bool>& flag) {
    if (flag) writer.set_bool(key, *flag);
  };
  set_flag("tokenizer.ggml.add_bos_token", metadata.add_bos);
  set_flag("tokenizer.ggml.add_eos_token", metadata.add_eos);
  set_flag("tokenizer.ggml.add_space_prefix", metadata.add_space_prefix);
  set_flag("tokenizer.ggml.remove_extra_whitespaces", metadata.remove_extra_whitespaces);
  if (!metadata.character_map.empty()) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(metadata.character_map.data());
    writer.set_bytes("tokenizer.ggml.precompiled_charsmap", std::span(bytes, metadata.character_map.size()));
  }
  if (metadata.pre_regexes.size() == 1) {
    writer.set_string("oree.tokenizer.pre_regex", metadata.pre_regexes.front());
  } else if (!metadata.pre_regexes.empty()) {
    writer.set_strings("oree.tokenizer.pre_regex", std::span<const std::string>(metadata.pre_regexes));
  }
  set_flag("oree.tokenizer.space_prefix_once", metadata.space_prefix_once);
  set_flag("oree.tokenizer.compose", metadata.composes);
  set_flag("oree.tokenizer.whole_words", metadata.whole_words);
  set_flag("oree.tokenizer.merges_rank_by_token", metadata.merges_rank_by_token);
}

void write_chat_templates(const TokenizerMetadata& metadata, gguf::Writer& writer) {
  if (!metadata.chat_template.empty()) writer.set_string("tokenizer.chat_template", metadata.chat_template);
  std::vector<std::string> names;
  for (const auto& [name, text] : metadata.named_chat_templates) {
    // The name becomes part of a key.
    const bool plain =
        !name.empty() && name.size() <= 64 &&
        name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string::npos;
    if (!plain) continue;
    writer.set_string("tokenizer.chat_template." + name, text);
    names.push_back(name);
  }
  if (!names.empty()) writer.set_strings("tokenizer.chat_templates", std::span<const std::string>(names));
}

}  // namespace

TokenizerMetadata read_tokenizer(const fs::path& folder, std::uint64_t vocabulary_size) {
  TokenizerMetadata metadata;
  if (!read_any_tokenizer(folder, metadata)) {
    throw Error(ErrorCode::kNotFound, "the folder has no tokenizer", folder.string(),
                "looked for tokenizer.model (SentencePiece), tokenizer.json (Hugging Face), tekken.json (Mistral)");
  }
  read_tokenizer_settings(folder, metadata);
  // What reads the file takes silence for the usual of its kind; Hugging Face's tokenizers for no.
  if (metadata.is_from_json) {
    metadata.add_bos = metadata.add_bos.value_or(false);
    metadata.add_eos = metadata.add_eos.value_or(false);
  }
  if (vocabulary_size != 0) fit_to(vocabulary_size, metadata);
  return metadata;
}

void import_tokenizer(const fs::path& folder, std::uint64_t vocabulary_size, gguf::Writer& writer) {
  const TokenizerMetadata metadata = read_tokenizer(folder, vocabulary_size);
  write_tokens(metadata, writer);
  write_ids(metadata, writer);
  write_text_steps(metadata, writer);
  write_chat_templates(metadata, writer);
}

}  // namespace oree::workbench
