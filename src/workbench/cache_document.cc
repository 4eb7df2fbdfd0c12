#include "workbench/cache_document.h"

#include <algorithm>
#include <string>

#include "workbench/cache_summary.h"

namespace oree::workbench {
namespace {

Json tasks_document(const CacheComparison& comparison, const CacheScores& scores) {
  Json tasks = Json::object();
  for (std::size_t task = 0; task < comparison.tasks.size(); ++task) {
    double found = 0;
    double loss = 0;
    const auto n = static_cast<double>(scores.tasks[task].size());
    for (const SampleScore& sample : scores.tasks[task]) {
      found += sample.found / n;
      loss += sample.loss / n;
    }
    tasks[std::string(comparison.tasks[task].name)] = {{"score", found}, {"loss", loss}};
  }
  return tasks;
}

// Of the ways that share a budget, by way.
std::vector<Mark> marks_of(const CacheComparison& comparison, const CacheMeasure& measure) {
  std::vector<Mark> marks(comparison.ways.size(), Mark::kNone);
  std::vector<std::string> done;
  for (const CacheWay& first : comparison.ways) {
    const std::string budget = budget_flag(first.options.budget);
    if (std::find(done.begin(), done.end(), budget) != done.end()) {
      continue;
    }
    done.push_back(budget);
    std::vector<std::size_t> ways;
    std::vector<std::vector<double>> values;
    for (std::size_t way = 0; way < comparison.ways.size(); ++way) {
      if (budget_flag(comparison.ways[way].options.budget) == budget) {
        ways.push_back(way);
        values.push_back(measure.values(comparison.ways[way].scores));
      }
    }
    const std::vector<Mark> here = best_and_tied(values, measure.higher_is_better);
    for (std::size_t index = 0; index < ways.size(); ++index) {
      marks[ways[index]] = here[index];
    }
  }
  return marks;
}

}  // namespace

Json measured(std::span<const double> values, std::span<const double> full, Mark mark) {
  const Difference difference = paired_difference(values, full);
  return {{"value", mean(values)},
          {"difference", difference.mean},
          {"low", difference.interval ? Json(difference.interval->low) : Json()},
          {"high", difference.interval ? Json(difference.interval->high) : Json()},
          {"mark", mark == Mark::kBest   ? Json("best")
                   : mark == Mark::kTied ? Json("tied")
                                         : Json()}};
}

Json full_document(const CacheComparison& comparison) {
  Json document = {{"bytes", comparison.full.bytes}};
  for (const CacheMeasure& measure : cache_measures()) {
    const std::vector<double> values = measure.values(comparison.full);
    const std::optional<Interval> interval = mean_interval(values);
    document[std::string(measure.name)] = {{"value", mean(values)},
                                           {"low", interval ? Json(interval->low) : Json()},
                                           {"high", interval ? Json(interval->high) : Json()}};
  }
  document["tasks"] = tasks_document(comparison, comparison.full);
  return document;
}

Json cells_document(const CacheComparison& comparison) {
  Json cells = Json::array();
  for (const CacheWay& way : comparison.ways) {
    cells.push_back(
        {{"policy", way.options.policy}, {"budget", budget_flag(way.options.budget)}, {"bytes", way.scores.bytes}});
  }
  for (const CacheMeasure& measure : cache_measures()) {
    const std::vector<Mark> marks = marks_of(comparison, measure);
    const std::vector<double> full = measure.values(comparison.full);
    for (std::size_t way = 0; way < comparison.ways.size(); ++way) {
      cells[way][std::string(measure.name)] = measured(measure.values(comparison.ways[way].scores), full, marks[way]);
    }
  }
  for (std::size_t way = 0; way < comparison.ways.size(); ++way) {
    cells[way]["tasks"] = tasks_document(comparison, comparison.ways[way].scores);
  }
  return cells;
}

}  // namespace oree::workbench
