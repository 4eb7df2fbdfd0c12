// Where the words of a text begin and end, for what quotes it.
#pragma once

#include <string_view>
#include <vector>

namespace oree::text {

// By byte offset, [text.size() + 1].
struct QuotableWords {
  std::vector<bool> may_begin;
  std::vector<bool> may_end;
};

// Where a quotation of the text may begin and end: not with white space or NUL, not inside a character with its
// combining marks, and not between two letters or digits - except in scripts written without spaces, where every
// character may be the first or last of a word. Punctuation begins a quotation only where it leans on the word behind
// it, and ends one only where it leans on the word before. "Ana's" can be quoted as "Ana", "ana@example.org." with or
// without its last full stop and in parts, "Anabel" not as "Ana", ", please" not at all. UAX #29 would keep "Ana's"
// together. text must be valid UTF-8.
QuotableWords find_quotable_words(std::string_view text);

}  // namespace oree::text
