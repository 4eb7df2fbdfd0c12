#include "oree/workbench/needle.h"

#include <algorithm>

#include "base/atomic_file.h"
#include "oree/error.h"
#include "workbench/bounded_reader.h"
#include "workbench/cache_summary.h"
#include "workbench/chart.h"
#include "workbench/distinct.h"
#include "workbench/filler.h"
#include "workbench/needle_prompt.h"
#include "workbench/statistics.h"
#include "workbench/svg.h"

namespace oree {
namespace {

using workbench::mean;
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
  workbench::check_distinct(options.lengths, "--lengths");
  workbench::check_distinct(options.depths, "--depths");
}

// A row a depth, a column a length.
std::string picture_of(const Json& cells, const NeedleOptions& options, const std::string& title) {
  workbench::HeatMap map;
  map.title = title;
  map.x_label = "length (tokens)";
  map.y_label = "depth of the needle";
  for (const int length : options.lengths) {
    map.columns.push_back(std::to_string(length));
  }
  for (std::size_t row = 0; row < options.depths.size(); ++row) {
    map.rows.push_back(workbench::number_text(options.depths[row]) + "%");
    for (std::size_t column = 0; column < options.lengths.size(); ++column) {
      map.values.push_back(cells[column * options.depths.size() + row]["found"].get<double>());
    }
  }
  return workbench::heat_map(map);
}

}  // namespace

Json measure_needle(const std::filesystem::path& model, const EngineOptions& engine_options,
                    const NeedleOptions& options) {
  check_options(options);
  const std::vector<std::string> hay = workbench::hay_of(options.texts);

  std::optional<AtomicFile> picture;  // made first: a folder that is not there is known before the work
  if (!options.picture.empty()) {
    picture.emplace(options.picture, AtomicFile::Readers::kByUmask);
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
  const std::optional<workbench::Interval> of_loss = workbench::mean_interval(losses);
  if (picture) {
    picture->write(
        picture_of(cells, options, "Needles found, " + model.stem().string() + ", " + workbench::cache_title(cache)));
    picture->commit();
  }
  return {{"score", mean(found)},
          {"low", interval.low},
          {"high", interval.high},
          {"loss", mean(losses)},
          {"loss_low", of_loss ? Json(of_loss->low) : Json()},
          {"loss_high", of_loss ? Json(of_loss->high) : Json()},
          {"prompts", n_prompts},
          {"cells", std::move(cells)},
          {"cache", std::move(cache)}};
}

}  // namespace oree
