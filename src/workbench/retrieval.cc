#include "workbench/retrieval.h"

#include <algorithm>

#include "base/check.h"
#include "oree/error.h"
#include "workbench/token_losses.h"

namespace oree::workbench {
namespace {

bool is_word_byte(char byte) noexcept {
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& byte : result) {
    byte = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
  }
  return result;
}

// Both in lower case.
bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool glued_before = at > 0 && is_word_byte(text[at - 1]) && is_word_byte(word.front());
    const bool glued_after = end < text.size() && is_word_byte(text[end]) && is_word_byte(word.back());
    if (!glued_before && !glued_after) {
      return true;
    }
  }
  return false;
}

// logits: of the token before the target.
double target_loss(const Session& session, std::span<const float> logits, std::span<const TokenId> target) {
  double total = token_loss(logits, target.front());
  if (target.size() > 1) {
    Session reading = session.fork();
    std::vector<float> rows;
    reading.append(target.first(target.size() - 1), &rows);
    for (std::size_t row = 0; row + 1 < target.size(); ++row) {
      total += token_loss(std::span(rows).subspan(row * logits.size(), logits.size()), target[row + 1]);
    }
  }
  return total / static_cast<double>(target.size());
}

}  // namespace

double found_answers(std::string_view text, std::span<const std::string> answers, bool any_answer) {
  check(!answers.empty(), "there is no answer to look for");
  const std::string written = lower(text);
  const auto n_found = std::count_if(answers.begin(), answers.end(), [&](const std::string& answer) {
    check(!answer.empty(), "an answer is empty");
    return has_word(written, lower(answer));
  });
  if (any_answer) {
    return n_found > 0 ? 1 : 0;
  }
  return static_cast<double>(n_found) / static_cast<double>(answers.size());
}

RetrievalScore ask(const Engine& engine, Session& session, const RetrievalTask& task) {
  if (task.question.empty()) {
    throw Error(ErrorCode::kInvalid, "the question has no tokens", "question", "ask something");
  }
  RetrievalScore score;
  score.cache_bytes = session.cache_bytes();
  std::vector<float> logits;
  session.append(task.question, &logits);
  if (!task.target.empty()) {
    const auto row = static_cast<std::size_t>(engine.vocabulary_size());
    score.loss = target_loss(session, std::span(logits).last(row), task.target);
  }
  GenerateOptions generate;
  generate.max_tokens = task.max_tokens;
  score.written = session.fork().generate(generate).text;
  score.found = found_answers(score.written, task.answers, task.any_answer);
  return score;
}

std::vector<RetrievalScore> run_retrieval(const Engine& engine, const RetrievalTask& task,
                                          std::span<const CacheOptions> policies) {
  Session session = engine.new_session();
  session.append(task.context);
  std::vector<RetrievalScore> scores;
  if (policies.empty()) {
    scores.push_back(ask(engine, session, task));
  }
  for (const CacheOptions& policy : policies) {
    Session compressed = session.fork();
    compressed.compress(policy);
    scores.push_back(ask(engine, compressed, task));
  }
  return scores;
}

}  // namespace oree::workbench
