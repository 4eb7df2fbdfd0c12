// Regular languages over bytes as hash-consed expressions, made deterministic lazily by derivatives (Brzozowski 1964;
// Owens, Reppy, Turon 2009): intersection, complement and counted repetition cost nothing until a text leads there.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "decode/automaton.h"

namespace oree::decode {

using LanguageId = std::uint32_t;
inline constexpr LanguageId kNothing = 0;      // no string
inline constexpr LanguageId kEmptyString = 1;  // "" alone

// Of one pool; a node is about 60 bytes.
inline constexpr std::size_t kMaxLanguages = std::size_t{1} << 20;
// Languages looked at to decide whether one is empty, or how short its shortest string is.
inline constexpr std::size_t kMaxExplored = std::size_t{1} << 13;
// Parts visited by one call of next, is_empty, shortest or count: what bounds its time (some tens of milliseconds).
inline constexpr std::size_t kMaxLanguageSteps = std::size_t{1} << 19;
// Of expressions within expressions, concatenations not counted.
inline constexpr std::uint16_t kMaxLanguageDepth = 1000;
// Of repetitions. A maximum beyond it is read as none, a minimum is an error.
inline constexpr std::uint64_t kMaxRepetitions = 0x7FFFFFFF;

struct CodePointRange {
  char32_t first, last;
};

// Not for several threads at once: asking a language for its rest makes new ones.
// Everything that adds a language throws Error kLimit beyond kMaxLanguages or kMaxLanguageDepth.
class LanguagePool {
 public:
  LanguagePool();

  LanguageId literal(std::string_view bytes);
  LanguageId byte_set(const std::bitset<256>& bytes);              // one byte of the set
  LanguageId code_points(std::span<const CodePointRange> ranges);  // one code point in UTF-8; surrogates left out
  LanguageId any_character() const noexcept;                       // any code point in UTF-8
  LanguageId any_text() const noexcept;                            // any_character()*
  LanguageId literals(std::span<const std::string> strings);       // a finite set, shared prefixes shared
  LanguageId concatenate(LanguageId first, LanguageId second);
  LanguageId unite(std::span<const LanguageId> languages);  // of none: kNothing
  LanguageId intersect(std::span<const LanguageId> languages);
  LanguageId complement(LanguageId language);  // among all byte strings
  // Throws Error kLimit when min exceeds kMaxRepetitions.
  LanguageId repeat(LanguageId language, std::uint64_t min, std::optional<std::uint64_t> max);
  // What the automaton accepts, from its start; it must not count a state.
  LanguageId automaton(std::shared_ptr<const Automaton> automaton);

  bool accepts_empty(LanguageId language) const noexcept;
  // The rest of the strings that begin with byte; kNothing exactly when there is none. Memoised.
  // Throws Error kLimit when emptiness cannot be decided within kMaxExplored languages or kMaxLanguageSteps.
  LanguageId next(LanguageId language, std::uint8_t byte);
  // As next; whether the string is one of the language's.
  bool accepts(LanguageId language, std::string_view bytes);
  // As next.
  bool is_empty(LanguageId language);
  // Bytes of a shortest string; kUnreachable (automaton.h) for kNothing. Throws as next.
  std::uint32_t shortest(LanguageId language);
  // min(number of strings, cap). Throws as next.
  std::uint64_t count(LanguageId language, std::uint64_t cap);
  // Bytes with the same number have the same rest; numbers begin at 0 and grow with their first byte. [256]
  std::span<const std::uint8_t, 256> byte_classes(LanguageId language);
  // Of working memory, about.
  std::size_t n_bytes() const noexcept;
};

}  // namespace oree::decode
