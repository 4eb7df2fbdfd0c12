#include "workbench/cache_report.h"

#include <algorithm>
#include <string>

#include "base/atomic_file.h"
#include "oree/error.h"
#include "oree/workbench/evaluate_cache.h"
#include "workbench/cache_scores.h"
#include "workbench/chart.h"

namespace oree::workbench {
namespace {

std::vector<std::string> policies_of(const Json& document) {
  return document["policies"].get<std::vector<std::string>>();
}

// A line a policy over the budgets, and the full cache's across. Intervals are those of the difference to it.
std::string measure_chart(const Json& document, const CacheMeasure& measure) {
  const std::string name(measure.name);
  const double full = document["full"][name]["value"].get<double>();
  LineChart chart;
  chart.title = document["model"].get<std::string>() + ": " + std::string(measure.title) + " by budget";
  chart.x_label = "bytes held, percent of the full cache's";
  chart.y_label = std::string(measure.title);
  chart.log2_x = true;
  double least = 100;
  for (const std::string& policy : policies_of(document)) {
    ChartSeries series;
    series.name = policy;
    for (const Json& cell : document["cells"]) {
      if (cell["policy"] != policy) {
        continue;
      }
      ChartPoint point;
      point.x = 100 * cell["bytes"].get<double>() / document["full"]["bytes"].get<double>();
      point.y = cell[name]["value"].get<double>();
      if (!cell[name]["low"].is_null()) {
        point.interval =
            Interval{.low = full + cell[name]["low"].get<double>(), .high = full + cell[name]["high"].get<double>()};
      }
      least = std::min(least, point.x);
      series.points.push_back(point);
    }
    chart.series.push_back(std::move(series));
  }
  chart.series.push_back({.name = "full cache",
                          .points = {{.x = least, .y = full, .interval = {}}, {.x = 100, .y = full, .interval = {}}}});
  return line_chart(chart);
}

std::string stream_chart(const Json& document) {
  LineChart chart;
  const Json& stream = document["streaming"];
  chart.title =
      document["model"].get<std::string>() + ": loss in a stream, budget " + stream["budget"].get<std::string>();
  chart.x_label = "position";
  chart.y_label = "loss";
  for (const Json& row : stream["policies"]) {
    ChartSeries series;
    series.name = row["policy"].get<std::string>();
    for (const Json& point : row["by_position"]) {
      series.points.push_back({.x = point[0].get<double>(), .y = point[1].get<double>(), .interval = {}});
    }
    chart.series.push_back(std::move(series));
  }
  return line_chart(chart);
}

}  // namespace

struct CacheReports::State {
  struct Report {
    AtomicFile file;
    bool markdown;
  };
  std::vector<Report> reports;
  std::vector<AtomicFile> pictures;  // of each measure, then of the stream
};

CacheReports::CacheReports(const std::vector<std::filesystem::path>& reports, const std::filesystem::path& pictures,
                           bool streaming)
    : state_(std::make_unique<State>()) {
  for (const std::filesystem::path& report : reports) {
    if (report.extension() != ".json" && report.extension() != ".md") {
      throw Error(ErrorCode::kInvalid, "a report is a .json or a .md file", report.string(),
                  "name one, as in report.md");
    }
    state_->reports.push_back(
        {.file = AtomicFile(report, AtomicFile::Readers::kByUmask), .markdown = report.extension() == ".md"});
  }
  if (!pictures.empty()) {
    std::error_code failure;  // a folder that cannot be made is one that nothing can be written to
    std::filesystem::create_directory(pictures, failure);
    for (const CacheMeasure& measure : cache_measures()) {
      state_->pictures.emplace_back(pictures / (std::string(measure.name) + ".svg"), AtomicFile::Readers::kByUmask);
    }
    if (streaming) {
      state_->pictures.emplace_back(pictures / "streaming.svg", AtomicFile::Readers::kByUmask);
    }
  }
}

CacheReports::~CacheReports() = default;

void CacheReports::write(const Json& document) {
  for (State::Report& report : state_->reports) {
    report.file.write(report.markdown ? evaluate_cache_table(document) : document.dump(2) + "\n");
    report.file.commit();
  }
  for (std::size_t index = 0; index < state_->pictures.size(); ++index) {
    const bool is_measure = index < cache_measures().size();
    state_->pictures[index].write(is_measure ? measure_chart(document, cache_measures()[index])
                                             : stream_chart(document));
    state_->pictures[index].commit();
  }
}

}  // namespace oree::workbench
