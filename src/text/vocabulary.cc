#include "text/vocabulary.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "oree/error.h"
#include "text/byte_alphabet.h"
#include "text/space_mark.h"
#include "text/utf8.h"

namespace oree::text {
namespace {

constexpr std::string_view kTokensKey = "tokenizer.ggml.tokens";
constexpr std::string_view kTypesKey = "tokenizer.ggml.token_type";

// Control tokens that end a turn in models whose files name only one end token.
constexpr std::string_view kTurnEnds[] = {"<|im_end|>", "<|eot_id|>", "<|eom_id|>", "<|end|>", "<end_of_turn>"};

std::vector<TokenType> read_types(const gguf::File& file, std::size_t count) {
  const auto integers = file.find_integers(kTypesKey);
  if (!integers) return std::vector<TokenType>(count, TokenType::kNormal);
  if (integers->size() != count) {
    throw_corrupt(file, std::to_string(integers->size()) + " token types for " + std::to_string(count) + " tokens",
                  kTypesKey);
  }
  std::vector<TokenType> types;
  types.reserve(count);
  for (const std::int64_t value : *integers) {
    if (value < 1 || value > 6) throw_corrupt(file, "token type " + std::to_string(value) + " is none", kTypesKey);
    types.push_back(static_cast<TokenType>(value));
  }
  return types;
}

std::optional<TokenId> read_id(const gguf::File& file, std::string_view key, std::size_t count) {
  const auto id = file.find_unsigned(key);
  if (!id) return std::nullopt;
  if (*id >= count) {
    throw_corrupt(file, "token " + std::to_string(*id) + " is outside the vocabulary of " + std::to_string(count), key);
  }
  return static_cast<TokenId>(*id);
}

// <0xNN>; nullopt when it is spelled otherwise.
std::optional<unsigned char> parse_byte_token(std::string_view spelling) {
  if (spelling.size() != 6 || !spelling.starts_with("<0x") || spelling[5] != '>') return std::nullopt;
  unsigned value = 0;
  for (const char digit : spelling.substr(3, 2)) {
    const bool decimal = digit >= '0' && digit <= '9';
    const bool hexadecimal = (digit >= 'A' && digit <= 'F') || (digit >= 'a' && digit <= 'f');
    if (!decimal && !hexadecimal) return std::nullopt;
    value = value * 16 + static_cast<unsigned>(decimal ? digit - '0' : (digit | 0x20) - 'a' + 10);
  }
  return static_cast<unsigned char>(value);
}

std::string replace_space_marks(std::string_view spelling) {
  std::string result;
  while (!spelling.empty()) {
    const std::size_t mark = spelling.find(kSpaceMark);
    result += spelling.substr(0, mark);
    if (mark == std::string_view::npos) break;
    result += ' ';
    spelling.remove_prefix(mark + kSpaceMark.size());
  }
  return result;
}

std::string mark_spaces(std::string_view spelling) {
  std::string result;
  for (const char character : spelling) {
    if (character == ' ') {
      result += kSpaceMark;
    } else {
      result += character;
    }
  }
  return result;
}

std::string bytes_of(std::string_view token, TokenType type, Spelling spelling) {
  switch (type) {
    case TokenType::kControl:
    case TokenType::kUnknown:
    case TokenType::kUnused:
      return {};
    case TokenType::kByte:
      if (const auto byte = parse_byte_token(token)) return std::string(1, static_cast<char>(*byte));
      break;
    case TokenType::kUserDefined:
      if (spelling == Spelling::kByteAlphabet) return std::string(token);
      break;
    case TokenType::kNormal:
      break;
  }
  if (spelling == Spelling::kSentencePiece) return replace_space_marks(token);
  // A word outside the alphabet was added to the vocabulary by hand and stands for itself.
  return spelling_to_bytes(token).value_or(std::string(token));
}

}  // namespace

void throw_corrupt(const gguf::File& file, const std::string& what, std::string_view key) {
  throw Error(ErrorCode::kCorrupt, what, file.path().string() + ", key " + std::string(key),
              "convert the model again, or get another copy of the file");
}

Vocabulary read_vocabulary(const gguf::File& file, Spelling spelling) {
  const auto tokens = file.find_strings(kTokensKey);
  if (!tokens || tokens->empty()) throw_corrupt(file, "the file has no tokens", kTokensKey);
  if (tokens->size() > kMaxVocabulary) {
    throw Error(ErrorCode::kLimit,
                std::to_string(tokens->size()) + " tokens; kMaxVocabulary is " + std::to_string(kMaxVocabulary),
                file.path().string() + ", key " + std::string(kTokensKey));
  }
  Vocabulary vocabulary;
  vocabulary.types = read_types(file, tokens->size());
  for (std::size_t i = 0; i < tokens->size(); ++i) {
    const std::string_view token = (*tokens)[i];
    if (token.empty() || find_invalid_utf8(token)) {
      throw_corrupt(file, "token " + std::to_string(i) + " is empty or no valid UTF-8", kTokensKey);
    }
    vocabulary.spellings.add(token);
    vocabulary.bytes.add(bytes_of(token, vocabulary.types[i], spelling));
  }
  // Only now do the views into the table stay where they are.
  vocabulary.ids.reserve(tokens->size());
  for (std::size_t i = 0; i < tokens->size(); ++i) {
    const auto [place, inserted] = vocabulary.ids.emplace(vocabulary.spellings[i], static_cast<TokenId>(i));
    if (!inserted) {
      throw_corrupt(file,
                    "tokens " + std::to_string(place->second) + " and " + std::to_string(i) + " are spelled alike: \"" +
                        std::string(place->first) + "\"",
                    kTokensKey);
    }
  }
  for (unsigned byte = 0; byte < 256; ++byte) {
    if (spelling == Spelling::kByteAlphabet) {
      vocabulary.byte_tokens[byte] = vocabulary.find(byte_to_character(static_cast<unsigned char>(byte)));
    }
  }
  for (std::size_t i = 0; i < vocabulary.size() && spelling == Spelling::kSentencePiece; ++i) {
    if (vocabulary.types[i] != TokenType::kByte) continue;
    const auto byte = parse_byte_token(vocabulary.spellings[i]);
    if (!byte) throw_corrupt(file, "byte token " + std::to_string(i) + " is not spelled <0xNN>", kTokensKey);
    vocabulary.byte_tokens[*byte] = static_cast<TokenId>(i);
  }

  vocabulary.bos = read_id(file, "tokenizer.ggml.bos_token_id", vocabulary.size());
  vocabulary.unknown = read_id(file, "tokenizer.ggml.unknown_token_id", vocabulary.size());
  for (const std::string_view key :
       {"tokenizer.ggml.eos_token_id", "tokenizer.ggml.eot_token_id", "tokenizer.ggml.eom_token_id"}) {
    if (const auto id = read_id(file, key, vocabulary.size())) vocabulary.ends.push_back(*id);
  }
  for (const std::string_view name : kTurnEnds) {
    const auto id = vocabulary.find(name);
    if (id && vocabulary.type(*id) == TokenType::kControl) vocabulary.ends.push_back(*id);
  }
  return vocabulary;
}

SpecialTokens::SpecialTokens(const Vocabulary& vocabulary, std::span<const TokenType> types, Spaces spaces) {
  std::vector<TokenId> ids;
  StringTable spellings;
  for (std::size_t i = 0; i < vocabulary.size(); ++i) {
    if (std::find(types.begin(), types.end(), vocabulary.types[i]) == types.end()) continue;
    const std::string_view spelling = vocabulary.spellings[i];
    if (spelling.size() > kMaxSpecialTokenBytes) {
      throw Error(ErrorCode::kLimit,
                  "a control or user-defined token of " + std::to_string(spelling.size()) +
                      " bytes; kMaxSpecialTokenBytes is " + std::to_string(kMaxSpecialTokenBytes),
                  "token " + std::to_string(i));
    }
    ids.push_back(static_cast<TokenId>(i));
    spellings.add(spaces == Spaces::kMarked ? mark_spaces(spelling) : std::string(spelling));
  }
  // Only now do the views into the table stay where they are.
  std::vector<std::pair<std::string_view, TokenId>> pieces;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    pieces.emplace_back(spellings[i], ids[i]);
    begins_[static_cast<unsigned char>(spellings[i][0])] = true;
  }
  empty_ = pieces.empty();
  trie_ = PieceTrie(std::move(pieces));
}

std::optional<SpecialTokens::Piece> SpecialTokens::at_start(std::string_view text) const {
  if (text.empty() || !begins_[static_cast<unsigned char>(text[0])]) return std::nullopt;
  std::optional<Piece> longest;
  PieceTrie::Node node = PieceTrie::kRoot;
  for (std::size_t i = 0; i < text.size(); ++i) {
    node = trie_.next(node, static_cast<unsigned char>(text[i]));
    if (node == PieceTrie::kNowhere) break;
    if (trie_.piece(node) != PieceTrie::kNoPiece) longest = Piece{text.substr(0, i + 1), trie_.piece(node)};
  }
  return longest;
}

std::vector<SpecialTokens::Piece> SpecialTokens::cut(std::string_view text) const {
  std::vector<Piece> pieces;
  std::size_t begin = 0;
  std::size_t offset = 0;
  while (offset < text.size()) {
    const auto piece = empty_ ? std::nullopt : at_start(text.substr(offset));
    if (!piece) {
      ++offset;
      continue;
    }
    if (offset > begin) pieces.push_back({text.substr(begin, offset - begin), std::nullopt});
    pieces.push_back(*piece);
    offset += piece->text.size();
    begin = offset;
  }
  if (offset > begin) pieces.push_back({text.substr(begin), std::nullopt});
  return pieces;
}

}  // namespace oree::text
