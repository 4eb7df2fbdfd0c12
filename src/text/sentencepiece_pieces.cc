#include "text/sentencepiece_pieces.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "text/space_mark.h"

namespace oree::text {

bool is_white_space(std::string_view spelling) noexcept {
  while (!spelling.empty()) {
    const bool is_mark = spelling.starts_with(kSpaceMark);
    if (!is_mark && std::string_view(" \t\r\n").find(spelling.front()) == std::string_view::npos) return false;
    spelling.remove_prefix(is_mark ? kSpaceMark.size() : 1);
  }
  return true;
}

bool is_piece(TokenType type) noexcept {
  return type == TokenType::kNormal || type == TokenType::kUserDefined || type == TokenType::kUnused;
}

std::optional<TokenId> find_piece(const Vocabulary& vocabulary, std::string_view spelling) {
  const auto id = vocabulary.find(spelling);
  return id && is_piece(vocabulary.type(*id)) ? id : std::nullopt;
}

std::vector<float> read_scores(const gguf::File& file, const Vocabulary& vocabulary) {
  constexpr std::string_view kScoresKey = "tokenizer.ggml.scores";
  auto scores = file.find_floats(kScoresKey);
  if (!scores) throw_corrupt(file, "the file has no scores", kScoresKey);
  if (scores->size() != vocabulary.size()) {
    throw_corrupt(file, std::to_string(scores->size()) + " scores for " + std::to_string(vocabulary.size()) + " tokens",
                  kScoresKey);
  }
  for (std::size_t i = 0; i < scores->size(); ++i) {
    if (std::isnan((*scores)[i])) throw_corrupt(file, "score " + std::to_string(i) + " is not a number", kScoresKey);
  }
  return std::move(*scores);
}

UnknownCharacters::UnknownCharacters(const gguf::File& file, const Vocabulary& vocabulary) : vocabulary_(&vocabulary) {
  const bool has_all_bytes = std::all_of(vocabulary.byte_tokens.begin(), vocabulary.byte_tokens.end(),
                                         [](const auto& token) { return token.has_value(); });
  if (!has_all_bytes && !vocabulary.unknown) {
    throw_corrupt(file, "the vocabulary has neither byte tokens nor one for unknown characters",
                  "tokenizer.ggml.unknown_token_id");
  }
}

void UnknownCharacters::write(std::string_view character, bool& after_unknown, std::vector<TokenId>& tokens) const {
  const auto token_of = [&](char byte) { return vocabulary_->byte_tokens[static_cast<unsigned char>(byte)]; };
  if (std::all_of(character.begin(), character.end(), [&](char byte) { return token_of(byte).has_value(); })) {
    for (const char byte : character) tokens.push_back(*token_of(byte));
    after_unknown = false;
    return;
  }
  if (!after_unknown) tokens.push_back(*vocabulary_->unknown);
  after_unknown = true;
}

}  // namespace oree::text
