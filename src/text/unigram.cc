#include "text/unigram.h"

#include <algorithm>
#include <limits>
#include <string>

#include "text/utf8.h"

namespace oree::text {
namespace {

// How much worse than the worst piece an unknown character is.
constexpr float kUnknownPenalty = 10.0f;
// What the best of the cut-off candidates for a part have to be told apart from.
constexpr TokenId kUnknownPiece = -1;
constexpr std::size_t kNotReached = std::numeric_limits<std::size_t>::max();

// Unused pieces are not looked for.
PieceTrie make_trie(const Vocabulary& vocabulary) {
  std::vector<std::pair<std::string_view, TokenId>> pieces;
  for (std::size_t i = 0; i < vocabulary.size(); ++i) {
    if (vocabulary.types[i] != TokenType::kNormal && vocabulary.types[i] != TokenType::kUserDefined) continue;
    pieces.emplace_back(vocabulary.spellings[i], static_cast<TokenId>(i));
  }
  return PieceTrie(std::move(pieces));
}

// The best way to cut the text up to a place.
struct Best {
  float score = 0;
  std::size_t begin = kNotReached;  // of its last piece
  TokenId piece = kUnknownPiece;
};

}  // namespace

UnigramEncoder::UnigramEncoder(const gguf::File& file, const Vocabulary& vocabulary)
    : vocabulary_(&vocabulary),
      normalizer_(file, vocabulary, true),
      unknown_characters_(file, vocabulary),
      trie_(make_trie(vocabulary)),
      scores_(read_scores(file, vocabulary)) {
  float worst = std::numeric_limits<float>::max();
  best_score_ = std::numeric_limits<float>::lowest();
  for (std::size_t i = 0; i < vocabulary.size(); ++i) {
    if (vocabulary.types[i] != TokenType::kNormal) continue;
    worst = std::min(worst, scores_[i]);
    best_score_ = std::max(best_score_, scores_[i]);
  }
  unknown_score_ = worst - kUnknownPenalty;
}

// A user-defined piece beats whatever else its bytes could be cut into.
float UnigramEncoder::score_of(TokenId piece, std::size_t length) const noexcept {
  if (vocabulary_->type(piece) != TokenType::kUserDefined) return scores_[static_cast<std::size_t>(piece)];
  return static_cast<float>(static_cast<float>(length) * best_score_ - 0.1);
}

void UnigramEncoder::encode(std::string_view text, std::vector<TokenId>& tokens, bool cuts_user_defined) const {
  const std::string normalized = normalizer_.normalize(text);
  const std::string_view all = normalized;
  std::vector<Best> best(all.size() + 1);  // [bytes + 1]
  const auto offer = [&](std::size_t begin, std::size_t end, TokenId piece, float score) {
    if (best[end].begin == kNotReached || score > best[end].score) best[end] = {score, begin, piece};
  };
  for (std::size_t begin = 0; begin < all.size();) {
    const std::size_t character = character_length(all.substr(begin));
    const float so_far = best[begin].score;
    bool has_character = false;
    PieceTrie::Node node = PieceTrie::kRoot;
    for (std::size_t end = begin; end < all.size();) {
      node = trie_.next(node, static_cast<unsigned char>(all[end++]));
      if (node == PieceTrie::kNowhere) break;
      const TokenId piece = trie_.piece(node);
      if (piece == PieceTrie::kNoPiece) continue;
      if (!cuts_user_defined && vocabulary_->type(piece) == TokenType::kUserDefined &&
          !is_white_space(vocabulary_->spellings[static_cast<std::size_t>(piece)])) {
        continue;
      }
      offer(begin, end, piece, score_of(piece, end - begin) + so_far);
      has_character = has_character || end - begin == character;
    }
    if (!has_character) offer(begin, begin + character, kUnknownPiece, unknown_score_ + so_far);
    begin += character;
  }

  std::vector<std::size_t> ends;
  for (std::size_t end = all.size(); end > 0; end = best[end].begin) ends.push_back(end);
  bool after_unknown = false;
  for (auto end = ends.rbegin(); end != ends.rend(); ++end) {
    const Best& part = best[*end];
    if (part.piece == kUnknownPiece) {
      unknown_characters_.write(all.substr(part.begin, *end - part.begin), after_unknown, tokens);
    } else {
      tokens.push_back(part.piece);
      after_unknown = false;
    }
  }
}

}  // namespace oree::text
