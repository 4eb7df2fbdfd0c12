#include "workbench/convert/tokenizer_metadata.h"

#include <algorithm>

#include "base/mapped_file.h"
#include "oree/error.h"

namespace oree::workbench {
namespace {

// tokenizer.json nests about seven deep.
constexpr std::size_t kMaxJsonDepth = 64;

// How deep arrays and objects nest, before the parser builds them. (Its own callback looks at all members of an array
// each time one of them ends.)
std::size_t depth_of(std::string_view json) {
  std::size_t depth = 0;
  std::size_t deepest = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char character = json[i];
    if (in_string) {
      if (character == '\\') ++i;
      if (character == '"') in_string = false;
    } else if (character == '"') {
      in_string = true;
    } else if (character == '[' || character == '{') {
      deepest = std::max(deepest, ++depth);
    } else if ((character == ']' || character == '}') && depth > 0) {
      --depth;
    }
  }
  return deepest;
}

}  // namespace

void TokenizerMetadata::set_token(std::uint64_t id, std::string_view spelling, float score, text::TokenType type) {
  if (id >= text::kMaxVocabulary) {
    throw Error(ErrorCode::kLimit,
                "token id " + std::to_string(id) + "; kMaxVocabulary is " + std::to_string(text::kMaxVocabulary),
                "tokenizer");
  }
  if (spelling.size() > kMaxTokenBytes) {
    throw Error(
        ErrorCode::kLimit,
        "a token of " + std::to_string(spelling.size()) + " bytes; kMaxTokenBytes is " + std::to_string(kMaxTokenBytes),
        "token " + std::to_string(id));
  }
  if (spelling.empty()) throw_corrupt_tokenizer("a token is empty", "token " + std::to_string(id));
  while (tokens.size() <= id) {
    tokens.push_back("[PAD" + std::to_string(tokens.size()) + "]");
    scores.push_back(-10000.0f);
    types.push_back(text::TokenType::kUnused);
  }
  tokens[id] = spelling;
  scores[id] = score;
  types[id] = type;
}

std::unordered_map<std::string_view, std::uint32_t> TokenizerMetadata::ids() const {
  std::unordered_map<std::string_view, std::uint32_t> ids;
  ids.reserve(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) ids.emplace(tokens[i], static_cast<std::uint32_t>(i));
  return ids;
}

TokenizerJson parse_tokenizer_json(std::string_view bytes, const std::string& where) {
  if (depth_of(bytes) > kMaxJsonDepth) {
    throw Error(ErrorCode::kLimit, "the JSON nests deeper than kMaxJsonDepth, " + std::to_string(kMaxJsonDepth), where);
  }
  try {
    return TokenizerJson::parse(bytes);
  } catch (const TokenizerJson::parse_error& error) {
    throw_corrupt_tokenizer("the file is no JSON", where + ", byte " + std::to_string(error.byte));
  } catch (const TokenizerJson::exception& error) {
    throw_corrupt_tokenizer(std::string("the file is no JSON: ") + error.what(), where);
  }
}

std::optional<std::string> read_tokenizer_file(const std::filesystem::path& path) {
  try {
    const MappedFile file(path);
    const auto bytes = file.bytes();
    if (bytes.size() > kMaxTokenizerFileBytes) {
      throw Error(
          ErrorCode::kLimit,
          std::to_string(bytes.size()) + " bytes; kMaxTokenizerFileBytes is " + std::to_string(kMaxTokenizerFileBytes),
          path.string());
    }
    return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kNotFound) return std::nullopt;
    throw;
  }
}

void throw_corrupt_tokenizer(const std::string& what, const std::string& where) {
  throw Error(ErrorCode::kCorrupt, what, where, "download the file again");
}

void throw_unsupported_tokenizer(const std::string& what, const std::string& where, const std::string& supported) {
  throw Error(ErrorCode::kUnsupported, what, where, "supported: " + supported);
}

}  // namespace oree::workbench
