// Lists of words, of which the most frequent are asked for.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include "oree/error.h"
#include "workbench/ruler_tasks.h"

namespace oree::workbench {
namespace {

constexpr const char* kWords[] = {
    "apple",  "basket",  "candle", "dinner",  "engine", "flower", "garlic", "hammer",  "island", "jacket",
    "kettle", "ladder",  "marble", "needle",  "orange", "pencil", "quiver", "ribbon",  "saddle", "tunnel",
    "violin", "walnut",  "yellow", "anchor",  "bottle", "carpet", "desert", "eleven",  "finger", "guitar",
    "helmet", "insect",  "jungle", "kitten",  "lemon",  "mirror", "nickel", "oyster",  "pepper", "rabbit",
    "silver", "ticket",  "urchin", "velvet",  "window", "winter", "autumn", "bridge",  "cotton", "dragon",
    "envoy",  "feather", "goblet", "harbor",  "iron",   "jewel",  "knight", "lantern", "magnet", "nephew",
    "olive",  "planet",  "quarry", "rocket",  "spider", "turtle", "uncle",  "valley",  "wagon",  "zebra",
    "acorn",  "button",  "camel",  "dolphin", "eagle",  "forest", "grape",  "honey",   "ivory",  "kernel"};

constexpr std::size_t kCommon = 5;
constexpr std::size_t kRare = 50;
constexpr double kTimesRare = 10;  // as often as a rare word does a common one occur
constexpr std::size_t kFrequent = 3;
constexpr std::size_t kInvented = 40;
// In shorter lists ranks would hang on rounding.
constexpr int kMinCommonList = 60;
constexpr int kMinFrequentList = 100;

// A list of n words, of which word k occurs in proportion to weights[k];
std::vector<std::string> draw_list(std::span<const std::string> words, std::span<const double> weights, int n,
                                   Choices choices) {
  double total = 0;
  for (const double weight : weights) {
    total += weight;
  }
  std::vector<std::string> list;
  double share = 0;
  for (std::size_t word = 0; word < words.size(); ++word) {
    share += weights[word] / total;
    while (static_cast<double>(list.size()) < std::round(share * n)) {
      list.push_back(words[word]);
    }
  }
  choices.shuffle(std::span(list));
  return list;
}

std::string text_of(std::span<const std::string> list) {
  std::string text = "A list of words:";
  for (const std::string& word : list) {
    text += " " + word;
  }
  return text + ".\n";
}

// The longest list that fits.
RulerSample make_list(const Engine& engine, const RulerRequest& request, std::span<const std::string> words,
                      std::span<const double> weights, int min_words, AskedText asked, const Choices& choices) {
  asked.target = " " + listed(asked.answers);
  const int room = request.length - tokens_asked(engine, std::span(&asked, 1));
  const auto context = [&](int n) { return text_of(draw_list(words, weights, n, choices)); };
  const auto fits = [&](int n) { return static_cast<int>(engine.tokenize(context(n), {}).size()) <= room; };
  if (!fits(min_words)) {
    throw Error(ErrorCode::kInvalid,
                "a list of " + std::to_string(min_words) + " words does not fit a length of " +
                    std::to_string(request.length) + " tokens",
                "--lengths", "choose a larger one");
  }
  int n_fits = min_words;
  int n_words = std::max(min_words + 1, request.length);  // a word takes a token at least
  while (n_words - n_fits > 1) {
    const int middle = n_fits + (n_words - n_fits) / 2;
    (fits(middle) ? n_fits : n_words) = middle;
  }
  return sample_of_text(engine, context(n_fits), std::span(&asked, 1));
}

// Three syllables each; no two alike.
std::vector<std::string> invent_words(Choices& choices) {
  constexpr std::string_view kConsonants = "bdfgklmnprstvz";
  constexpr std::string_view kVowels = "aeiou";
  std::vector<std::string> words;
  std::set<std::string> taken;
  while (words.size() < kInvented) {
    std::string word;
    for (int syllable = 0; syllable < 3; ++syllable) {
      word += kConsonants[choices.below(kConsonants.size())];
      word += kVowels[choices.below(kVowels.size())];
    }
    if (taken.insert(word).second) {
      words.push_back(word);
    }
  }
  return words;
}

}  // namespace

RulerSample make_common_words(const Engine& engine, const RulerRequest& request) {
  static_assert(std::size(kWords) >= kCommon + kRare);
  Choices choices = choices_of(request, RulerKind::kCommonWords);
  std::vector<std::string> words(std::begin(kWords), std::end(kWords));
  choices.shuffle(std::span(words));
  words.resize(kCommon + kRare);
  std::vector<double> weights(words.size(), 1);
  std::fill_n(weights.begin(), kCommon, kTimesRare);
  AskedText asked;
  asked.question = "The five most common words of the list are";
  asked.answers.assign(words.begin(), words.begin() + kCommon);
  return make_list(engine, request, words, weights, kMinCommonList, std::move(asked), choices);
}

RulerSample make_frequent_words(const Engine& engine, const RulerRequest& request) {
  Choices choices = choices_of(request, RulerKind::kFrequentWords);
  const std::vector<std::string> words = invent_words(choices);
  std::vector<double> weights;
  for (std::size_t rank = 1; rank <= words.size(); ++rank) {
    weights.push_back(1.0 / static_cast<double>(rank * rank));
  }
  AskedText asked;
  asked.question = "The three most frequent words of the list are";
  asked.answers.assign(words.begin(), words.begin() + kFrequent);
  return make_list(engine, request, words, weights, kMinFrequentList, std::move(asked), choices);
}

}  // namespace oree::workbench
