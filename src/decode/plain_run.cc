// How many characters may follow in a string whichever they are, so that most of a vocabulary need not be looked at.
#include <algorithm>
#include <array>

#include "decode/machine.h"

namespace oree::decode {
namespace {

struct Bytes {
  std::uint8_t first, last;
};

// The characters of several bytes by the ranges of their bytes (Unicode 15, table 3-7).
constexpr std::array<std::array<Bytes, 4>, 8> kLongCharacters = {{
    {{{0xC2, 0xDF}, {0x80, 0xBF}, {}, {}}},
    {{{0xE0, 0xE0}, {0xA0, 0xBF}, {0x80, 0xBF}, {}}},
    {{{0xE1, 0xEC}, {0x80, 0xBF}, {0x80, 0xBF}, {}}},
    {{{0xED, 0xED}, {0x80, 0x9F}, {0x80, 0xBF}, {}}},
    {{{0xEE, 0xEF}, {0x80, 0xBF}, {0x80, 0xBF}, {}}},
    {{{0xF0, 0xF0}, {0x90, 0xBF}, {0x80, 0xBF}, {0x80, 0xBF}}},
    {{{0xF1, 0xF3}, {0x80, 0xBF}, {0x80, 0xBF}, {0x80, 0xBF}}},
    {{{0xF4, 0xF4}, {0x80, 0x8F}, {0x80, 0xBF}, {0x80, 0xBF}}},
}};

// Languages followed at once; a pattern that branches more is looked at token by token.
constexpr std::size_t kMaxFollowed = 32;

void add(std::vector<LanguageId>& languages, LanguageId language) {
  if (std::find(languages.begin(), languages.end(), language) == languages.end()) {
    languages.push_back(language);
  }
}

}  // namespace

const Machine::Successors& Machine::successors_of(LanguageId language) {
  const auto found = successors_.find(language);
  if (found != successors_.end()) {
    return found->second;
  }
  Successors result;
  LanguagePool& pool = *pool_;
  // Adds the rests behind the bytes of a range.
  const auto follow = [&](LanguageId from, Bytes range, std::vector<LanguageId>& to) {
    std::array<std::uint8_t, 256> classes;
    std::ranges::copy(pool.byte_classes(from), classes.begin());
    int last_class = -1;
    for (unsigned byte = range.first; byte <= range.last; ++byte) {
      if (byte == '"' || byte == '\\' || classes[byte] == last_class) {
        continue;
      }
      last_class = classes[byte];
      const LanguageId next = pool.next(from, static_cast<std::uint8_t>(byte));
      if (next == kNothing) {
        result.all_live = false;
      } else {
        add(to, next);
      }
    }
  };
  follow(language, {0x20, 0x7F}, result.languages);
  for (const auto& ranges : kLongCharacters) {
    std::vector<LanguageId> at = {language};
    for (const Bytes range : ranges) {
      if (range.first == 0) {
        break;
      }
      std::vector<LanguageId> next;
      for (const LanguageId one : at) {
        follow(one, range, next);
      }
      at = std::move(next);
    }
    for (const LanguageId one : at) {
      add(result.languages, one);
    }
  }
  return successors_.emplace(language, std::move(result)).first->second;
}

std::optional<std::uint32_t> Machine::plain_run(const Thread& thread, std::uint32_t* farthest) {
  const bool in_value = thread.kind == Thread::Kind::kString;
  if ((!in_value && thread.kind != Thread::Kind::kOtherKey) || thread.escape != 0) {
    return std::nullopt;
  }
  const std::uint32_t behind = farthest == nullptr ? 0
                               : in_value          ? add_distances(1, close_distance(thread.frame))
                                                   : other_key_distance(thread.frame, thread.b);
  std::vector<LanguageId> at = {thread.a};
  std::vector<LanguageId> next;
  for (std::uint32_t run = 0; run < kMaxPlainRun; ++run) {
    next.clear();
    bool all_live = true;
    bool any_live = false;
    for (const LanguageId language : at) {
      const Successors& successors = successors_of(language);
      all_live = all_live && successors.all_live;
      any_live = any_live || !successors.languages.empty();
      for (const LanguageId one : successors.languages) {
        add(next, one);
      }
    }
    if (!all_live) {
      return any_live || run == 0 ? std::nullopt : std::optional(run);
    }
    if (next.size() > kMaxFollowed) {
      return std::nullopt;
    }
    if (farthest != nullptr) {
      for (const LanguageId one : next) {
        *farthest = std::max(*farthest, add_distances(behind, language_distance(one, true)));
      }
    }
    if (next == at) {
      return kMaxPlainRun;
    }
    at.swap(next);
  }
  return kMaxPlainRun;
}

std::optional<std::array<std::uint8_t, 256>> Machine::plain_classes(const Thread& thread) {
  if ((thread.kind != Thread::Kind::kString && thread.kind != Thread::Kind::kOtherKey) || thread.escape != 0) {
    return std::nullopt;
  }
  std::array<std::uint8_t, 256> classes;
  std::ranges::copy(pool_->byte_classes(thread.a), classes.begin());
  return classes;
}

bool Machine::is_settled(const Thread& thread) {
  if ((thread.kind != Thread::Kind::kString && thread.kind != Thread::Kind::kOtherKey) || thread.escape != 0) {
    return false;
  }
  const Successors& successors = successors_of(thread.a);
  return successors.all_live && successors.languages.size() == 1 && successors.languages.front() == thread.a;
}

}  // namespace oree::decode
