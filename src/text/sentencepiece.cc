#include "text/sentencepiece.h"

#include <algorithm>
#include <functional>
#include <string>

#include "text/merge_list.h"
#include "text/space_mark.h"
#include "text/utf8.h"

namespace oree::text {
namespace {

// Texts are merged in parts of this size, so that symbols can be counted in 32 bits; nothing merges across a border.
constexpr std::size_t kMaxPartBytes = std::size_t{1} << 30;

// A character without a piece is a negative symbol that keeps its bytes: merges may still name it.
SymbolId character_symbol(std::string_view character) noexcept {
  std::uint32_t bytes = 0;
  for (const char byte : character) bytes = bytes << 8 | static_cast<unsigned char>(byte);
  // Of four bytes the first is F0..F4: 21 bits tell them apart.
  const std::uint32_t packed = character.size() < 4 ? bytes
                                                    : 0x0100'0000u | (bytes & 0x3Fu) | (bytes >> 2 & 0xFC0u) |
                                                          (bytes >> 4 & 0x3'F000u) | (bytes >> 6 & 0x1C'0000u);
  return -2 - static_cast<SymbolId>(packed);
}

std::string character_of(SymbolId symbol) {
  const auto packed = static_cast<std::uint32_t>(-2 - symbol);
  std::string character;
  if ((packed & 0x0100'0000u) != 0) {
    return {static_cast<char>(0xF0 | (packed >> 18 & 7)), static_cast<char>(0x80 | (packed >> 12 & 0x3F)),
            static_cast<char>(0x80 | (packed >> 6 & 0x3F)), static_cast<char>(0x80 | (packed & 0x3F))};
  }
  for (int shift = 16; shift >= 0; shift -= 8) {
    const auto byte = static_cast<char>(packed >> shift & 0xFF);
    if (byte != 0 || !character.empty() || shift == 0) character += byte;
  }
  return character;
}

// The length of the word a text begins with: up to a space that nothing merges with what stands before it.
std::size_t word_length(std::string_view text, const std::array<bool, 256>& joins_words) noexcept {
  for (std::size_t mark = text.find(kSpaceMark, 1); mark != std::string_view::npos;
       mark = text.find(kSpaceMark, mark + kSpaceMark.size())) {
    const std::string_view before = text.substr(0, mark);
    if (!joins_words[static_cast<unsigned char>(before.back())] && !before.ends_with(kSpaceMark)) return mark;
  }
  return text.size();
}

}  // namespace

struct SentencePieceEncoder::Work {
  std::vector<TokenId>& tokens;
  Merger merger;
  std::vector<SymbolId> symbols;
  bool may_be_user_defined;
  bool after_unknown = false;
  // How unused pieces were merged: they are taken apart again at the end.
  LastMerges last_merges;
};

SentencePieceEncoder::SentencePieceEncoder(const gguf::File& file, const Vocabulary& vocabulary)
    : vocabulary_(&vocabulary), normalizer_(file, vocabulary, false), unknown_characters_(file, vocabulary) {
  const std::vector<float> scores = read_scores(file, vocabulary);
  for (std::size_t byte = 0; byte < ascii_symbols_.size(); ++byte) {
    const auto character = static_cast<char>(byte);
    ascii_symbols_[byte] = symbol_of({&character, 1});
  }
  space_symbol_ = symbol_of(kSpaceMark);
  if (file.has("tokenizer.ggml.merges")) {
    add_listed_merges(file);
  } else {
    add_merges_by_score(scores);
  }
}

SymbolId SentencePieceEncoder::symbol_of(std::string_view character) const {
  const auto id = find_piece(*vocabulary_, character);
  return id ? *id : character_symbol(character);
}

std::optional<SymbolId> SentencePieceEncoder::part_of(std::string_view spelling) const {
  if (const auto id = find_piece(*vocabulary_, spelling)) return *id;
  return character_length(spelling) == spelling.size() ? std::optional(character_symbol(spelling)) : std::nullopt;
}

void SentencePieceEncoder::note_piece(TokenId id) {
  const std::string_view piece = vocabulary_->spellings[static_cast<std::size_t>(id)];
  for (std::size_t mark = piece.find(kSpaceMark, 1); mark != std::string_view::npos;
       mark = piece.find(kSpaceMark, mark + kSpaceMark.size())) {
    if (!piece.substr(0, mark).ends_with(kSpaceMark)) joins_words_[static_cast<unsigned char>(piece[mark - 1])] = true;
  }
  has_unused_ = has_unused_ || vocabulary_->type(id) == TokenType::kUnused;
}

// Any two neighbours merge that are a piece together: for each piece, every way to cut it in two.
void SentencePieceEncoder::add_merges_by_score(const std::vector<float>& scores) {
  std::vector<float> ranks;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (is_piece(vocabulary_->types[i])) ranks.push_back(scores[i]);
  }
  std::sort(ranks.begin(), ranks.end(), std::greater<>());
  ranks.erase(std::unique(ranks.begin(), ranks.end()), ranks.end());
  const auto rank_of = [&](std::size_t id) {
    const auto place = std::lower_bound(ranks.begin(), ranks.end(), scores[id], std::greater<>());
    return static_cast<std::uint32_t>(place - ranks.begin());
  };
  std::vector<ListedMerge> merges;
  for (std::size_t i = 0; i < vocabulary_->size(); ++i) {
    if (!is_piece(vocabulary_->types[i])) continue;
    const auto id = static_cast<TokenId>(i);
    const std::string_view piece = vocabulary_->spellings[i];
    bool is_whole = false;
    for (std::size_t cut = character_length(piece); cut < piece.size(); cut += character_length(piece.substr(cut))) {
      const auto left = part_of(piece.substr(0, cut));
      const auto right = left ? part_of(piece.substr(cut)) : std::nullopt;
      if (!right) continue;
      merges.push_back({*left, *right, id, rank_of(i)});
      is_whole = true;
    }
    if (is_whole) note_piece(id);
  }
  merges_.reserve(merges.size());
  for (const ListedMerge& merge : merges) merges_.insert(merge.left, merge.right, merge.rank, merge.whole);
}

void SentencePieceEncoder::add_listed_merges(const gguf::File& file) {
  const std::vector<ListedMerge> merges = read_merges(file, *vocabulary_);
  merges_.reserve(merges.size());
  for (const ListedMerge& merge : merges) {
    merges_.insert(merge.left, merge.right, merge.rank, merge.whole);
    note_piece(merge.whole);
  }
}

void SentencePieceEncoder::encode(std::string_view text, std::vector<TokenId>& tokens, bool cuts_user_defined) const {
  const std::string normalized = normalizer_.normalize(text);
  Work work{tokens, {}, {}, cuts_user_defined, false, {}};
  if (normalizer_.user_defined().empty() || !cuts_user_defined) {
    encode_text(normalized, work);
    return;
  }
  for (const SpecialTokens::Piece& piece : normalizer_.user_defined().cut(normalized)) {
    if (piece.token) {
      tokens.push_back(*piece.token);
      work.after_unknown = false;
    } else {
      encode_text(piece.text, work);
    }
  }
}

void SentencePieceEncoder::encode_text(std::string_view text, Work& work) const {
  // How an unused piece is taken apart depends on the whole text.
  while (!text.empty()) {
    std::size_t length = std::min(has_unused_ ? text.size() : word_length(text, joins_words_), kMaxPartBytes);
    while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) ++length;
    encode_word(text.substr(0, length), work);
    text.remove_prefix(length);
  }
}

void SentencePieceEncoder::encode_word(std::string_view word, Work& work) const {
  work.symbols.clear();
  for (std::size_t i = 0; i < word.size();) {
    const auto byte = static_cast<unsigned char>(word[i]);
    const std::string_view rest = word.substr(i);
    if (byte < 0x80) {
      work.symbols.push_back(ascii_symbols_[byte]);
      ++i;
    } else if (rest.starts_with(kSpaceMark)) {
      work.symbols.push_back(space_symbol_);
      i += kSpaceMark.size();
    } else {
      const std::size_t length = character_length(rest);
      work.symbols.push_back(symbol_of(rest.substr(0, length)));
      i += length;
    }
  }
  work.merger.merge(merges_, work.symbols, has_unused_ ? &work.last_merges : nullptr);
  for (const SymbolId symbol : work.symbols) emit(symbol, work);
}

void SentencePieceEncoder::emit(SymbolId symbol, Work& work) const {
  if (symbol < 0) {
    unknown_characters_.write(character_of(symbol), work.after_unknown, work.tokens);
  } else if (const std::string_view spelling = vocabulary_->spellings[static_cast<std::size_t>(symbol)];
             !work.may_be_user_defined && vocabulary_->type(symbol) == TokenType::kUserDefined &&
             !is_white_space(spelling) && spelling.size() > character_length(spelling)) {
    for (std::size_t i = 0; i < spelling.size(); i += character_length(spelling.substr(i))) {
      emit(symbol_of(spelling.substr(i, character_length(spelling.substr(i)))), work);
    }
  } else if (vocabulary_->type(symbol) != TokenType::kUnused) {
    work.tokens.push_back(symbol);
    work.after_unknown = false;
  } else if (const auto merge = work.last_merges.find(symbol); merge != work.last_merges.end()) {
    const auto pair = merge->second->pair;
    emit(static_cast<SymbolId>(static_cast<std::uint32_t>(pair >> 32)), work);
    emit(static_cast<SymbolId>(static_cast<std::uint32_t>(pair)), work);
  } else {
    unknown_characters_.write(vocabulary_->spellings[static_cast<std::size_t>(symbol)], work.after_unknown,
                              work.tokens);
  }
}

}  // namespace oree::text
