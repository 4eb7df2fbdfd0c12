#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "workbench/chart.h"
#include "workbench/svg.h"

namespace oree::workbench {
namespace {

constexpr double kWidth = 720;
constexpr double kLeft = 190;
constexpr double kRight = 130;  // for the labels of long bars
constexpr double kTop = 44;
constexpr double kBelow = 52;  // for numbers and label of the axis
constexpr double kBar = 18;
constexpr double kGap = 12;  // between groups
constexpr double kLegendRow = 20;
constexpr int kSteps = 5;
constexpr const char* kGrid = "#dddddd";
constexpr const char* kInk = "#222222";

double height_of(const BarGroup& group) { return kBar * static_cast<double>(group.bars.size()) + kGap; }

}  // namespace

std::string bar_chart(const BarChart& chart) {
  check(!chart.groups.empty() && chart.high > 0, "a bar chart has no group or no axis");
  double height = kGap;
  for (const BarGroup& group : chart.groups) {
    height += height_of(group);
  }
  const double bottom = kTop + height;
  const double width = kWidth - kLeft - kRight;
  Svg svg(kWidth, bottom + kBelow + kLegendRow * static_cast<double>(chart.series.size()) + 8, chart.title);
  for (int step = 0; step <= kSteps; ++step) {
    const double x = kLeft + width * step / kSteps;
    svg.line(x, kTop, x, bottom, kGrid);
    svg.text(x, bottom + 18, number_text(chart.high * step / kSteps), Anchor::kMiddle);
  }
  double y = kTop + kGap;
  for (const BarGroup& group : chart.groups) {
    svg.text(kLeft - 8, y + kBar * static_cast<double>(group.bars.size()) / 2 + 4, group.name, Anchor::kEnd);
    for (const Bar& bar : group.bars) {
      check(std::isfinite(bar.value) && bar.series < chart.series.size(), "a bar has no finite value or no series");
      const double length = width * std::clamp(bar.value / chart.high, 0.0, 1.0);
      svg.rectangle(kLeft, y, length, kBar - 2, series_colour(bar.series));
      svg.text(kLeft + length + 6, y + kBar - 6, bar.label, Anchor::kStart);
      y += kBar;
    }
    y += kGap;
  }
  svg.line(kLeft, kTop, kLeft, bottom, kInk);
  svg.text(kLeft + width / 2, bottom + 40, chart.x_label, Anchor::kMiddle);
  for (std::size_t index = 0; index < chart.series.size(); ++index) {
    const double row = bottom + kBelow + kLegendRow * static_cast<double>(index);
    svg.rectangle(kLeft, row, 30, kBar - 6, series_colour(index));
    svg.text(kLeft + 38, row + 11, chart.series[index], Anchor::kStart);
  }
  return std::move(svg).finish();
}

}  // namespace oree::workbench
