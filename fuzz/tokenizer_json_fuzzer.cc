// Any bytes as the tokenizer of a folder. The first says which kind of file the others are: an Error, or metadata that
// agree with each other.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "oree/error.h"
#include "text/character_map.h"
#include "workbench/convert/tokenizer_metadata.h"

namespace {

using oree::workbench::TokenizerMetadata;

void require(bool condition) {
  if (!condition) std::abort();
}

void read(char kind, std::string_view bytes, TokenizerMetadata& metadata) {
  switch (static_cast<unsigned char>(kind) % 3) {
    case 0:
      oree::workbench::read_tokenizer_json(bytes, "input", metadata);
      break;
    case 1:
      oree::workbench::read_tekken_json(bytes, "input", metadata);
      break;
    default:
      oree::workbench::read_sentencepiece_model(bytes, "input", metadata);
  }
}

void look_at(const TokenizerMetadata& metadata, std::string_view text) {
  require(metadata.model == "gpt2" || metadata.model == "llama" || metadata.model == "t5");
  require(!metadata.tokens.empty());
  require(metadata.scores.size() == metadata.tokens.size() && metadata.types.size() == metadata.tokens.size());
  for (const std::string& token : metadata.tokens) require(!token.empty());
  for (const auto& id : {metadata.bos, metadata.eos, metadata.unknown, metadata.padding}) {
    require(!id || *id < metadata.tokens.size());
  }
  for (const std::string& merge : metadata.merges) {
    const std::size_t space = merge.find(' ');
    require(space != std::string::npos && space > 0 && space + 1 < merge.size());
  }
  const oree::text::CharacterMap map(metadata.character_map, "input");
  for (; !text.empty(); text.remove_prefix(1)) {
    const auto match = map.find(text);
    require(!match || (match->length > 0 && match->length <= text.size()));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.empty()) return 0;
  try {
    TokenizerMetadata metadata;
    read(bytes[0], bytes.substr(1), metadata);
    look_at(metadata, bytes.substr(0, 4096));
  } catch (const oree::Error&) {
  }
  return 0;
}
