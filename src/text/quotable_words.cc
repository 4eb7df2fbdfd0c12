#include "text/quotable_words.h"

#include <unicode/uchar.h>

namespace oree::text {
namespace {

enum class Kind { kSpace, kPunctuation, kSymbol, kLetter, kUnspacedLetter, kExtension };

constexpr UChar32 kZeroWidthJoiner = 0x200D;

// Han, the kanas and the scripts of South East Asia, whose words only a dictionary finds.
bool is_unspaced(UChar32 character) noexcept {
  const int line_break = u_getIntPropertyValue(character, UCHAR_LINE_BREAK);
  return line_break == U_LB_IDEOGRAPHIC || line_break == U_LB_COMPLEX_CONTEXT ||
         line_break == U_LB_CONDITIONAL_JAPANESE_STARTER;
}

Kind kind_of(UChar32 character) noexcept {
  if (character == 0 || u_isUWhiteSpace(character)) return Kind::kSpace;
  if (character == kZeroWidthJoiner || u_hasBinaryProperty(character, UCHAR_GRAPHEME_EXTEND) ||
      u_charType(character) == U_COMBINING_SPACING_MARK) {
    return Kind::kExtension;
  }
  if (u_ispunct(character)) return Kind::kPunctuation;
  if (!u_isalnum(character)) return Kind::kSymbol;
  return is_unspaced(character) ? Kind::kUnspacedLetter : Kind::kLetter;
}

// The character at the offset, which moves behind it. Written out: ICU's macro narrows silently, an error here.
UChar32 next_character(std::string_view text, std::size_t& offset) noexcept {
  const auto lead = static_cast<unsigned char>(text[offset++]);
  if (lead < 0x80) return lead;
  UChar32 character = lead < 0xE0 ? lead & 0x1F : lead < 0xF0 ? lead & 0x0F : lead & 0x07;
  while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80) {
    character = character << 6 | (static_cast<unsigned char>(text[offset++]) & 0x3F);
  }
  return character;
}

// A character with its marks, or several that joiners make one.
struct Cluster {
  std::size_t begin, end;
  Kind kind;
  bool continues_word;  // of the cluster before
};

std::vector<Cluster> find_clusters(std::string_view text) {
  std::vector<Cluster> clusters;
  Kind before = Kind::kSpace;
  bool joined = false;  // the character before is a joiner
  for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end) {
    const UChar32 character = next_character(text, end);
    Kind kind = kind_of(character);
    const bool extends = kind == Kind::kExtension && before != Kind::kSpace;
    if (extends || (joined && kind != Kind::kSpace)) {
      clusters.back().end = end;
      joined = character == kZeroWidthJoiner;
      continue;
    }
    if (kind == Kind::kExtension) kind = Kind::kSymbol;
    clusters.push_back({begin, end, kind, before == Kind::kLetter && kind == Kind::kLetter});
    before = kind;
    joined = false;
  }
  return clusters;
}

bool is_apart(Kind kind) noexcept { return kind == Kind::kSpace || kind == Kind::kUnspacedLetter; }

}  // namespace

QuotableWords find_quotable_words(std::string_view text) {
  QuotableWords words{std::vector<bool>(text.size() + 1, false), std::vector<bool>(text.size() + 1, false)};
  const std::vector<Cluster> clusters = find_clusters(text);
  // Kinds at the borders of the text count as white space.
  const auto kind_at = [&](std::size_t i) { return i < clusters.size() ? clusters[i].kind : Kind::kSpace; };
  const auto may_stand_alone = [](Kind kind) { return kind != Kind::kSpace && kind != Kind::kPunctuation; };
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    const Kind before = kind_at(i - 1);  // of the first: beyond the last, white space
    const bool leans_forward =
        kind_at(i) == Kind::kPunctuation && kind_at(i + 1) != Kind::kSpace &&
        (is_apart(before) || (before == Kind::kPunctuation && words.may_begin[clusters[i - 1].begin]));
    words.may_begin[clusters[i].begin] = !clusters[i].continues_word && (may_stand_alone(kind_at(i)) || leans_forward);
  }
  for (std::size_t i = clusters.size(); i-- > 0;) {
    const Kind after = kind_at(i + 1);
    const bool leans_back = kind_at(i) == Kind::kPunctuation && kind_at(i - 1) != Kind::kSpace &&
                            (is_apart(after) || (after == Kind::kPunctuation && words.may_end[clusters[i + 1].end]));
    const bool goes_on = i + 1 < clusters.size() && clusters[i + 1].continues_word;
    words.may_end[clusters[i].end] = !goes_on && (may_stand_alone(kind_at(i)) || leans_back);
  }
  return words;
}

}  // namespace oree::text
