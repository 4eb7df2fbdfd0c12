#include "text/sentencepiece_normalizer.h"

#include "text/space_mark.h"
#include "text/utf8.h"

namespace oree::text {
namespace {

constexpr TokenType kUserDefinedOnly[] = {TokenType::kUserDefined};
constexpr std::string_view kMapKey = "tokenizer.ggml.precompiled_charsmap";

CharacterMap read_map(const gguf::File& file) {
  const auto numbers = file.find_integers(kMapKey);
  if (!numbers) return {};
  std::string bytes;
  bytes.reserve(numbers->size());
  for (const std::int64_t number : *numbers) bytes += static_cast<char>(number & 0xFF);
  return CharacterMap(bytes, file.path().string() + ", key " + std::string(kMapKey));
}

}  // namespace

SentencePieceNormalizer::SentencePieceNormalizer(const gguf::File& file, const Vocabulary& vocabulary,
                                                 bool removes_extra_spaces)
    : user_defined_(vocabulary, kUserDefinedOnly, SpecialTokens::Spaces::kMarked),
      map_(read_map(file)),
      space_once_(file.find_bool("oree.tokenizer.space_prefix_once").value_or(false)),
      adds_space_(file.find_bool("tokenizer.ggml.add_space_prefix").value_or(true)),
      removes_extra_spaces_(file.find_bool("tokenizer.ggml.remove_extra_whitespaces").value_or(removes_extra_spaces)) {}

bool SentencePieceNormalizer::has_own_space(std::string_view text) const noexcept {
  return space_once_ && (text.starts_with(' ') || text.starts_with(kSpaceMark));
}

std::string SentencePieceNormalizer::normalize(std::string_view text) const {
  if (text.empty()) return {};
  if (!map_.empty() || removes_extra_spaces_) return normalize_step_by_step(text);
  std::string marked;
  marked.reserve(text.size() + text.size() / 2 + kSpaceMark.size());
  if (adds_space_ && !has_own_space(text)) marked += kSpaceMark;
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    marked += text.substr(0, space);
    if (space == std::string_view::npos) break;
    marked += kSpaceMark;
    text.remove_prefix(space + 1);
  }
  return marked;
}

SentencePieceNormalizer::Step SentencePieceNormalizer::first_step(std::string_view text) const {
  if (const auto token = user_defined_.at_start(text)) return {token->text.size(), token->text};
  if (const auto match = map_.find(text)) return {match->length, match->replacement};
  const std::size_t length = character_length(text);
  return {length, text.substr(0, length)};
}

std::string SentencePieceNormalizer::normalize_step_by_step(std::string_view text) const {
  std::string marked;
  if (removes_extra_spaces_) {
    while (!text.empty()) {
      const Step step = first_step(text);
      if (step.replacement != " ") break;
      text.remove_prefix(step.length);
    }
    if (text.empty()) return marked;
  }
  marked.reserve(text.size() + text.size() / 2 + kSpaceMark.size());
  if (adds_space_ && !has_own_space(text)) marked += kSpaceMark;
  bool after_space = removes_extra_spaces_;
  while (!text.empty()) {
    Step step = first_step(text);
    text.remove_prefix(step.length);
    while (after_space && step.replacement.starts_with(' ')) step.replacement.remove_prefix(1);
    if (!step.replacement.empty()) {
      for (const char character : step.replacement) {
        if (character == ' ') {
          marked += kSpaceMark;
        } else {
          marked += character;
        }
      }
      after_space = step.replacement.ends_with(' ');
    }
    if (!removes_extra_spaces_) after_space = false;
  }
  while (removes_extra_spaces_ && marked.ends_with(kSpaceMark)) marked.resize(marked.size() - kSpaceMark.size());
  return marked;
}

}  // namespace oree::text
