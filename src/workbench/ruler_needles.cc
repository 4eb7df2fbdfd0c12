// Numbers of places, hidden in the hay.
#include "workbench/ruler_tasks.h"
#include "workbench/secrets.h"

namespace oree::workbench {
namespace {

constexpr std::size_t kFew = 4;  // distractors and a key, values, or queries

std::string sentence_of(const Secret& secret) { return secret_question(secret) + " " + secret.number + "."; }

AskedText asked_about(const Secret& secret) {
  return {.question = secret_question(secret), .target = " " + secret.number, .answers = {secret.number}};
}

RulerSample hide(const Engine& engine, const RulerRequest& request, Choices& choices,
                 std::span<const std::string> sentences, std::span<const AskedText> asked) {
  const std::size_t first = choices.below(request.hay.size());
  const std::vector<double> depths = choices.depths(sentences.size());
  std::vector<HiddenSentence> hidden;
  for (std::size_t index = 0; index < sentences.size(); ++index) {
    hidden.push_back({.text = sentences[index], .depth = depths[index]});
  }
  return sample_of_hay(engine, request, first, hidden, asked);
}

// Several places, of which the first n_asked of another order are asked about.
RulerSample make_places(const Engine& engine, const RulerRequest& request, RulerKind kind, std::size_t n_places,
                        std::size_t n_asked) {
  Choices choices = choices_of(request, kind);
  std::vector<Secret> secrets = draw_secrets(choices, n_places);
  std::vector<std::string> sentences;
  for (const Secret& secret : secrets) {
    sentences.push_back(sentence_of(secret));
  }
  choices.shuffle(std::span(secrets));
  std::vector<AskedText> asked;
  for (std::size_t index = 0; index < n_asked; ++index) {
    asked.push_back(asked_about(secrets[index]));
  }
  return hide(engine, request, choices, sentences, asked);
}

}  // namespace

RulerSample make_single(const Engine& engine, const RulerRequest& request) {
  return make_places(engine, request, RulerKind::kSingle, 1, 1);
}

RulerSample make_multi_key(const Engine& engine, const RulerRequest& request) {
  return make_places(engine, request, RulerKind::kMultiKey, kFew, 1);
}

RulerSample make_multi_query(const Engine& engine, const RulerRequest& request) {
  return make_places(engine, request, RulerKind::kMultiQuery, kFew, kFew);
}

RulerSample make_multi_value(const Engine& engine, const RulerRequest& request) {
  Choices choices = choices_of(request, RulerKind::kMultiValue);
  const std::vector<Secret> secrets = draw_secrets(choices, kFew);
  const std::string& place = secrets.front().place;
  AskedText asked;
  asked.question = "The four secret numbers of the " + place + " are";
  std::vector<std::string> sentences;
  for (const Secret& secret : secrets) {
    sentences.push_back("One secret number of the " + place + " is " + secret.number + ".");
    asked.answers.push_back(secret.number);
  }
  asked.target = " " + listed(asked.answers);
  return hide(engine, request, choices, sentences, std::span(&asked, 1));
}

}  // namespace oree::workbench
