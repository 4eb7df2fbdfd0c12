// Texts compared as people do: without regard to case, accents or composition.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace oree::tools {

// Case-folded, accents removed, compatibility forms unified. Invalid UTF-8 is replaced.
std::string fold(std::string_view text);
// Unicode NFC.
std::string to_nfc(std::string_view text);
// ASCII letters in upper case, as names of content lines are compared (RFC 5545 and 6350).
std::string ascii_upper(std::string_view text);
// Without white space at either end.
std::string trim(std::string_view text);
// The words of a folded text, punctuation left out.
std::vector<std::string> folded_words(std::string_view text);

}  // namespace oree::tools
