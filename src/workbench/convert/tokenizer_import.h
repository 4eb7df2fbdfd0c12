// The tokenizer of a Hugging Face or Mistral folder as the metadata of a GGUF file.
#pragma once

#include <cstdint>
#include <filesystem>

#include "gguf/writer.h"

namespace oree::workbench {

// Sets the keys tokenizer.ggml.* and tokenizer.chat_template from what lies in the folder: tokenizer.model
// (SentencePiece), else tokenizer.json (Hugging Face), else tekken.json (Mistral), with the settings of
// tokenizer_config.json, special_tokens_map.json, generation_config.json, config.json and the chat template files.
// vocabulary_size: rows of the model's embedding, filled up with unused tokens; 0: as many as the tokenizer has.
// Throws Error kNotFound (no tokenizer, with the names looked for), kCorrupt, kUnsupported, kLimit.
void import_tokenizer(const std::filesystem::path& folder, std::uint64_t vocabulary_size, gguf::Writer& writer);

}  // namespace oree::workbench
