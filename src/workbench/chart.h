// Pictures of results: lines with intervals, a grid of cells, and bars.
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

struct Bar {
  std::size_t series = 0;  // of BarChart::series
  double value = 0;
  std::string label;  // written at its end
};

struct BarGroup {
  std::string name;
  std::vector<Bar> bars;
};

struct BarChart {
  std::string title;
  std::string x_label;
  double high = 1;  // of the axis, which begins at 0; longer bars are cut there
  std::vector<std::string> series;
  std::vector<BarGroup> groups;
};

// Lying bars, as SVG. Every number is finite; high is above 0; there is at least one group.
std::string bar_chart(const BarChart& chart);

}  // namespace oree::workbench
