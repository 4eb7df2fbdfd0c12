// Pictures of results: lines with intervals, and a grid of cells.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "workbench/statistics.h"

namespace oree::workbench {

struct ChartPoint {
  double x = 0;
  double y = 0;
  std::optional<Interval> interval;  // of y
};

struct ChartSeries {
  std::string name;
  std::vector<ChartPoint> points;  // in the order in which they are joined
};

struct LineChart {
  std::string title;
  std::string x_label;
  std::string y_label;
  bool log2_x = false;  // every x is then above 0
  std::vector<ChartSeries> series;
};

// As SVG. Every number is finite, and there is at least one point.
std::string line_chart(const LineChart& chart);

struct HeatMap {
  std::string title;
  std::string x_label;
  std::string y_label;
  std::vector<std::string> columns;
  std::vector<std::string> rows;
  std::vector<double> values;  // [rows, columns]
  double low = 0;              // of the colour scale; values beyond it take the colour of its end
  double high = 1;
};

// As SVG, each value written in its cell. Every number is finite; low < high.
std::string heat_map(const HeatMap& map);

}  // namespace oree::workbench
