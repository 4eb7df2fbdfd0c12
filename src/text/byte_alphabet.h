// GPT-2's alphabet: each byte written as one printable character, so that a vocabulary is a list of words.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace oree::text {

// The character (UTF-8) for a byte.
std::string_view byte_to_character(unsigned char byte) noexcept;

// The bytes a spelling stands for; nullopt when it holds a character outside the alphabet. Valid UTF-8 only.
std::optional<std::string> spelling_to_bytes(std::string_view spelling);

}  // namespace oree::text
