#include "text/sentencepiece.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "oree/error.h"

namespace oree::text {
namespace {

constexpr std::string_view kScoresKey = "tokenizer.ggml.scores";
constexpr std::string_view kSpaceMark = "\xE2\x96\x81";  // U+2581
constexpr std::uint32_t kNone = ~std::uint32_t{0};
constexpr TokenType kUserDefinedOnly[] = {TokenType::kUserDefined};

// Texts are encoded in parts of this size, so that offsets fit 32 bits; nothing merges across a border.
constexpr std::size_t kMaxPartBytes = std::size_t{1} << 30;

// A piece of the text; an empty one was merged into its left neighbour.
struct Symbol {
  std::uint32_t begin, length;  // bytes
  std::uint32_t previous, next;
  bool frozen;  // a user-defined token, which never merges
};

struct Candidate {
  float score;
  std::uint32_t left, right;
  std::uint32_t length;  // bytes of both; another length now means that one of them has changed
};

// The heap's top is the best score, and among equals the leftmost.
struct Worse {
  bool operator()(const Candidate& a, const Candidate& b) const noexcept {
    return a.score != b.score ? a.score < b.score : a.left > b.left;
  }
};

std::size_t character_length(char lead) noexcept {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

}  // namespace

// How unused pieces were merged: they are taken apart again at the end.
struct SentencePieceEncoder::Work {
  std::unordered_map<std::string_view, std::size_t> left_lengths;
};

SentencePieceEncoder::SentencePieceEncoder(const gguf::File& file, const Vocabulary& vocabulary)
    : vocabulary_(&vocabulary), user_defined_(vocabulary, kUserDefinedOnly) {
  auto scores = file.find_floats(kScoresKey);
  if (!scores) throw_corrupt(file, "the file has no scores", kScoresKey);
  if (scores->size() != vocabulary.size()) {
    throw_corrupt(file, std::to_string(scores->size()) + " scores for " + std::to_string(vocabulary.size()) + " tokens",
                  kScoresKey);
  }
  for (std::size_t i = 0; i < scores->size(); ++i) {
    if (std::isnan((*scores)[i])) throw_corrupt(file, "score " + std::to_string(i) + " is not a number", kScoresKey);
  }
  scores_ = std::move(*scores);
  for (std::size_t i = 0; i < vocabulary.size(); ++i) {
    longest_piece_ = std::max(longest_piece_, vocabulary.spellings[i].size());
  }
  const bool has_all_bytes = std::all_of(vocabulary.byte_tokens.begin(), vocabulary.byte_tokens.end(),
                                         [](const auto& token) { return token.has_value(); });
  if (!has_all_bytes && !vocabulary.unknown) {
    throw_corrupt(file, "the vocabulary has neither byte tokens nor one for unknown characters",
                  "tokenizer.ggml.unknown_token_id");
  }
  adds_space_ = file.find_bool("tokenizer.ggml.add_space_prefix").value_or(true);
}

// Control, unknown and byte tokens never come from their spelling in a text.
std::optional<TokenId> SentencePieceEncoder::find_piece(std::string_view piece) const {
  if (piece.size() > longest_piece_) return std::nullopt;
  const auto id = vocabulary_->find(piece);
  if (!id) return std::nullopt;
  const TokenType type = vocabulary_->type(*id);
  const bool ordinary = type == TokenType::kNormal || type == TokenType::kUserDefined || type == TokenType::kUnused;
  return ordinary ? id : std::nullopt;
}

void SentencePieceEncoder::emit(std::string_view piece, const Work& work, std::vector<TokenId>& tokens) const {
  const auto id = find_piece(piece);
  if (id && vocabulary_->type(*id) != TokenType::kUnused) {
    tokens.push_back(*id);
    return;
  }
  const auto merged = id ? work.left_lengths.find(piece) : work.left_lengths.end();
  if (merged != work.left_lengths.end()) {
    emit(piece.substr(0, merged->second), work, tokens);
    emit(piece.substr(merged->second), work, tokens);
    return;
  }
  const auto has_token = [&](char byte) {
    return vocabulary_->byte_tokens[static_cast<unsigned char>(byte)].has_value();
  };
  if (std::all_of(piece.begin(), piece.end(), has_token)) {
    for (const char byte : piece) tokens.push_back(*vocabulary_->byte_tokens[static_cast<unsigned char>(byte)]);
  } else {
    tokens.push_back(*vocabulary_->unknown);
  }
}

void SentencePieceEncoder::encode(std::string_view text, std::vector<TokenId>& tokens) const {
  if (text.empty()) return;
  std::string marked;
  marked.reserve(text.size() + text.size() / 2 + kSpaceMark.size());
  if (adds_space_) marked += kSpaceMark;
  for (const char character : text) {
    if (character == ' ') {
      marked += kSpaceMark;
    } else {
      marked += character;
    }
  }

  Work work;
  std::vector<Symbol> symbols;
  std::vector<Candidate> heap;
  for (std::string_view rest = marked; !rest.empty();) {
    symbols.clear();
    heap.clear();
    std::size_t end = 0;
    while (end < rest.size() && end < kMaxPartBytes) {
      const auto frozen = user_defined_.at_start(rest.substr(end));
      const std::size_t length = frozen ? frozen->text.size() : character_length(rest[end]);
      const auto index = static_cast<std::uint32_t>(symbols.size());
      symbols.push_back({static_cast<std::uint32_t>(end), static_cast<std::uint32_t>(length),
                         index == 0 ? kNone : index - 1, index + 1, frozen.has_value()});
      end += length;
    }
    symbols.back().next = kNone;

    const auto push = [&](std::uint32_t left, std::uint32_t right) {
      if (left == kNone || right == kNone || symbols[left].frozen || symbols[right].frozen) return;
      const std::uint32_t length = symbols[left].length + symbols[right].length;
      const std::string_view piece = rest.substr(symbols[left].begin, length);
      const auto id = find_piece(piece);
      if (!id) return;
      heap.push_back({scores_[static_cast<std::size_t>(*id)], left, right, length});
      std::push_heap(heap.begin(), heap.end(), Worse());
      if (vocabulary_->type(*id) == TokenType::kUnused) work.left_lengths[piece] = symbols[left].length;
    };
    for (std::uint32_t i = 0; i + 1 < symbols.size(); ++i) push(i, i + 1);
    while (!heap.empty()) {
      std::pop_heap(heap.begin(), heap.end(), Worse());
      const Candidate best = heap.back();
      heap.pop_back();
      Symbol& left = symbols[best.left];
      Symbol& right = symbols[best.right];
      if (left.length == 0 || right.length == 0 || left.length + right.length != best.length) continue;
      left.length = best.length;
      left.next = right.next;
      if (left.next != kNone) symbols[left.next].previous = best.left;
      right.length = 0;
      push(left.previous, best.left);
      push(best.left, left.next);
    }
    for (std::uint32_t i = 0; i != kNone; i = symbols[i].next) {
      emit(rest.substr(symbols[i].begin, symbols[i].length), work, tokens);
    }
    rest.remove_prefix(end);
  }
}

}  // namespace oree::text
