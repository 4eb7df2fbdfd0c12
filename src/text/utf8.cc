#include "text/utf8.h"

#include <cstdint>
#include <cstring>

namespace oree::text {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

enum class Kind { kValid, kInvalid, kUnfinished };

// The sequence a text begins with. Invalid: the maximal subpart, which one U+FFFD replaces. Unfinished: the text ends
// inside a sequence that more bytes could complete.
struct Sequence {
  Kind kind;
  std::size_t length;  // bytes, at least 1
};

// The bytes that may come second after a lead byte; the others are 80..BF. Source: Unicode, table 3-7.
struct Lead {
  std::size_t length;  // bytes of the whole sequence; 0: no lead byte
  unsigned char second_first, second_last;
};

Lead lead_of(unsigned char byte) noexcept {
  if (byte < 0xC2) return {0, 0, 0};
  if (byte < 0xE0) return {2, 0x80, 0xBF};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0x80, 0x9F};
  if (byte < 0xF0) return {3, 0x80, 0xBF};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte < 0xF4) return {4, 0x80, 0xBF};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

// text must not be empty.
Sequence first_sequence(std::string_view text) noexcept {
  const auto byte_at = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
  if (byte_at(0) < 0x80) return {Kind::kValid, 1};
  const Lead lead = lead_of(byte_at(0));
  if (lead.length == 0) return {Kind::kInvalid, 1};
  for (std::size_t i = 1; i < lead.length; ++i) {
    if (i == text.size()) return {Kind::kUnfinished, i};
    const unsigned char first = i == 1 ? lead.second_first : 0x80;
    const unsigned char last = i == 1 ? lead.second_last : 0xBF;
    if (byte_at(i) < first || byte_at(i) > last) return {Kind::kInvalid, i};
  }
  return {Kind::kValid, lead.length};
}

// The length of the ASCII run a text begins with, whole words of it only.
std::size_t ascii_words(std::string_view text) noexcept {
  std::size_t length = 0;
  while (text.size() - length >= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + length, sizeof(word));
    if ((word & 0x8080808080808080u) != 0) break;
    length += sizeof(word);
  }
  return length;
}

}  // namespace

std::optional<std::size_t> find_invalid_utf8(std::string_view text) noexcept {
  std::size_t offset = 0;
  while (offset < text.size()) {
    offset += ascii_words(text.substr(offset));
    if (offset == text.size()) break;
    const Sequence sequence = first_sequence(text.substr(offset));
    if (sequence.kind != Kind::kValid) return offset;
    offset += sequence.length;
  }
  return std::nullopt;
}

std::size_t character_length(std::string_view text) noexcept {
  const auto byte = static_cast<unsigned char>(text[0]);
  const std::size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
  return length < text.size() ? length : text.size();
}

std::string replace_invalid_utf8(std::string_view text) {
  Utf8Stream stream;
  std::string result = stream.push(text);
  result += stream.finish();
  return result;
}

std::string Utf8Stream::push(std::string_view bytes) {
  pending_ += bytes;
  std::string result;
  result.reserve(pending_.size());
  std::string_view rest = pending_;
  while (!rest.empty()) {
    const std::size_t ascii = ascii_words(rest);
    result += rest.substr(0, ascii);
    rest.remove_prefix(ascii);
    if (rest.empty()) break;
    const Sequence sequence = first_sequence(rest);
    if (sequence.kind == Kind::kUnfinished) break;
    result += sequence.kind == Kind::kValid ? rest.substr(0, sequence.length) : kReplacement;
    rest.remove_prefix(sequence.length);
  }
  pending_ = std::string(rest);
  return result;
}

std::string Utf8Stream::finish() {
  const bool unfinished = !pending_.empty();
  pending_.clear();
  return unfinished ? std::string(kReplacement) : std::string();
}

}  // namespace oree::text
