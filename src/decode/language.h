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
// Members of sets, branches, memoised rests and bytes of literals, of each.
inline constexpr std::size_t kMaxLanguageParts = std::size_t{1} << 24;
// Languages looked at to decide whether one is empty, or how short its shortest string is.
inline constexpr std::size_t kMaxExplored = std::size_t{1} << 14;
// Parts visited by one call of next, is_empty, shortest or count: what bounds its time (some tens of milliseconds).
inline constexpr std::size_t kMaxLanguageSteps = std::size_t{1} << 18;
// Of expressions within expressions, concatenations not counted.
inline constexpr std::uint16_t kMaxLanguageDepth = 1000;
// Of repetitions. A maximum beyond it is read as none, a minimum is an error.
inline constexpr std::uint64_t kMaxRepetitions = 0x7FFFFFFF;

struct CodePointRange {
  char32_t first, last;
};

// One byte from first to last, then a string of target.
struct ByteBranch {
  std::uint8_t first, last;
  LanguageId target;
  friend bool operator==(const ByteBranch&, const ByteBranch&) = default;
};

// Not for several threads at once: asking a language for its rest makes new ones.
// Everything that adds a language throws Error kLimit beyond kMaxLanguages, kMaxLanguageParts or kMaxLanguageDepth.
class LanguagePool {
 public:
  LanguagePool();

  LanguageId literal(std::string_view bytes);
  LanguageId byte_set(const std::bitset<256>& bytes);              // one byte of the set
  LanguageId code_points(std::span<const CodePointRange> ranges);  // one code point in UTF-8; surrogates left out
  LanguageId any_character() const noexcept;                       // any code point in UTF-8
  LanguageId any_text() const noexcept;                            // any_character()*
  LanguageId literals(std::span<const std::string> strings);       // a finite set, shared prefixes shared
  // The strings of each branch, and "" if it is accepted. branches: sorted and disjoint.
  LanguageId branches(std::span<const ByteBranch> branches, bool accepts_empty);
  LanguageId concatenate(LanguageId first, LanguageId second);
  LanguageId unite(std::span<const LanguageId> languages);  // of none: kNothing
  LanguageId intersect(std::span<const LanguageId> languages);
  LanguageId complement(LanguageId language);  // among all byte strings
  // Throws Error kLimit when min exceeds kMaxRepetitions.
  LanguageId repeat(LanguageId language, std::uint64_t min, std::optional<std::uint64_t> max);
  // What the automaton accepts, from its start.
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

  // What was built under this name before; nullopt: nothing.
  std::optional<LanguageId> find_named(const std::string& name) const;
  void set_name(const std::string& name, LanguageId language);

  // While one lives, all that is built counts as one piece of work, within kMaxLanguageSteps; those inside another
  // count with it. For readers of untrusted expressions.
  class WorkLimit {
   public:
    explicit WorkLimit(LanguagePool& pool, std::size_t n_steps = kMaxLanguageSteps) noexcept;
    ~WorkLimit();
    WorkLimit(const WorkLimit&) = delete;
    WorkLimit& operator=(const WorkLimit&) = delete;

   private:
    LanguagePool* pool_;  // null inside another
  };

 private:
  enum class Kind : std::uint8_t {
    kNone,
    kEmpty,
    kBytes,          // a: index of byte_sets_; two bytes or more
    kLiteral,        // a, b: offset and length in literal_bytes_; at least 1
    kBranch,         // a, b: of edges_; kAcceptsEmpty says whether "" is one, too
    kConcatenation,  // a, b: languages; a is no concatenation
    kRepetition,     // a: language, b, c: min and max
    kUnion,          // a, b: of members_, sorted
    kIntersection,   // a, b: of members_, sorted
    kComplement,     // a: language
    kStates,         // a, b: of members_, the states of an automaton, sorted; c: index of automata_
  };
  enum Flag : std::uint8_t {
    kAcceptsEmpty = 1,
    kText = 2,            // only UTF-8 texts
    kLive = 4,            // known to hold a string
    kDead = 8,            // known to hold none
    kExactShortest = 16,  // shortest is no mere lower bound
  };
  struct Node {
    Kind kind;
    std::uint8_t flags;
    std::uint16_t depth;
    std::uint32_t a, b, c;
    std::uint32_t shortest;  // a lower bound of strings' bytes
    std::uint32_t longest;   // an upper bound; kUnreachable: none
    std::uint32_t hash;
  };
  // Where the rests of a language are: rests_[row + classes_[partition][byte]].
  struct Row {
    std::uint32_t row = 0;
    std::uint32_t partition = 0;
  };
  struct StoredAutomaton {
    std::shared_ptr<const Automaton> automaton;
    std::vector<std::uint32_t> distances;
    std::uint32_t partition;
  };
  using ByteClasses = std::array<std::uint8_t, 256>;

  static constexpr LanguageId kAnything = 2;               // every byte string
  static constexpr std::uint32_t kUndecided = 0x80000000;  // in rests_: whether this one is empty is not known
  static constexpr std::uint32_t kUnknown = 0xFFFFFFFF;    // in rests_: not derived yet

  // Construction (language.cc).
  const Node& node(LanguageId language) const noexcept { return nodes_[language]; }
  bool has(LanguageId language, Flag flag) const noexcept { return (nodes_[language].flags & flag) != 0; }
  void count_steps(std::size_t n);
  static void check_parts(std::size_t n);
  template <typename IsSame>
  LanguageId intern(Node candidate, IsSame is_same);
  LanguageId intern_literal(std::uint32_t offset, std::uint32_t length);
  LanguageId intern_members(Kind kind, std::uint32_t offset, std::uint32_t c, Node facts);
  struct Counted {
    LanguageId base;
    std::uint32_t min, max;
  };
  Counted as_counted(LanguageId language) const noexcept;
  LanguageId concatenate_pair(LanguageId first, LanguageId second);
  LanguageId unite_members(std::vector<LanguageId>& members, int depth);
  void merge_repetitions(std::vector<LanguageId>& members);
  void factor_heads(std::vector<LanguageId>& members, int depth);
  LanguageId intersect_members(std::vector<LanguageId>& members);
  void merge_byte_sets(std::vector<LanguageId>& members);
  bool is_byte_set(LanguageId language) const noexcept;
  std::bitset<256> bytes_of(LanguageId language) const;
  // edges: sorted, disjoint, targets not kNothing.
  LanguageId branch(std::span<const ByteBranch> edges, bool accepts_empty);
  LanguageId trie(std::span<const std::string_view> strings, std::size_t depth);
  LanguageId code_point_block(std::span<const CodePointRange> ranges, char32_t begin, int n_bytes);

  // Derivatives (language_derivatives.cc).
  std::uint32_t intern_partition(const ByteClasses& classes, std::uint32_t n_classes);
  std::uint32_t refine(std::uint32_t left, std::uint32_t right);
  std::uint32_t set_partition(const std::bitset<256>& bytes);
  std::uint32_t find_partition(LanguageId language);
  Row ensure_row(LanguageId language);
  LanguageId derive(LanguageId language, std::uint8_t byte);
  LanguageId find_derivative(LanguageId language, std::uint8_t byte);
  LanguageId states_after(std::uint32_t automaton, std::vector<StateId> reached);
  LanguageId find_next(LanguageId language, std::uint8_t byte);

  // Searches (language_search.cc). Whether there is a string; with find_shortest, shortest is made exact.
  bool search(LanguageId language, bool find_shortest);
  std::uint64_t distance_guess(LanguageId language) const noexcept;

  std::vector<Node> nodes_;
  std::vector<Row> rows_;             // [nodes]
  std::vector<std::uint32_t> slots_;  // open addressing by hash; 0: free
  std::vector<LanguageId> members_;
  std::vector<ByteBranch> edges_;
  std::string literal_bytes_;
  std::vector<std::bitset<256>> byte_sets_;
  std::vector<StoredAutomaton> automata_;

  std::vector<std::uint32_t> rests_;
  std::vector<ByteClasses> classes_;      // [partitions]
  std::vector<std::uint32_t> n_classes_;  // [partitions]
  std::unordered_multimap<std::uint64_t, std::uint32_t> partition_numbers_;
  std::unordered_map<std::uint64_t, std::uint32_t> refinements_;

  std::array<LanguageId, 4> continuation_bytes_{};  // [n]: n bytes that continue a character
  std::unordered_map<std::string, LanguageId> names_;
  LanguageId any_character_ = kNothing;
  LanguageId any_text_ = kNothing;
  std::size_t steps_left_ = ~std::size_t{0};  // all: nothing limits them now
};

inline LanguageId LanguagePool::next(LanguageId language, std::uint8_t byte) {
  const Row row = rows_[language];
  const std::uint32_t rest = rests_[row.row + classes_[row.partition][byte]];
  return rest < kUndecided ? rest : find_next(language, byte);
}

inline bool LanguagePool::accepts_empty(LanguageId language) const noexcept { return has(language, kAcceptsEmpty); }

}  // namespace oree::decode
