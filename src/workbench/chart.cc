#include "workbench/chart.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"
#include "workbench/svg.h"

namespace oree::workbench {
namespace {

constexpr double kWidth = 720;
constexpr double kPlotHeight = 340;
constexpr double kLeft = 70;
constexpr double kRight = 20;
constexpr double kTop = 44;
constexpr double kBelow = 52;  // for numbers and label of the x axis
constexpr double kLegendRow = 20;
constexpr const char* kGrid = "#dddddd";
constexpr const char* kInk = "#222222";

constexpr std::size_t kColours = 7;
// After all colours once more with another pattern.
constexpr const char* kDashes[] = {"", "7 4", "2 3"};

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  void include(double value) {
    check(std::isfinite(value), "a chart has a number that is not finite");
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

// 1, 2 or 5 times a power of ten, so that some five steps cover the range.
double round_step(const Range& range) {
  const double rough = (range.high - range.low) / 5;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  const double factor = rough / power;
  return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
}

Range widened(Range range) {
  if (range.low == range.high) {
    const double margin = range.low == 0 ? 1 : std::abs(range.low) / 10;
    return {.low = range.low - margin, .high = range.high + margin};
  }
  return range;
}

// Maps x and y to pixels and draws the frame.
class Plot {
 public:
  Plot(const LineChart& chart, Range x, Range y) : log2_x_(chart.log2_x), x_(widened(x)), y_(widened(y)) {
    const double step = round_step(y_);
    y_ = {.low = std::floor(y_.low / step) * step, .high = std::ceil(y_.high / step) * step};
    y_step_ = step;
  }

  double across(double x) const {
    return kLeft + (axis_value(x) - x_.low) / (x_.high - x_.low) * (kWidth - kLeft - kRight);
  }
  double down(double y) const { return kTop + (y_.high - y) / (y_.high - y_.low) * kPlotHeight; }
  // Of a log2 axis: the logarithm.
  double axis_value(double x) const { return log2_x_ ? std::log2(x) : x; }

  void draw_axes(Svg& svg, const LineChart& chart) const {
    const double bottom = kTop + kPlotHeight;
    for (int index = 0; y_.low + index * y_step_ <= y_.high + y_step_ / 2; ++index) {
      const double y = y_.low + index * y_step_;
      svg.line(kLeft, down(y), kWidth - kRight, down(y), kGrid);
      svg.text(kLeft - 8, down(y) + 4, number_text(std::abs(y) < y_step_ / 1000 ? 0 : y), Anchor::kEnd);
    }
    const double step = log2_x_ ? std::max(1.0, std::ceil((x_.high - x_.low) / 10)) : round_step(x_);
    for (double at = std::ceil(x_.low / step) * step; at <= x_.high + step / 1000; at += step) {
      const double x = log2_x_ ? std::exp2(at) : at;
      svg.line(across(x), kTop, across(x), bottom, kGrid);
      svg.text(across(x), bottom + 18, number_text(std::abs(x) < step / 1000 && !log2_x_ ? 0 : x), Anchor::kMiddle);
    }
    svg.line(kLeft, kTop, kLeft, bottom, kInk);
    svg.line(kLeft, bottom, kWidth - kRight, bottom, kInk);
    svg.text((kLeft + kWidth - kRight) / 2, bottom + 40, chart.x_label, Anchor::kMiddle);
    svg.upright_text(18, kTop + kPlotHeight / 2, chart.y_label);
  }

  void draw_series(Svg& svg, const ChartSeries& series, const char* colour, const char* dash) const {
    std::string path;
    for (const ChartPoint& point : series.points) {
      path += (path.empty() ? "" : " ") + number_text(across(point.x)) + "," + number_text(down(point.y));
      if (point.interval) {
        const double x = across(point.x);
        const double low = down(point.interval->low);
        const double high = down(point.interval->high);
        svg.line(x, low, x, high, colour);
        svg.line(x - 4, low, x + 4, low, colour);
        svg.line(x - 4, high, x + 4, high, colour);
      }
    }
    svg.polyline(path, colour, dash);
    for (const ChartPoint& point : series.points) {
      svg.circle(across(point.x), down(point.y), 3, colour);
    }
  }

 private:
  bool log2_x_;
  Range x_;  // of a log2 axis: logarithms
  Range y_;
  double y_step_ = 1;
};

}  // namespace

std::string line_chart(const LineChart& chart) {
  Range x;
  Range y;
  for (const ChartSeries& series : chart.series) {
    for (const ChartPoint& point : series.points) {
      check(!chart.log2_x || point.x > 0, "a logarithmic axis has a value that is not positive");
      x.include(chart.log2_x ? std::log2(point.x) : point.x);
      y.include(point.y);
      if (point.interval) {
        y.include(point.interval->low);
        y.include(point.interval->high);
      }
    }
  }
  check(x.low <= x.high, "a chart has no point");
  const double legend = kTop + kPlotHeight + kBelow;
  Svg svg(kWidth, legend + kLegendRow * static_cast<double>(chart.series.size()) + 8, chart.title);
  const Plot plot(chart, x, y);
  plot.draw_axes(svg, chart);
  for (std::size_t index = 0; index < chart.series.size(); ++index) {
    const char* colour = series_colour(index);
    const char* dash = kDashes[index / kColours % std::size(kDashes)];
    plot.draw_series(svg, chart.series[index], colour, dash);
    const double row = legend + kLegendRow * static_cast<double>(index) + 8;
    svg.polyline(number_text(kLeft) + "," + number_text(row) + " " + number_text(kLeft + 30) + "," + number_text(row),
                 colour, dash);
    svg.text(kLeft + 38, row + 4, chart.series[index].name, Anchor::kStart);
  }
  return std::move(svg).finish();
}

}  // namespace oree::workbench
