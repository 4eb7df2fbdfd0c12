// Rules of a context-free grammar: which symbol comes next, and what follows the end of a rule.
#include "decode/machine.h"
#include "oree/error.h"

namespace oree::decode {
namespace {

// Symbols entered for one byte. A grammar that goes round without reading a byte would never end.
constexpr int kMaxClosures = 200'000;
constexpr int kMaxDepth = 4096;

}  // namespace

void Machine::enter_rule(std::uint32_t rule, FrameId parent, std::vector<Thread>& threads) {
  for (std::uint32_t i = alternative_begins_[rule]; i < alternative_begins_[rule + 1]; ++i) {
    go_on(i, 0, parent, threads);
  }
}

void Machine::go_on(std::uint32_t alternative, std::uint32_t symbol, FrameId parent, std::vector<Thread>& threads) {
  if (++n_closures_ > kMaxClosures) {
    throw Error(ErrorCode::kLimit, "the grammar can be read in more than kMaxClosures ways", "grammar",
                "take apart rules that repeat what may be empty");
  }
  const std::vector<ContextFreeGrammar::Symbol>& symbols = *alternatives_[alternative];
  if (symbol == symbols.size()) {
    return end_value(parent, threads);
  }
  // The last symbol of a rule needs no way back to it, so that a rule that ends in itself nests nothing.
  const FrameId behind =
      symbol + 1 == symbols.size()
          ? parent
          : frames_.intern({.kind = Frame::Kind::kReturn, .parent = parent, .shape = alternative, .seen = symbol + 1});
  const ContextFreeGrammar::Symbol& next = symbols[symbol];
  switch (next.kind) {
    case ContextFreeGrammar::Symbol::Kind::kLanguage:
      if (next.id != kNothing) {
        threads.push_back({.kind = Thread::Kind::kScalar, .a = next.id, .frame = behind});
      }
      return;
    case ContextFreeGrammar::Symbol::Kind::kRule:
      return enter_rule(next.id, behind, threads);
    case ContextFreeGrammar::Symbol::Kind::kValue:
      threads.push_back({.kind = Thread::Kind::kValue, .a = next.id, .frame = behind});
      return;
  }
}

void Machine::end_value(FrameId id, std::vector<Thread>& threads) {
  const Frame frame = frames_[id];
  switch (frame.kind) {
    case Frame::Kind::kRoot:
      threads.push_back({.kind = Thread::Kind::kEnd});
      return;
    case Frame::Kind::kReturn:
      return go_on(frame.shape, frame.seen, frame.parent, threads);
    case Frame::Kind::kObject:
      threads.push_back({.kind = Thread::Kind::kMemberEnd, .frame = id});
      return;
    case Frame::Kind::kArray: {
      Frame behind = frame;
      behind.pending = arrays_[frame.shape]->unique;
      threads.push_back({.kind = Thread::Kind::kItemEnd, .frame = frames_.intern(behind)});
      return;
    }
  }
}

bool Machine::accepts(const Thread& thread, int depth) {
  switch (thread.kind) {
    case Thread::Kind::kEnd:
      return true;
    case Thread::Kind::kScalar:
      return pool_->accepts_empty(thread.a) && frame_accepts(thread.frame, depth + 1);
    default:
      return false;
  }
}

bool Machine::frame_accepts(FrameId id, int depth) {
  const Frame& frame = frames_[id];
  if (frame.kind == Frame::Kind::kRoot) {
    return true;
  }
  return frame.kind == Frame::Kind::kReturn && depth < kMaxDepth &&
         can_end(frame.shape, frame.seen, frame.parent, depth + 1);
}

bool Machine::can_end(std::uint32_t alternative, std::uint32_t symbol, FrameId parent, int depth) {
  measure_rules();
  const std::vector<ContextFreeGrammar::Symbol>& symbols = *alternatives_[alternative];
  for (std::size_t i = symbol; i < symbols.size(); ++i) {
    if (symbol_distance(symbols[i]) != 0) {
      return false;
    }
  }
  return frame_accepts(parent, depth);
}

}  // namespace oree::decode
