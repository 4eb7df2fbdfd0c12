// UTF-8: validation, lossy repair, and a stream that never emits half a character.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace oree::text {

// The offset of the first byte that is not valid UTF-8 (overlong forms and surrogates are not), nullopt when all is.
std::optional<std::size_t> find_invalid_utf8(std::string_view text) noexcept;

// The bytes of the character a text begins with, by its first byte; at most those the text has. text: not empty.
std::size_t character_length(std::string_view text) noexcept;

// Invalid sequences become U+FFFD, in the number Python's errors="replace" puts there.
std::string replace_invalid_utf8(std::string_view text);

// Collects the bytes of tokens and releases whole characters.
class Utf8Stream {
 public:
  // Appends the bytes; returns what is complete by now, invalid sequences replaced.
  std::string push(std::string_view bytes);
  // The rest, an unfinished character replaced.
  std::string finish();

 private:
  std::string pending_;
};

}  // namespace oree::text
