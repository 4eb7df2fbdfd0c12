#include "workbench/cache_comparison.h"

#include <algorithm>

#include "workbench/needle_prompt.h"
#include "workbench/paired.h"
#include "workbench/token_losses.h"

namespace oree::workbench {
namespace {

using Measure = std::function<void(const Session& session, CacheScores& scores)>;

void compare_context(const Engine& engine, std::span<const TokenId> context, const Measure& measure,
                     const ComparisonPlan& plan, CacheComparison& comparison) {
  const auto take = [&](const Session& session, CacheScores& scores) {
    scores.bytes = std::max(scores.bytes, session.cache_bytes());
    measure(session, scores);
    if (plan.on_cache) {
      plan.on_cache();
    }
  };
  Session full = engine.new_session();
  full.append(context);
  take(full, comparison.full);
  for (CacheWay& way : comparison.ways) {
    Session compressed = full.fork();
    compressed.compress(way.options);
    take(compressed, way.scores);
  }
}

// The context's last token is read after the compression: its logits are what predicts the next.
void compare_losses(const Engine& engine, const ComparisonPlan& plan, CacheComparison& comparison) {
  for (const std::vector<TokenId>& piece : plan.pieces) {
    const std::size_t n_context = piece.size() - kNextTokens - 1;
    const Measure measure = [&](const Session& session, CacheScores& scores) {
      Session reading = session.fork();
      scores.losses.push_back(mean(token_losses(reading, std::span(piece).subspan(n_context))));
    };
    compare_context(engine, std::span(piece).first(n_context), measure, plan, comparison);
  }
}

void compare_sample(const Engine& engine, const RulerSample& sample, const ComparisonPlan& plan,
                    std::vector<SampleScore>& (*place)(CacheScores& scores, std::size_t task), std::size_t task,
                    CacheComparison& comparison) {
  const Measure measure = [&](const Session& session, CacheScores& scores) {
    place(scores, task).push_back(ask_all(engine, session, sample));
  };
  compare_context(engine, sample.context, measure, plan, comparison);
}

// Depths are spread evenly over the samples.
RulerSample needle_sample(const Engine& engine, const ComparisonPlan& plan, int index) {
  const double depth = 100 * (index + 0.5) / plan.n_samples;
  RetrievalTask task =
      make_needle_prompt(engine, plan.hay, {.length = plan.length, .depth = depth, .repeat = index, .seed = plan.seed})
          .task;
  RulerSample sample;
  sample.context = std::move(task.context);
  task.context.clear();
  sample.questions.push_back(std::move(task));
  return sample;
}

}  // namespace

std::int64_t caches_asked(const CacheComparison& comparison, const ComparisonPlan& plan) {
  const std::size_t n_contexts =
      plan.pieces.size() + static_cast<std::size_t>(plan.n_samples) * (1 + comparison.tasks.size());
  return static_cast<std::int64_t>(n_contexts * (1 + comparison.ways.size()));
}

void compare_caches(const Engine& engine, const ComparisonPlan& plan, CacheComparison& comparison) {
  comparison.full.tasks.resize(comparison.tasks.size());
  for (CacheWay& way : comparison.ways) {
    way.scores.tasks.resize(comparison.tasks.size());
  }
  compare_losses(engine, plan, comparison);
  for (int index = 0; index < plan.n_samples; ++index) {
    compare_sample(
        engine, needle_sample(engine, plan, index), plan,
        [](CacheScores& scores, std::size_t) -> std::vector<SampleScore>& { return scores.needles; }, 0, comparison);
  }
  for (std::size_t task = 0; task < comparison.tasks.size(); ++task) {
    for (int index = 0; index < plan.n_samples; ++index) {
      const RulerSample sample = comparison.tasks[task].make(
          engine, {.hay = plan.hay, .length = plan.length, .sample = index, .seed = plan.seed});
      compare_sample(
          engine, sample, plan,
          [](CacheScores& scores, std::size_t at) -> std::vector<SampleScore>& { return scores.tasks[at]; }, task,
          comparison);
    }
  }
}

}  // namespace oree::workbench
