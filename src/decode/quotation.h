// Strings that quote a text as a part of an automaton.
#pragma once

#include <string_view>

#include "decode/automaton.h"

namespace oree::decode {

// The JSON strings whose value is a run of whole words of text (text::find_quotable_words) - or, when joiner is not
// empty, two such runs with joiner between them - written as text::dump_spaced writes them; of a text without a word,
// the empty string. No run crosses a NUL. text: valid UTF-8; a byte costs about two states a run. Returns the state
// that begins the string; next follows it. Throws Error kLimit.
StateId add_quotation(AutomatonBuilder& builder, std::string_view text, std::string_view joiner, StateId next);

}  // namespace oree::decode
