// GBNF, llama.cpp's notation of grammars.
#pragma once

#include <string_view>

#include "decode/context_free_grammar.h"
#include "decode/language.h"

namespace oree::decode {

inline constexpr std::size_t kMaxGbnfBytes = std::size_t{1} << 20;
inline constexpr int kMaxGbnfDepth = 200;                   // groups within groups
inline constexpr std::uint64_t kMaxGbnfRepetitions = 2000;  // of what contains a recursive rule

inline constexpr std::size_t kMaxGbnfRules = std::size_t{1}
                                             << 14;  // after repetitions of recursive parts are written out

// No rule is left-recursive, and from each a sentence can be completed. Rules without recursion become languages; a
// grammar without any has one rule with one language.
// Throws Error kInvalid, kUnsupported (left recursion), kLimit; where() is "line L, column C".
ContextFreeGrammar parse_gbnf(LanguagePool& pool, std::string_view text, std::string_view root = "root");

}  // namespace oree::decode
