#include "decode/machine.h"

#include "oree/error.h"

namespace oree::decode {

Machine::Machine(const GrammarParts& parts, LanguagePool& pool, std::bitset<256> usable)
    : parts_(&parts),
      pool_(&pool),
      any_spelling_(parts.spelling == Spelling::kAny),
      usable_(usable),
      all_usable_(usable.all()) {
  for (const ContextFreeGrammar::Rule& rule : parts_->rules.rules) {
    alternative_begins_.push_back(static_cast<std::uint32_t>(alternatives_.size()));
    for (const auto& alternative : rule.alternatives) {
      alternatives_.push_back(&alternative);
    }
  }
  alternative_begins_.push_back(static_cast<std::uint32_t>(alternatives_.size()));
}

void Machine::start(std::vector<Thread>& threads) {
  n_closures_ = 0;
  enter_rule(parts_->rules.root, kRootFrame, threads);
}

void Machine::step(const Thread& thread, std::uint8_t byte, std::vector<Thread>& threads) {
  n_closures_ = 0;
  step_any(thread, byte, threads);
}

void Machine::step_any(const Thread& thread, std::uint8_t byte, std::vector<Thread>& threads) {
  switch (thread.kind) {
    case Thread::Kind::kEnd:
      if (is_space(byte)) {
        threads.push_back(thread);
      }
      return;
    case Thread::Kind::kScalar: {
      const LanguageId rest = pool_->next(thread.a, byte);
      if (rest != kNothing) {
        threads.push_back(thread);
        threads.back().a = rest;
      }
      if (pool_->accepts_empty(thread.a)) {
        std::vector<Thread> behind;
        end_value(thread.frame, behind);
        for (const Thread& next : behind) {
          step_any(next, byte, threads);
        }
      }
      return;
    }
    case Thread::Kind::kString:
    case Thread::Kind::kName:
    case Thread::Kind::kOtherKey:
      return step_string(thread, byte, threads);
    case Thread::Kind::kSpaceValue:
      if (byte == ' ') {
        threads.push_back(thread);
        threads.back().kind = Thread::Kind::kValue;
      }
      return;
    case Thread::Kind::kValue:
      return step_value(thread, byte, threads);
    case Thread::Kind::kColon:
    case Thread::Kind::kObjectStart:
    case Thread::Kind::kMemberEnd:
    case Thread::Kind::kSpaceKey:
    case Thread::Kind::kKey:
      return step_object(thread, byte, threads);
    case Thread::Kind::kArrayStart:
    case Thread::Kind::kItemEnd:
      return step_array(thread, byte, threads);
  }
}

void Machine::step_value(const Thread& thread, std::uint8_t byte, std::vector<Thread>& threads) {
  if (is_space(byte)) {
    threads.push_back(thread);
    return;
  }
  const Frame& frame = frames_[thread.frame];
  // What the last item was is not known yet, so this one could repeat it.
  if (frame.kind == Frame::Kind::kArray && frame.pending) {
    return;
  }
  const std::uint32_t used = frame.kind == Frame::Kind::kArray ? frame.used : 0;
  const ValueNode& node = parts_->schema.nodes[thread.a];
  if (byte == '{') {
    for (const ObjectShape& shape : node.objects) {
      threads.push_back({.kind = Thread::Kind::kObjectStart, .frame = open_object(shape, thread.frame)});
    }
  } else if (byte == '[') {
    for (const ArrayShape& shape : node.arrays) {
      threads.push_back({.kind = Thread::Kind::kArrayStart, .frame = open_array(shape, thread.frame)});
    }
  } else if (byte == '"') {
    for (const LanguageId content : node.strings) {
      const LanguageId left = unused(content, used, true);
      if (left != kNothing) {
        threads.push_back({.kind = Thread::Kind::kString, .a = left, .frame = thread.frame});
      }
    }
  }
  // Also behind a quote: quotations are scalars here.
  if (node.scalar != kNothing) {
    const LanguageId rest = pool_->next(unused(node.scalar, used, false), byte);
    if (rest != kNothing) {
      threads.push_back({.kind = Thread::Kind::kScalar, .a = rest, .frame = thread.frame});
    }
  }
}

bool Machine::records(const Thread& thread) const {
  switch (thread.kind) {
    case Thread::Kind::kOtherKey:
      return remembers_keys(frames_[thread.frame]);
    case Thread::Kind::kScalar:
    case Thread::Kind::kString: {
      const Frame& frame = frames_[thread.frame];
      return frame.kind == Frame::Kind::kArray && arrays_[frame.shape]->unique;
    }
    default:
      return false;
  }
}

void Machine::add_possible_bytes(const Thread& thread, std::bitset<256>& bytes) {
  const auto add = [&bytes](std::string_view some) {
    for (const char byte : some) {
      bytes.set(static_cast<std::uint8_t>(byte));
    }
  };
  const auto add_scalar = [&](LanguageId language) {
    for (unsigned byte = 0; byte < 256; ++byte) {
      if (pool_->next(language, static_cast<std::uint8_t>(byte)) != kNothing) {
        bytes.set(byte);
      }
    }
  };
  if (any_spelling_) {
    add(" \n\t\r");
  }
  switch (thread.kind) {
    case Thread::Kind::kEnd:
      return;
    case Thread::Kind::kScalar:
      add_scalar(thread.a);
      if (pool_->accepts_empty(thread.a)) {
        std::vector<Thread> behind;
        n_closures_ = 0;
        end_value(thread.frame, behind);
        for (const Thread& next : behind) {
          add_possible_bytes(next, bytes);
        }
      }
      return;
    case Thread::Kind::kString:
    case Thread::Kind::kOtherKey:
      bytes.set();
      return;
    case Thread::Kind::kName: {
      add("\"\\");
      if (thread.escape != 0) {
        bytes.set();
      }
      const ObjectOrder& order = order_of(frames_[thread.frame]);
      for (std::uint32_t i = thread.a; i < thread.b; ++i) {
        const std::string& name = order.shape->properties[order.by_name[i]].name;
        if (name.size() > thread.c) {
          bytes.set(static_cast<std::uint8_t>(name[thread.c]));
        }
      }
      return;
    }
    case Thread::Kind::kSpaceValue:
    case Thread::Kind::kSpaceKey:
      return add(" ");
    case Thread::Kind::kColon:
      return add(":");
    case Thread::Kind::kKey:
      return add("\"");
    case Thread::Kind::kObjectStart:
      return add("\"}");
    case Thread::Kind::kMemberEnd:
      return add(",}");
    case Thread::Kind::kItemEnd:
      return add(",]");
    case Thread::Kind::kArrayStart: {
      add("]");
      std::vector<Thread> items;
      start_items(thread.frame, Thread::Kind::kValue, items);
      for (const Thread& item : items) {
        add_possible_bytes(item, bytes);
      }
      return;
    }
    case Thread::Kind::kValue: {
      add("{[\"");
      const LanguageId scalar = parts_->schema.nodes[thread.a].scalar;
      if (scalar != kNothing) {
        add_scalar(scalar);
      }
      return;
    }
  }
}

std::size_t Machine::n_bytes() const noexcept {
  constexpr std::size_t kBytesPerFrame = 150;  // with its entries in the tables
  constexpr std::size_t kBytesPerEntry = 64;
  return pool_->n_bytes() + frames_.size() * kBytesPerFrame + used_.n_bytes() + seen_.n_bytes() +
         (unused_.size() + close_distances_.size() + language_distances_.size() + successors_.size()) * kBytesPerEntry;
}

}  // namespace oree::decode
