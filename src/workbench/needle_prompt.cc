#include "workbench/needle_prompt.h"

#include <iterator>
#include <random>

#include "workbench/haystack.h"

namespace oree::workbench {
namespace {

// After the answer, so that a number that goes on is not taken for it.
constexpr int kTokensAfter = 4;

constexpr const char* kKinds[] = {"amber",  "quiet",  "northern", "silver", "crooked", "hidden",  "painted",
                                  "frozen", "sunken", "golden",   "marble", "windy",   "crimson", "hollow",
                                  "mossy",  "copper", "distant",  "broken", "velvet",  "eastern"};
constexpr const char* kPlaces[] = {"harbour", "orchard", "library", "lighthouse", "market",  "garden", "station",
                                   "valley",  "bridge",  "tower",   "mill",       "chapel",  "canal",  "workshop",
                                   "stable",  "museum",  "island",  "bakery",     "theatre", "quarry"};

// The same on every platform, unlike the distributions of the standard library; the bias is below 1e-14.
class Choices {
 public:
  Choices(const NeedleChoice& choice, std::uint32_t what)
      : Choices(std::seed_seq{static_cast<std::uint32_t>(choice.seed), static_cast<std::uint32_t>(choice.seed >> 32),
                              static_cast<std::uint32_t>(choice.length), static_cast<std::uint32_t>(choice.repeat),
                              what}) {}
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(random_() % count); }

 private:
  explicit Choices(std::seed_seq seed) : random_(seed) {}
  std::mt19937_64 random_;
};

}  // namespace

NeedlePrompt make_needle_prompt(const Engine& engine, std::span<const std::string> hay, const NeedleChoice& choice) {
  Haystack haystack;
  haystack.hay = hay;
  haystack.first = Choices(choice, 0).below(hay.size());
  haystack.length = choice.length - kTokensAfter;

  Choices choices(choice, 1 + static_cast<std::uint32_t>(choice.depth * 1000));
  const std::string kind = kKinds[choices.below(std::size(kKinds))];
  const std::string place = kPlaces[choices.below(std::size(kPlaces))];
  NeedlePrompt prompt;
  prompt.value = std::to_string(10'000 + choices.below(90'000));
  haystack.question = "The secret number of the " + kind + " " + place + " is";
  haystack.target = " " + prompt.value;
  prompt.needle = haystack.question + haystack.target + ".";
  haystack.hidden.push_back({.text = prompt.needle, .depth = choice.depth});
  prompt.task = haystack_task(engine, haystack);
  prompt.task.answers.push_back(prompt.value);
  prompt.task.max_tokens = static_cast<int>(prompt.task.target.size()) + kTokensAfter;
  return prompt;
}

}  // namespace oree::workbench
