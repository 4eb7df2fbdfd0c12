#include "workbench/ruler_score.h"

#include <algorithm>
#include <vector>

#include "workbench/statistics.h"

namespace oree::workbench {

SampleScore ask_all(const Engine& engine, const Session& session, const RulerSample& sample) {
  SampleScore result;
  const auto n_questions = static_cast<double>(sample.questions.size());
  for (const RetrievalTask& task : sample.questions) {
    Session fork = session.fork();
    const RetrievalScore score = ask(engine, fork, task);
    result.found += score.found / n_questions;
    result.loss += score.loss / n_questions;
    result.cache_bytes = std::max(result.cache_bytes, score.cache_bytes);
  }
  return result;
}

Json summary_of(std::span<const SampleScore> scores) {
  double found = 0;
  double loss = 0;
  std::vector<double> losses;
  for (const SampleScore& score : scores) {
    found += score.found;
    loss += score.loss;
    losses.push_back(score.loss);
  }
  const auto n = static_cast<double>(scores.size());
  const Interval interval = wilson_interval(found, static_cast<int>(scores.size()));
  const std::optional<Interval> of_loss = mean_interval(losses);
  return {{"score", found / n},
          {"low", interval.low},
          {"high", interval.high},
          {"loss", loss / n},
          {"loss_low", of_loss ? Json(of_loss->low) : Json()},
          {"loss_high", of_loss ? Json(of_loss->high) : Json()},
          {"samples", scores.size()}};
}

}  // namespace oree::workbench
