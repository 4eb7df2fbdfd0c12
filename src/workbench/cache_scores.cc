#include "workbench/cache_scores.h"

namespace oree::workbench {
namespace {

std::vector<double> parts_of(std::span<const SampleScore> scores, double SampleScore::*part) {
  std::vector<double> values;
  for (const SampleScore& score : scores) {
    values.push_back(score.*part);
  }
  return values;
}

std::vector<double> parts_of_tasks(const CacheScores& scores, double SampleScore::*part) {
  std::vector<double> values;
  for (const std::vector<SampleScore>& task : scores.tasks) {
    const std::vector<double> more = parts_of(task, part);
    values.insert(values.end(), more.begin(), more.end());
  }
  return values;
}

constexpr CacheMeasure kMeasures[] = {
    {"loss", "loss", false, [](const CacheScores& scores) { return scores.losses; }},
    {"needle", "needles found", true,
     [](const CacheScores& scores) { return parts_of(scores.needles, &SampleScore::found); }},
    {"needle_loss", "needle loss", false,
     [](const CacheScores& scores) { return parts_of(scores.needles, &SampleScore::loss); }},
    {"ruler", "tasks found", true,
     [](const CacheScores& scores) { return parts_of_tasks(scores, &SampleScore::found); }},
    {"ruler_loss", "task loss", false,
     [](const CacheScores& scores) { return parts_of_tasks(scores, &SampleScore::loss); }},
};

}  // namespace

std::span<const CacheMeasure> cache_measures() { return kMeasures; }

}  // namespace oree::workbench
