#include "workbench/filler.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "base/check.h"
#include "oree/error.h"
#include "workbench/choices.h"
#include "workbench/haystack.h"

namespace oree::workbench {
namespace {

constexpr const char* kPeople[] = {"Anna",  "Boris", "Clara", "David", "Edith", "Felix", "Greta", "Henry",
                                   "Irene", "Jonas", "Karin", "Leon",  "Maria", "Nils",  "Olga",  "Peter"};
constexpr const char* kActs[] = {"carried", "brought", "sent", "took", "moved", "returned"};
constexpr const char* kThings[] = {"a lamp",     "a letter",       "some bread", "a basket",
                                   "an old map", "a small clock",  "two chairs", "a blue coat",
                                   "the keys",   "a box of nails", "a violin",   "some rope"};
constexpr const char* kSources[] = {"mill", "school", "bakery", "inn", "farm", "chapel", "office", "kitchen"};
constexpr const char* kGoals[] = {"quarry", "station", "garden", "harbour", "library", "stable", "bridge", "cellar"};
constexpr const char* kTimes[] = {"before noon",         "after the rain",       "on Monday",
                                  "in the evening",      "at the end of summer", "without a word",
                                  "for the second time", "before anyone woke"};
constexpr std::size_t kMaxSentences = 100'000;  // of some 590,000
// Fewer than any of these sentences has.
constexpr int kTokensOfSentence = 8;

template <std::size_t n>
std::string any_of(const char* const (&words)[n], Choices& choices) {
  return words[choices.below(n)];
}

}  // namespace

std::vector<std::string> filler_sentences(std::uint64_t seed, std::size_t count) {
  check(count <= kMaxSentences, "there are not so many made-up sentences");
  Choices choices(seed, {});
  std::vector<std::string> sentences;
  std::set<std::string> taken;
  while (sentences.size() < count) {
    std::string sentence = any_of(kPeople, choices) + " " + any_of(kActs, choices) + " ";
    sentence += any_of(kThings, choices) + " from the " + any_of(kSources, choices);
    sentence += " to the " + any_of(kGoals, choices) + " " + any_of(kTimes, choices) + ".";
    if (taken.insert(sentence).second) {
      sentences.push_back(std::move(sentence));
    }
  }
  return sentences;
}

std::vector<std::string> hay_of(const std::vector<std::string>& texts, std::uint64_t seed, std::int64_t n_tokens) {
  if (texts.empty()) {
    const auto count = static_cast<std::size_t>(n_tokens / kTokensOfSentence + 1);
    return filler_sentences(seed, std::min(count, kMaxSentences));
  }
  return hay_of(texts);
}

std::vector<std::string> hay_of(const std::vector<std::string>& texts) {
  std::vector<std::string> hay;
  for (const std::string& text : texts) {
    const std::vector<std::string> more = sentences_of(text);
    hay.insert(hay.end(), more.begin(), more.end());
  }
  if (hay.empty()) {
    throw Error(ErrorCode::kInvalid, "the texts are empty", "-f", "name a file with text");
  }
  return hay;
}

}  // namespace oree::workbench
