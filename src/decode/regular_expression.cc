#include "decode/regular_expression.h"

#include <algorithm>
#include <array>

#include "decode/regular_expression_syntax.h"
#include "oree/error.h"

namespace oree::decode {
namespace {

using Kind = PatternPart::Kind;

// Repetitions of what looks around are written out up to so many times.
constexpr std::uint64_t kMaxWrittenRepetitions = 16;
constexpr std::size_t kMaxKnownSets = 8;

// What may follow a place of the text: the rests of texts, by what stands before it. Assertions need no more, because
// the tree is followed from its end.
struct Rests {
  LanguageId at_start;      // nothing
  LanguageId after_member;  // a character of the class that assertions ask for (word characters)
  LanguageId after_other;   // another character

  bool independent() const noexcept { return at_start == after_member && after_member == after_other; }
};

class Builder {
 public:
  explicit Builder(LanguagePool& pool) : pool_(pool) {}

  LanguageId build(const PatternPart& pattern, bool anchored) {
    find_asked_class(pattern);
    if (is_asked_) {
      member_ = pool_.code_points(asked_class_);
      other_ = pool_.code_points(invert_code_points(asked_class_));
    }
    const LanguageId end = anchored ? kEmptyString : pool_.any_text();
    const Rests rests = before(pattern, {end, end, end});
    if (anchored) return rests.at_start;
    if (rests.independent()) return pool_.concatenate(pool_.any_text(), rests.at_start);
    if (rests.after_member == rests.after_other) {
      const LanguageId some_text = pool_.repeat(pool_.any_character(), 1, std::nullopt);
      return unite({rests.at_start, pool_.concatenate(some_text, rests.after_other)});
    }
    return unite(
        {rests.at_start, behind_any_text(member_, rests.after_member), behind_any_text(other_, rests.after_other)});
  }

 private:
  [[noreturn]] static void refuse(const PatternPart& part, const std::string& what, const std::string& hint) {
    throw Error(ErrorCode::kUnsupported, what, "byte " + std::to_string(part.offset), hint);
  }

  LanguageId unite(std::initializer_list<LanguageId> languages) {
    return pool_.unite(std::span(languages.begin(), languages.size()));
  }
  LanguageId intersect(LanguageId first, LanguageId second) {
    const std::array<LanguageId, 2> both{first, second};
    return pool_.intersect(both);
  }
  LanguageId behind_any_text(LanguageId character, LanguageId rest) {
    return pool_.concatenate(pool_.any_text(), pool_.concatenate(character, rest));
  }

  // The class of characters that \b, \B and lookbehinds ask for: one for all of them.
  void find_asked_class(const PatternPart& part) {
    if (!part.has_assertion) return;
    if (part.kind == Kind::kBoundary) {
      ask_for({word_characters().begin(), word_characters().end()}, part);
    } else if (part.kind == Kind::kLookbehind) {
      const PatternPart& inner = part.parts.front();
      std::vector<CodePointRange> ranges = inner.ranges;
      if (inner.kind == Kind::kText && inner.text.size() == 1) {
        const auto character = static_cast<unsigned char>(inner.text.front());
        ranges.push_back({character, character});
      } else if (inner.kind != Kind::kCharacter) {
        refuse(part, "lookbehind is supported for one character only", "write the pattern without lookbehind");
      }
      ask_for(std::move(ranges), part);
      return;
    }
    for (const PatternPart& inner : part.parts) find_asked_class(inner);
  }
  void ask_for(std::vector<CodePointRange> ranges, const PatternPart& part) {
    const auto same = [](CodePointRange a, CodePointRange b) { return a.first == b.first && a.last == b.last; };
    if (is_asked_ && !std::equal(ranges.begin(), ranges.end(), asked_class_.begin(), asked_class_.end(), same)) {
      refuse(part, "a pattern can ask for one class of characters before a place only, not for two",
             "use \\b, \\B and lookbehind for the same class, or once");
    }
    is_asked_ = true;
    asked_class_ = std::move(ranges);
  }

  // Patterns name the same few sets again and again.
  LanguageId characters(const std::vector<CodePointRange>& ranges) {
    const auto same = [](CodePointRange a, CodePointRange b) { return a.first == b.first && a.last == b.last; };
    for (const auto& [known, language] : known_sets_) {
      if (std::equal(known->begin(), known->end(), ranges.begin(), ranges.end(), same)) return language;
    }
    const LanguageId language = pool_.code_points(ranges);
    if (known_sets_.size() < kMaxKnownSets) known_sets_.push_back({&ranges, language});
    return language;
  }

  // A part without assertions.
  LanguageId plain(const PatternPart& part) {
    switch (part.kind) {
      case Kind::kText:
        return pool_.literal(part.text);
      case Kind::kCharacter:
        return characters(part.ranges);
      case Kind::kSequence: {
        LanguageId whole = kEmptyString;
        for (std::size_t i = part.parts.size(); i > 0; --i) {
          whole = pool_.concatenate(plain(part.parts[i - 1]), whole);
        }
        return whole;
      }
      case Kind::kAlternatives: {
        std::vector<LanguageId> languages;
        for (const PatternPart& inner : part.parts) languages.push_back(plain(inner));
        return pool_.unite(languages);
      }
      case Kind::kRepetition:
        return pool_.repeat(plain(part.parts.front()), part.min, part.max);
      default:
        refuse(part, "an assertion stands where none is followed", "");
    }
  }

  // What may follow the place before the part, given what may follow the part.
  Rests before(const PatternPart& part, const Rests& rests) {
    if (!part.has_assertion && (part.kind != Kind::kSequence || rests.independent())) {
      return before_plain(plain(part), rests);
    }
    switch (part.kind) {
      case Kind::kSequence: {
        Rests result = rests;
        for (std::size_t i = part.parts.size(); i > 0; --i) result = before(part.parts[i - 1], result);
        return result;
      }
      case Kind::kAlternatives: {
        std::vector<LanguageId> at_start, after_member, after_other;
        for (const PatternPart& inner : part.parts) {
          const Rests result = before(inner, rests);
          at_start.push_back(result.at_start);
          after_member.push_back(result.after_member);
          after_other.push_back(result.after_other);
        }
        return {pool_.unite(at_start), pool_.unite(after_member), pool_.unite(after_other)};
      }
      case Kind::kRepetition:
        return before_repetition(part, rests);
      case Kind::kStart:
        return {rests.at_start, kNothing, kNothing};
      case Kind::kEnd: {
        const auto end = [this](LanguageId rest) { return pool_.accepts_empty(rest) ? kEmptyString : kNothing; };
        return {end(rests.at_start), end(rests.after_member), end(rests.after_other)};
      }
      case Kind::kBoundary: {
        const LanguageId word = pool_.concatenate(member_, pool_.complement(kNothing));
        const LanguageId behind_word = part.negative ? word : pool_.complement(word);
        const LanguageId behind_other = part.negative ? pool_.complement(word) : word;
        return {intersect(rests.at_start, behind_other), intersect(rests.after_member, behind_word),
                intersect(rests.after_other, behind_other)};
      }
      case Kind::kLookahead: {
        const LanguageId text = pool_.any_text();
        const Rests ahead = before(part.parts.front(), {text, text, text});
        const auto both = [&](LanguageId rest, LanguageId look) {
          return intersect(rest, part.negative ? pool_.complement(look) : look);
        };
        return {both(rests.at_start, ahead.at_start), both(rests.after_member, ahead.after_member),
                both(rests.after_other, ahead.after_other)};
      }
      case Kind::kLookbehind:
        if (part.negative) return {rests.at_start, kNothing, rests.after_other};
        return {kNothing, rests.after_member, kNothing};
      default:
        return before_plain(plain(part), rests);
    }
  }

  Rests before_plain(LanguageId language, const Rests& rests) {
    if (rests.independent()) {
      const LanguageId all = pool_.concatenate(language, rests.at_start);
      return {all, all, all};
    }
    // What the language leads to when it takes something; when it takes nothing, the place stays what it is.
    LanguageId taken;
    if (rests.after_member == rests.after_other) {
      const LanguageId some =
          pool_.accepts_empty(language) ? intersect(language, pool_.complement(kEmptyString)) : language;
      taken = pool_.concatenate(some, rests.after_other);
    } else {
      const auto ending_with = [&](LanguageId last) {
        return intersect(language, pool_.concatenate(pool_.any_text(), last));
      };
      taken = unite({pool_.concatenate(ending_with(member_), rests.after_member),
                     pool_.concatenate(ending_with(other_), rests.after_other)});
    }
    if (!pool_.accepts_empty(language)) return {taken, taken, taken};
    return {unite({taken, rests.at_start}), unite({taken, rests.after_member}), unite({taken, rests.after_other})};
  }

  Rests before_repetition(const PatternPart& part, const Rests& rests) {
    const PatternPart& inner = part.parts.front();
    if (!part.max || *part.max > kMaxWrittenRepetitions) {
      refuse(part, "an assertion stands in a part that is repeated",
             "put ^, $, \\b and lookaround outside repetitions");
    }
    Rests result = rests;
    for (std::uint64_t i = part.min; i < *part.max; ++i) {
      const Rests once = before(inner, result);
      result = {unite({rests.at_start, once.at_start}), unite({rests.after_member, once.after_member}),
                unite({rests.after_other, once.after_other})};
    }
    for (std::uint64_t i = 0; i < part.min; ++i) result = before(inner, result);
    return result;
  }

  LanguagePool& pool_;
  std::vector<std::pair<const std::vector<CodePointRange>*, LanguageId>> known_sets_;  // of the tree
  bool is_asked_ = false;
  std::vector<CodePointRange> asked_class_;
  LanguageId member_ = kNothing;
  LanguageId other_ = kNothing;
};

}  // namespace

LanguageId parse_regular_expression(LanguagePool& pool, std::string_view pattern, bool anchored) {
  const PatternPart tree = parse_pattern(pattern);
  const LanguagePool::WorkLimit limit(pool);
  try {
    return Builder(pool).build(tree, anchored);
  } catch (const Error& error) {
    if (!error.where().empty()) throw;
    throw Error(error.code(), error.what(), "byte 0", error.hint());
  }
}

}  // namespace oree::decode
