// The last word of a sentence that stands in the hay.
#include <algorithm>

#include "oree/error.h"
#include "workbench/ruler_tasks.h"

namespace oree::workbench {
namespace {

constexpr std::size_t kMinWords = 6;       // of a sentence
constexpr std::size_t kMaxBytes = 300;     // of a sentence
constexpr std::size_t kMinWordLength = 4;  // of what is asked for

bool is_letter(char byte) noexcept { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }

// Without its last word, which is the answer. No question: a sentence that does not serve.
AskedText ask_last_word(const std::string& sentence) {
  AskedText asked;
  const std::size_t space = sentence.rfind(' ');
  const auto n_words = static_cast<std::size_t>(std::count(sentence.begin(), sentence.end(), ' ')) + 1;
  if (space == std::string::npos || n_words < kMinWords || sentence.size() > kMaxBytes || sentence.back() != '.') {
    return asked;
  }
  const std::string word = sentence.substr(space + 1, sentence.size() - space - 2);
  if (word.size() < kMinWordLength || !std::all_of(word.begin(), word.end(), is_letter)) {
    return asked;
  }
  asked.question = sentence.substr(0, space);
  asked.target = " " + word;
  asked.answers = {word};
  return asked;
}

// How often the words stand in the sentences.
std::size_t count_of(std::span<const std::string> sentences, const std::string& words) {
  return static_cast<std::size_t>(std::count_if(sentences.begin(), sentences.end(), [&](const std::string& sentence) {
    return sentence.find(words) != std::string::npos;
  }));
}

// Hay from that sentence on, of at least so many tokens where there are as many.
std::vector<std::string> hay_from(const Engine& engine, const RulerRequest& request, std::size_t first) {
  std::vector<std::string> hay;
  int n_tokens = 0;
  while (hay.size() < request.hay.size() && n_tokens < request.length) {
    hay.push_back(request.hay[(first + hay.size()) % request.hay.size()]);
    n_tokens += static_cast<int>(engine.tokenize(" " + hay.back(), TokenizeOptions{.add_bos = false}).size());
  }
  return hay;
}

}  // namespace

RulerSample make_cloze(const Engine& engine, const RulerRequest& request) {
  Choices choices = choices_of(request, RulerKind::kCloze);
  const std::size_t first = choices.below(request.hay.size());
  const std::vector<std::string> hay = hay_from(engine, request, first);
  const std::size_t start = choices.below(hay.size());
  for (std::size_t index = 0; index < hay.size(); ++index) {
    const std::string& sentence = hay[(start + index) % hay.size()];
    const AskedText asked = ask_last_word(sentence);
    if (asked.question.empty() || count_of(hay, asked.question) != 1) {
      continue;
    }
    RulerSample sample = sample_of_hay(engine, request, first, {}, std::span(&asked, 1));
    // The last sentences may have had no room, and the first ones are cut.
    if (engine.detokenize(sample.context).find(sentence) != std::string::npos) {
      return sample;
    }
  }
  throw Error(ErrorCode::kInvalid,
              "no sentence of " + std::to_string(request.length) + " tokens of the text has a last word to ask for",
              "the text", "give other text, a larger length, or leave out the task cloze");
}

}  // namespace oree::workbench
