#include "text/character_map.h"

#include <algorithm>

#include "oree/error.h"
#include "text/utf8.h"

namespace oree::text {
namespace {

// Longer sequences are never looked for, and longer replacements refused, so that a damaged map costs little time. The
// longest of Unicode's own have 18 and 33 bytes.
constexpr std::size_t kMaxKeyBytes = 256;
constexpr std::size_t kMaxReplacementBytes = 1024;

std::uint32_t read_uint32(std::string_view bytes) noexcept {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  return value;
}

// The fields of a unit. A value's top bit is set, so that its label equals no byte.
std::uint32_t label_of(std::uint32_t unit) noexcept { return unit & 0x8000'00FFu; }
bool has_value(std::uint32_t unit) noexcept { return (unit >> 8 & 1) != 0; }
std::uint32_t offset_of(std::uint32_t unit) noexcept { return unit >> 10 << ((unit & 0x200u) >> 6); }
std::uint32_t value_of(std::uint32_t unit) noexcept { return unit & 0x7FFF'FFFFu; }

}  // namespace

CharacterMap::CharacterMap(std::string_view bytes, const std::string& where) {
  if (bytes.empty()) return;
  const auto fail = [&](const std::string& what) {
    throw Error(ErrorCode::kCorrupt, "the character map is damaged: " + what, where, "convert the model again");
  };
  if (bytes.size() < 4) fail("it has no size");
  const std::uint32_t size = read_uint32(bytes);
  bytes.remove_prefix(4);
  if (size % 4 != 0 || size == 0 || size > bytes.size()) fail("its trie has " + std::to_string(size) + " bytes");
  units_.reserve(size / 4);
  for (std::size_t i = 0; i < size; i += 4) units_.push_back(read_uint32(bytes.substr(i)));
  replacements_ = bytes.substr(size);
  if (replacements_.empty() || replacements_.back() != '\0') fail("its last replacement has no end");
  for (std::size_t begin = 0; begin < replacements_.size(); begin = replacements_.find('\0', begin) + 1) {
    if (replacements_.find('\0', begin) - begin > kMaxReplacementBytes) {
      throw Error(ErrorCode::kLimit,
                  "the character map has a replacement longer than kMaxReplacementBytes, " +
                      std::to_string(kMaxReplacementBytes),
                  where);
    }
  }
  if (find_invalid_utf8(replacements_)) fail("a replacement is no UTF-8");
}

std::optional<CharacterMap::Match> CharacterMap::find(std::string_view text) const noexcept {
  std::optional<Match> longest;
  if (units_.empty()) return longest;
  std::size_t place = offset_of(units_[0]);
  const std::size_t end = std::min(text.size(), kMaxKeyBytes);
  for (std::size_t i = 0; i < end; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    place ^= byte;
    if (place >= units_.size() || label_of(units_[place]) != byte) break;
    const std::uint32_t unit = units_[place];
    place ^= offset_of(unit);
    if (!has_value(unit)) continue;
    if (place >= units_.size()) break;
    const std::size_t begin = value_of(units_[place]);
    if (begin >= replacements_.size()) break;
    // The constructor has seen a zero at the end.
    longest = Match{i + 1, std::string_view(replacements_.data() + begin)};
  }
  return longest;
}

}  // namespace oree::text
