// Texts by code points, with Python's ideas of white space, case and printable characters.
#pragma once

#include <string>
#include <string_view>

#include "text/jinja/budget.h"

namespace oree::text::jinja {

// text is valid UTF-8 in all of these.
std::u32string decode(std::string_view text, Budget& budget);
std::u32string decode(std::string_view text);
std::string encode(std::u32string_view characters);
std::size_t count_characters(std::string_view text) noexcept;

// str.isspace of one character, which is also what \s matches.
bool is_space(char32_t character) noexcept;
bool is_printable(char32_t character) noexcept;
bool is_word_character(char32_t character) noexcept;

std::string to_upper(std::string_view text);
std::string to_lower(std::string_view text);
// The first character of each run of letters in title case, the others in lower case (str.title).
std::string to_title(std::string_view text);
// The first character in title case, the others in lower case (str.capitalize).
std::string capitalize(std::string_view text);
// str.islower and str.isupper.
bool is_lower(std::string_view text);
bool is_upper(std::string_view text);

enum class Side { kBoth, kLeft, kRight };
// Without the characters of the set at the ends; an empty optional set is white space.
std::string_view strip(std::string_view text, Side side = Side::kBoth) noexcept;
std::string strip(std::string_view text, std::u32string_view set, Side side, Budget& budget);

// The code point a text begins with, and its length in bytes; text must not be empty.
char32_t first_character(std::string_view text, std::size_t& length) noexcept;

}  // namespace oree::text::jinja
