#include "workbench/ruler_sample.h"

#include <algorithm>
#include <limits>

#include "base/check.h"

namespace oree::workbench {
namespace {

// Lists go astray before they are right, and a number must end.
int tokens_after(int n_target) { return 4 + n_target / 2; }

int token_count(const Engine& engine, const std::string& text) {
  return static_cast<int>(engine.tokenize(text, TokenizeOptions{.add_bos = false}).size());
}

int tokens_asked(const Engine& engine, const AskedText& asked) {
  return token_count(engine, asked.question + asked.target) + tokens_after(token_count(engine, asked.target));
}

}  // namespace

Choices choices_of(const RulerRequest& request, RulerKind kind) {
  return {request.seed,
          {static_cast<std::uint32_t>(request.length), static_cast<std::uint32_t>(request.sample),
           static_cast<std::uint32_t>(kind)}};
}

int tokens_asked(const Engine& engine, std::span<const AskedText> asked) {
  int most = 0;
  for (const AskedText& each : asked) {
    most = std::max(most, tokens_asked(engine, each));
  }
  return most;
}

RulerSample sample_of_text(const Engine& engine, const std::string& context, std::span<const AskedText> asked) {
  check(!asked.empty(), "nothing is asked");
  RulerSample sample;
  std::size_t n_context = std::numeric_limits<std::size_t>::max();
  for (const AskedText& each : asked) {
    RetrievalTask task = task_of_text(engine, context, each.question, each.target);
    const int n_target = static_cast<int>(task.target.size());
    task.answers = each.answers;
    task.max_tokens = n_target + tokens_after(n_target);
    n_context = std::min(n_context, task.context.size());
    sample.questions.push_back(std::move(task));
  }
  for (RetrievalTask& task : sample.questions) {
    const auto cut = task.context.begin() + static_cast<std::ptrdiff_t>(n_context);
    task.question.insert(task.question.begin(), cut, task.context.end());
    sample.context.assign(task.context.begin(), cut);
    task.context.clear();
  }
  return sample;
}

RulerSample sample_of_hay(const Engine& engine, const RulerRequest& request, std::size_t first,
                          std::vector<HiddenSentence> hidden, std::span<const AskedText> asked) {
  const AskedText& longest =
      *std::max_element(asked.begin(), asked.end(), [&](const AskedText& one, const AskedText& other) {
        return tokens_asked(engine, one) < tokens_asked(engine, other);
      });
  Haystack haystack;
  haystack.hay = request.hay;
  haystack.first = first;
  haystack.hidden = std::move(hidden);
  haystack.question = longest.question;
  haystack.target = longest.target;
  haystack.length = request.length - tokens_after(token_count(engine, longest.target));
  return sample_of_text(engine, haystack_context(engine, haystack), asked);
}

std::string listed(std::span<const std::string> words) {
  std::string text;
  for (std::size_t index = 0; index < words.size(); ++index) {
    const bool is_last = index + 1 == words.size();
    text += (index == 0 ? "" : is_last ? " and " : ", ") + words[index];
  }
  return text;
}

}  // namespace oree::workbench
