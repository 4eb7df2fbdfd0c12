#include "oree/workbench/ruler.h"

#include <algorithm>

#include "oree/error.h"
#include "workbench/bounded_reader.h"
#include "workbench/cache_summary.h"
#include "workbench/distinct.h"
#include "workbench/filler.h"
#include "workbench/ruler_score.h"
#include "workbench/ruler_tasks.h"

namespace oree {
namespace {

using workbench::RulerTask;
using workbench::SampleScore;

std::vector<RulerTask> chosen_tasks(const std::vector<std::string>& names) {
  if (names.empty()) {
    return {workbench::ruler_tasks().begin(), workbench::ruler_tasks().end()};
  }
  std::vector<RulerTask> tasks;
  for (const std::string& name : names) {
    tasks.push_back(workbench::ruler_task(name));
  }
  return tasks;
}

void check_options(const RulerOptions& options) {
  if (options.lengths.empty() ||
      !std::all_of(options.lengths.begin(), options.lengths.end(), [](int length) { return length >= 1; })) {
    throw Error(ErrorCode::kInvalid, "there is no length, or one is not positive", "--lengths",
                "give tokens, as in 1024,2048");
  }
  if (options.n_samples < 1) {
    throw Error(ErrorCode::kInvalid, "nothing is to be asked", "--samples", "choose at least 1");
  }
  workbench::check_distinct(options.lengths, "--lengths");
  workbench::check_distinct(options.tasks, "--tasks");
}

// The budget in tokens of all lengths, where it is the same.
void join_caches(Json& all, Json one) {
  if (!all.is_null()) {
    one["bytes"] = std::max(all["bytes"].get<std::size_t>(), one["bytes"].get<std::size_t>());
    if (all["budget"] != one["budget"]) {
      one["budget"] = nullptr;
    }
  }
  all = std::move(one);
}

struct Scores {
  std::vector<SampleScore> all;
  std::vector<std::pair<std::string, std::vector<SampleScore>>> by_task;
  std::vector<std::pair<std::string, std::vector<SampleScore>>> by_length;
};

Json summaries_of(const std::vector<std::pair<std::string, std::vector<SampleScore>>>& groups) {
  Json summaries = Json::object();
  for (const auto& [name, scores] : groups) {
    summaries[name] = workbench::summary_of(scores);
  }
  return summaries;
}

}  // namespace

std::vector<std::string> ruler_task_names() {
  std::vector<std::string> names;
  for (const RulerTask& task : workbench::ruler_tasks()) {
    names.emplace_back(task.name);
  }
  return names;
}

Json measure_ruler(const std::filesystem::path& model, const EngineOptions& engine_options,
                   const RulerOptions& options) {
  check_options(options);
  const std::vector<RulerTask> tasks = chosen_tasks(options.tasks);
  const int longest = *std::max_element(options.lengths.begin(), options.lengths.end());
  const std::vector<std::string> hay = workbench::hay_of(options.texts, options.seed, longest);
  const int n_samples = static_cast<int>(options.lengths.size() * tasks.size()) * options.n_samples;

  Scores scores;
  for (const RulerTask& task : tasks) {
    scores.by_task.emplace_back(task.name, std::vector<SampleScore>());
  }
  Json cache;
  for (const int length : options.lengths) {
    const workbench::BoundedReader reader(model, engine_options, length);
    scores.by_length.emplace_back(std::to_string(length), std::vector<SampleScore>());
    std::size_t bytes = 0;
    for (std::size_t task = 0; task < tasks.size(); ++task) {
      for (int index = 0; index < options.n_samples; ++index) {
        const workbench::RulerSample sample =
            tasks[task].make(reader.engine(), {.hay = hay, .length = length, .sample = index, .seed = options.seed});
        const SampleScore score = workbench::ask_all(reader.engine(), reader.read(sample.context), sample);
        bytes = std::max(bytes, score.cache_bytes);
        scores.all.push_back(score);
        scores.by_task[task].second.push_back(score);
        scores.by_length.back().second.push_back(score);
        if (options.on_progress) {
          options.on_progress(static_cast<int>(scores.all.size()), n_samples);
        }
      }
    }
    join_caches(cache, workbench::cache_summary(model, reader.settled(), bytes));
  }

  Json result = workbench::summary_of(scores.all);
  result["by"] = {{"task", summaries_of(scores.by_task)}, {"length", summaries_of(scores.by_length)}};
  result["cache"] = std::move(cache);
  return result;
}

}  // namespace oree
