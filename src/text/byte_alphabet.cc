#include "text/byte_alphabet.h"

#include <array>

namespace oree::text {
namespace {

// Printable bytes are themselves, the others follow each other from U+0100. Every character is below U+0200.
struct Alphabet {
  std::array<std::array<char, 2>, 256> characters{};  // UTF-8
  std::array<std::size_t, 256> lengths{};
  std::array<short, 0x200> bytes{};  // by code point; -1: outside

  constexpr Alphabet() {
    for (short& byte : bytes) byte = -1;
    unsigned next = 0x100;
    for (unsigned byte = 0; byte < 256; ++byte) {
      const bool printable = (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
      const unsigned code_point = printable ? byte : next++;
      bytes[code_point] = static_cast<short>(byte);
      if (code_point < 0x80) {
        characters[byte] = {static_cast<char>(code_point), 0};
        lengths[byte] = 1;
      } else {
        characters[byte] = {static_cast<char>(0xC0 | (code_point >> 6)), static_cast<char>(0x80 | (code_point & 0x3F))};
        lengths[byte] = 2;
      }
    }
  }
};

constexpr Alphabet kAlphabet;

}  // namespace

std::string_view byte_to_character(unsigned char byte) noexcept {
  return {kAlphabet.characters[byte].data(), kAlphabet.lengths[byte]};
}

std::optional<std::string> spelling_to_bytes(std::string_view spelling) {
  std::string result;
  result.reserve(spelling.size());
  for (std::size_t i = 0; i < spelling.size(); ++i) {
    unsigned code_point = static_cast<unsigned char>(spelling[i]);
    if (code_point >= 0x80) {
      if (code_point < 0xC2 || code_point > 0xC7 || i + 1 == spelling.size()) return std::nullopt;
      code_point = ((code_point & 0x1Fu) << 6) | (static_cast<unsigned char>(spelling[++i]) & 0x3Fu);
    }
    const short byte = kAlphabet.bytes[code_point];
    if (byte < 0) return std::nullopt;
    result += static_cast<char>(byte);
  }
  return result;
}

}  // namespace oree::text
