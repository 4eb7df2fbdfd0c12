#include "oree/workbench/needle.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "oree/error.h"
#include "workbench/bounded_reader.h"
#include "workbench/cache_summary.h"
#include "workbench/haystack.h"
#include "workbench/needle_prompt.h"
#include "workbench/statistics.h"

namespace oree {
namespace {

using workbench::RetrievalScore;

void check_options(const NeedleOptions& options) {
  const auto require = [](bool condition, const char* what, const char* flag, const char* hint) {
    if (!condition) {
      throw Error(ErrorCode::kInvalid, what, flag, hint);
    }
  };
  require(!options.lengths.empty(), "there is no length", "--lengths", "give tokens, as in 1024,2048");
  require(!options.depths.empty(), "there is no depth", "--depths", "give percents, as in 0,50,100");
  require(options.n_repeats >= 1, "nothing is to be asked", "--repeats", "choose at least 1");
  require(std::all_of(options.lengths.begin(), options.lengths.end(), [](int length) { return length >= 1; }),
          "a length is not positive", "--lengths", "give tokens, as in 1024,2048");
  require(std::all_of(options.depths.begin(), options.depths.end(),
                      [](double depth) { return depth >= 0 && depth <= 100; }),
          "a depth is not 0 to 100 percent", "--depths", "give percents, as in 0,50,100");
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

Json measure_needle(const std::filesystem::path& model, const EngineOptions& engine_options,
                    const NeedleOptions& options) {
  check_options(options);
  std::vector<std::string> hay;
  for (const std::string& text : options.texts) {
    const std::vector<std::string> more = workbench::sentences_of(text);
    hay.insert(hay.end(), more.begin(), more.end());
  }
  if (hay.empty()) {
    throw Error(ErrorCode::kInvalid, "the texts are empty", "-f", "name a file with text");
  }

  const std::size_t n_prompts =
      options.lengths.size() * options.depths.size() * static_cast<std::size_t>(options.n_repeats);
  std::vector<double> found;
  std::vector<double> losses;
  Json cells = Json::array();
  Json cache;
  std::size_t bytes = 0;
  for (const int length : options.lengths) {
    const workbench::BoundedReader reader(model, engine_options, length);
    for (const double depth : options.depths) {
      std::vector<double> found_here;
      std::vector<double> losses_here;
      for (int repeat = 0; repeat < options.n_repeats; ++repeat) {
        const workbench::NeedlePrompt prompt = workbench::make_needle_prompt(
            reader.engine(), hay, {.length = length, .depth = depth, .repeat = repeat, .seed = options.seed});
        Session session = reader.read(prompt.task.context);
        const RetrievalScore score = workbench::ask(reader.engine(), session, prompt.task);
        found_here.push_back(score.found);
        losses_here.push_back(score.loss);
        bytes = std::max(bytes, score.cache_bytes);
        if (options.on_progress) {
          options.on_progress(static_cast<int>(found.size() + found_here.size()), static_cast<int>(n_prompts));
        }
      }
      cells.push_back({{"length", length}, {"depth", depth}, {"found", mean(found_here)}, {"loss", mean(losses_here)}});
      found.insert(found.end(), found_here.begin(), found_here.end());
      losses.insert(losses.end(), losses_here.begin(), losses_here.end());
    }
    const Json of_length = workbench::cache_summary(model, reader.settled(), bytes);
    const bool other_budget = !cache.is_null() && cache["budget"] != of_length["budget"];
    cache = of_length;
    if (other_budget) {
      cache["budget"] = nullptr;
    }
  }

  const workbench::Interval interval =
      workbench::wilson_interval(mean(found) * static_cast<double>(n_prompts), static_cast<int>(n_prompts));
  const std::optional<double> spread = workbench::mean_half_width(losses);
  return {{"score", mean(found)},
          {"low", interval.low},
          {"high", interval.high},
          {"loss", mean(losses)},
          {"loss_low", spread ? Json(mean(losses) - *spread) : Json()},
          {"loss_high", spread ? Json(mean(losses) + *spread) : Json()},
          {"prompts", n_prompts},
          {"cells", std::move(cells)},
          {"cache", std::move(cache)}};
}

}  // namespace oree
