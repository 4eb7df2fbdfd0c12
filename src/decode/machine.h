// Reads a text byte by byte under a grammar: every way to understand what was read so far is a Thread, and a byte makes
// of each thread those that go on with it.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "decode/compiled_schema.h"
#include "decode/context_free_grammar.h"
#include "decode/frames.h"
#include "decode/language.h"

namespace oree::decode {

struct Thread {
  enum class Kind : std::uint8_t {
    kEnd,          // a whole sentence was read
    kScalar,       // inside a JSON scalar or a literal of the grammar; a: what may follow of it
    kString,       // inside a string; a: what its value may go on with
    kName,         // inside a key; a, b: the names it may be (of ObjectOrder::by_name), c: bytes read
    kOtherKey,     // inside a key that is no property's name; a: as kString, b: of other_keys
    kColon,        // behind a key; a: the node of the value
    kSpaceValue,   // before the space before a value; a: the node
    kValue,        // before a value; a: the node
    kObjectStart,  // behind {
    kMemberEnd,    // behind a property's value
    kSpaceKey,     // before the space before a key
    kKey,          // before a key
    kArrayStart,   // behind [
    kItemEnd,      // behind an item
  };

  Kind kind = Kind::kEnd;
  std::uint32_t a = 0, b = 0, c = 0;
  std::uint32_t escape = 0;  // how far an escape of a string was read (string_steps.cc)
  FrameId frame = kRootFrame;

  auto operator<=>(const Thread&) const = default;
};

// Everything a grammar is made of.
struct GrammarParts {
  LanguagePool pool;
  CompiledSchema schema;
  ContextFreeGrammar rules;
  // kCanonical: as text::dump_spaced writes, properties in the schema's order. kAny: every JSON text of the same
  // values.
  Spelling spelling = Spelling::kCanonical;
};

// Saturates at kUnreachable.
constexpr std::uint32_t add_distances(std::uint32_t left, std::uint32_t right) noexcept {
  return left >= kUnreachable - right ? kUnreachable : left + right;
}

class Machine {
 public:
  // pool: that of the parts or a copy of it, which grows. usable: the bytes that can be written one by one; distances
  // count on no others. parts and pool must outlive it.
  Machine(const GrammarParts& parts, LanguagePool& pool, std::bitset<256> usable);

  void start(std::vector<Thread>& threads);
  // Adds what the thread becomes. The same thread may be added twice.
  void step(const Thread& thread, std::uint8_t byte, std::vector<Thread>& threads);
  // Whether a sentence may end here.
  bool accepts(const Thread& thread) { return accepts(thread, 0); }
  // At least the bytes of the shortest way to the end of a sentence, and such that some byte leads at least one nearer;
  // kUnreachable without one.
  std::uint32_t distance(const Thread& thread);

  // What is being read has to be recorded: it must not be repeated.
  bool records(const Thread& thread) const;
  bool is_pending(const Thread& thread) const noexcept { return frames_[thread.frame].pending; }
  // The thread once it is known what was read: is_pending() no more.
  Thread resolve(const Thread& thread, const std::string& recorded);

  // How many characters that stand for themselves in a string (not '"', '\\' and controls) may follow, whichever they
  // are, when more may not follow; kMaxPlainRun when as many and more may follow. nullopt: it depends on which.
  // farthest: raised to the distances behind them; nullptr where they do not matter.
  static constexpr std::uint32_t kMaxPlainRun = 64;
  std::optional<std::uint32_t> plain_run(const Thread& thread, std::uint32_t* farthest);
  // Sets the bytes that the thread may go on with, and perhaps others; so that most need not be tried.
  void add_possible_bytes(const Thread& thread, std::bitset<256>& bytes);
  // Inside a string: bytes that stand for themselves and have the same number lead to the same. [256]; nullopt
  // elsewhere.
  std::optional<std::array<std::uint8_t, 256>> plain_classes(const Thread& thread);
  // Inside a string where no character that stands for itself changes anything.
  bool is_settled(const Thread& thread);

  std::size_t n_bytes() const noexcept;

 private:
  // Of an ObjectShape, made when one is first read.
  struct ObjectOrder {
    const ObjectShape* shape;
    std::vector<std::uint32_t> by_name;          // properties sorted by name
    std::vector<std::uint64_t> required;         // a bit a property
    std::vector<std::uint32_t> next_required;    // [n + 1]: the first required property from here on; n: none
    std::vector<std::uint32_t> n_required_from;  // [n + 1]
    std::vector<std::uint32_t> n_possible_from;  // [n + 1]: properties that may stand there
    bool counts = false;                         // bounds make the number of properties matter
    bool tracks_seen = false;
  };
  struct Used {
    LanguageId language;
    std::uint32_t used;
    bool strings;
    bool operator==(const Used&) const = default;
  };
  struct UsedHash {
    std::size_t operator()(const Used& used) const noexcept {
      return ((std::size_t{used.language} << 32) | used.used) * 0x9E3779B97F4A7C15U + (used.strings ? 1U : 0U);
    }
  };
  // The languages behind one plain character.
  struct Successors {
    std::vector<LanguageId> languages;
    bool all_live = true;  // behind every plain character something may follow
  };

  // rules (rule_steps.cc)
  void enter_rule(std::uint32_t rule, FrameId parent, std::vector<Thread>& threads);
  void go_on(std::uint32_t alternative, std::uint32_t symbol, FrameId parent, std::vector<Thread>& threads);
  void end_value(FrameId frame, std::vector<Thread>& threads);
  bool accepts(const Thread& thread, int depth);
  bool frame_accepts(FrameId frame, int depth);
  bool can_end(std::uint32_t alternative, std::uint32_t symbol, FrameId parent, int depth);
  void measure_rules();

  // values (machine.cc)
  void step_any(const Thread& thread, std::uint8_t byte, std::vector<Thread>& threads);
  void step_value(const Thread& thread, std::uint8_t byte, std::vector<Thread>& threads);
  bool is_space(std::uint8_t byte) const noexcept {
    return any_spelling_ && (byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r');
  }

  // strings and keys (string_steps.cc)
  void step_string(const Thread& thread, std::uint8_t byte, std::vector<Thread>& threads);
  void step_escape(Thread thread, std::uint8_t byte, std::vector<Thread>& threads);
  bool feed(Thread& thread, std::uint8_t byte);
  bool feed_code_point(Thread& thread, char32_t code_point);
  bool takes_control(const Thread& thread, std::uint32_t digits, int n_digits);
  bool takes_escape(const Thread& thread);
  void close_string(const Thread& thread, std::vector<Thread>& threads);

  // objects (object_steps.cc)
  std::uint32_t number_of(const ObjectShape& shape);
  const ObjectOrder& order_of(const Frame& frame) const noexcept { return *objects_[frame.shape]; }
  FrameId open_object(const ObjectShape& shape, FrameId parent);
  void step_object(const Thread& thread, std::uint8_t byte, std::vector<Thread>& threads);
  void start_keys(FrameId frame, std::vector<Thread>& threads);
  void end_name(const Thread& thread, std::vector<Thread>& threads);
  void end_other_key(const Thread& thread, std::vector<Thread>& threads);
  bool may_close_object(const Frame& frame) const;
  bool may_name(const Frame& frame, std::uint32_t property) const;
  bool may_name_any(const Frame& frame, std::uint32_t begin, std::uint32_t end) const;
  bool may_other_key(const Frame& frame) const;
  bool may_continue_object(const Frame& frame);
  bool has_seen(const Frame& frame, std::uint32_t property) const;
  std::uint32_t n_missing(const Frame& frame) const;
  std::vector<std::uint32_t> missing(const Frame& frame) const;
  static std::vector<std::uint32_t> missing(const ObjectOrder& order, const std::vector<std::uint64_t>& seen);
  std::uint64_t n_possible_behind(const Frame& frame, std::uint32_t property) const;
  std::uint64_t n_other_keys(const Frame& frame, std::uint64_t enough) const;
  // Whether no key is written twice. A text that is only checked may have one twice, as JSON allows, unless keys count.
  bool remembers_keys(const Frame& frame) const { return !any_spelling_ || order_of(frame).counts; }
  LanguageId other_key_language(const Frame& frame, std::uint32_t other);
  Frame with_property(const Frame& frame, std::uint32_t property);

  // arrays (array_steps.cc)
  std::uint32_t number_of(const ArrayShape& shape);
  FrameId open_array(const ArrayShape& shape, FrameId parent);
  void step_array(const Thread& thread, std::uint8_t byte, std::vector<Thread>& threads);
  void start_items(FrameId frame, Thread::Kind kind, std::vector<Thread>& threads);
  bool may_close_array(const Frame& frame) const;
  LanguageId unused(LanguageId language, std::uint32_t used, bool strings);

  // distances (distances.cc)
  std::uint32_t close_distance(FrameId id);  // from behind a value inside it to the end
  std::uint32_t value_distance(const Thread& thread);
  std::uint32_t name_distance(const Thread& thread);
  std::uint32_t other_key_distance(FrameId id, std::uint32_t other);
  std::uint32_t key_distance(FrameId id);
  std::uint32_t members_distance(const Frame& frame);
  std::uint32_t more_items_distance(const Frame& frame);
  std::uint32_t first_item_distance(FrameId id);
  std::uint32_t escape_distance(const Thread& thread);
  std::uint32_t node_distance(NodeId node);
  std::uint32_t symbol_distance(const ContextFreeGrammar::Symbol& symbol);
  std::uint32_t language_distance(LanguageId language, bool in_string);
  std::uint32_t searched_distance(LanguageId language, bool in_string);
  void measure_nodes();

  // plain runs (plain_run.cc)
  const Successors& successors_of(LanguageId language);

  const GrammarParts* parts_;
  LanguagePool* pool_;
  bool any_spelling_;
  std::bitset<256> usable_;
  bool all_usable_;
  FramePool frames_;
  SeenSets seen_;
  UsedSets used_;
  std::vector<const std::vector<ContextFreeGrammar::Symbol>*> alternatives_;
  std::vector<std::uint32_t> alternative_begins_;  // [rules + 1], into alternatives_
  std::vector<std::uint32_t> rule_distances_;
  std::vector<std::uint32_t> node_distances_;  // [nodes], for vocabularies that lack bytes
  std::unordered_map<const ObjectShape*, std::uint32_t> object_numbers_;
  std::vector<std::unique_ptr<ObjectOrder>> objects_;
  std::unordered_map<const ArrayShape*, std::uint32_t> array_numbers_;
  std::vector<const ArrayShape*> arrays_;
  std::unordered_map<Used, LanguageId, UsedHash> unused_;
  std::unordered_map<FrameId, std::uint32_t> close_distances_;
  std::unordered_map<std::uint64_t, std::uint32_t> language_distances_;
  std::unordered_map<LanguageId, Successors> successors_;
  int n_closures_ = 0;  // of one step, against grammars that go round without reading
};

}  // namespace oree::decode
