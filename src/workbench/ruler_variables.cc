// A value that is handed on from name to name.
#include <array>
#include <string_view>

#include "workbench/ruler_tasks.h"

namespace oree::workbench {
namespace {

constexpr std::size_t kChains = 2;  // the one that is asked about and a distractor
constexpr std::size_t kNames = 4;   // of a chain
constexpr std::string_view kLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ";
constexpr std::size_t kDigits = 8;  // 2 to 9

// A letter and a digit each; no two alike.
std::vector<std::string> draw_names(Choices& choices) {
  std::vector<std::string> names;
  for (const char letter : kLetters) {
    for (std::size_t digit = 2; digit < 2 + kDigits; ++digit) {
      names.push_back(letter + std::to_string(digit));
    }
  }
  choices.shuffle(std::span(names));
  names.resize(kChains * kNames);
  return names;
}

}  // namespace

RulerSample make_variable_tracking(const Engine& engine, const RulerRequest& request) {
  Choices choices = choices_of(request, RulerKind::kVariableTracking);
  const std::size_t first = choices.below(request.hay.size());
  const std::vector<std::string> names = draw_names(choices);
  // Below and above 55,000, so that the chains' values differ.
  std::array<std::string, kChains> values = {std::to_string(10'000 + choices.below(45'000)),
                                             std::to_string(55'000 + choices.below(45'000))};
  choices.shuffle(std::span<std::string>(values));
  std::vector<HiddenSentence> hidden;
  for (std::size_t chain = 0; chain < kChains; ++chain) {
    const std::vector<double> depths = choices.depths(kNames);
    for (std::size_t index = 0; index < kNames; ++index) {
      const std::size_t at = chain * kNames + index;
      const std::string source = index == 0 ? values[chain] : "the value of " + names[at - 1];
      hidden.push_back({.text = "The value of " + names[at] + " is " + source + ".", .depth = depths[index]});
    }
  }
  AskedText asked;
  asked.question = "The four variables whose value is " + values[0] + " are";
  asked.answers.assign(names.begin(), names.begin() + kNames);
  asked.target = " " + listed(asked.answers);
  return sample_of_hay(engine, request, first, std::move(hidden), std::span(&asked, 1));
}

}  // namespace oree::workbench
