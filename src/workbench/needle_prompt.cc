#include "workbench/needle_prompt.h"

#include "workbench/choices.h"
#include "workbench/haystack.h"
#include "workbench/secrets.h"

namespace oree::workbench {
namespace {

// After the answer, so that a number that goes on is not taken for it.
constexpr int kTokensAfter = 4;

Choices choices_of(const NeedleChoice& choice, std::uint32_t what) {
  return {choice.seed, {static_cast<std::uint32_t>(choice.length), static_cast<std::uint32_t>(choice.repeat), what}};
}

}  // namespace

NeedlePrompt make_needle_prompt(const Engine& engine, std::span<const std::string> hay, const NeedleChoice& choice) {
  Haystack haystack;
  haystack.hay = hay;
  haystack.first = choices_of(choice, 0).below(hay.size());
  haystack.length = choice.length - kTokensAfter;

  Choices choices = choices_of(choice, 1 + static_cast<std::uint32_t>(choice.depth * 1000));
  const Secret secret = draw_secrets(choices, 1).front();
  NeedlePrompt prompt;
  prompt.value = secret.number;
  haystack.question = secret_question(secret);
  haystack.target = " " + prompt.value;
  prompt.needle = haystack.question + haystack.target + ".";
  haystack.hidden.push_back({.text = prompt.needle, .depth = choice.depth});
  prompt.task = haystack_task(engine, haystack);
  prompt.task.answers.push_back(prompt.value);
  prompt.task.max_tokens = static_cast<int>(prompt.task.target.size()) + kTokensAfter;
  return prompt;
}

}  // namespace oree::workbench
